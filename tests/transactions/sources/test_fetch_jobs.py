"""The job of a source: put off again and again, back-off, crashes, edits in the middle."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.models import Job, JobState
from jobs.worker import work_once
from stores.models import RunState, Source, SourceRun
from stores.services.sources import SourceWish, change_source, fetch_now, switch_source
from tests.transactions.journals import Ring, journal
from tests.transactions.sources.running import fetch
from transactions.models import SourceFile
from transactions.services import fetch_source
from transactions.services.live_folders import ask_forgotten
from transactions.sources import listing


@pytest.fixture(autouse=True)
def _brisk(monkeypatch):
    monkeypatch.setattr("transactions.sources.folder.BETWEEN_LOOKS", 0.01)


def job_of(source):
    return Job.objects.get(chain="north", kind="fetch_source", key=str(source.pk))


def test_the_job_is_put_off_until_the_schedule_wants_it(folder_source):
    source = folder_source(every_minutes=15)
    fetch(source)
    job = job_of(source)
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    assert job.run_after == source.next_run_at
    assert timedelta(minutes=14) < job.run_after - timezone.now() <= timedelta(minutes=15)
    assert not work_once("fetch")


def test_failures_wait_longer_each_time_and_success_forgets_them(folder_source, root):
    place = root / "later"
    source = folder_source(place, times=("23:30",))
    waits = []
    for _time in range(4):
        fetch(source)
        waits.append((source.next_run_at - timezone.now()).total_seconds() / 60)
    assert all(
        0.75 * full <= wait <= 1.25 * full for wait, full in zip(waits, (1, 2, 4, 8), strict=True)
    )
    place.mkdir()
    assert fetch(source).state == RunState.DONE
    assert source.failures == 0
    assert set(job_of(source).outcome) == {"waiting_for"}


def test_a_worker_that_died_in_the_middle_loses_nothing(folder_source, root, monkeypatch):
    for number in range(6):
        (root / f"PJR{number}.xml").write_bytes(journal(Ring(number)))
    monkeypatch.setattr(listing, "BATCH_FILES", 2)
    source = folder_source(every_minutes=15)
    keep, kept = fetch_source.keep_batch, []

    def dies(*words):
        if len(kept) == 3:
            raise KeyboardInterrupt
        kept.append(keep(*words))
        return kept[-1]

    monkeypatch.setattr(fetch_source, "keep_batch", dies)
    with pytest.raises(KeyboardInterrupt):
        work_once("fetch")
    assert SourceFile.objects.count() == 4
    monkeypatch.setattr(fetch_source, "keep_batch", keep)
    Job.objects.filter(pk=job_of(source).pk).update(state=JobState.QUEUED)
    run = fetch(source)
    assert (run.found, run.taken, run.known) == (6, 2, 4)
    interrupted = source.runs.last()
    assert (interrupted.state, interrupted.reason_code) == ("failed", "interrupted")


def test_a_source_that_kills_its_workers_is_said_and_tried_again_when_due(folder_source):
    source = folder_source(every_minutes=15)
    Job.objects.filter(pk=job_of(source).pk).update(attempts=3)
    assert work_once("fetch")
    source.refresh_from_db()
    assert source.runs.get().reason_code == "failed"
    job = job_of(source)
    assert (job.state, job.attempts, job.run_after) == ("queued", 0, source.next_run_at)


def test_a_source_with_a_great_deal_to_give_lets_others_have_a_turn(
    folder_source, root, monkeypatch
):
    monkeypatch.setattr(fetch_source, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(listing, "BATCH_FILES", 2)
    for number in range(4):
        (root / f"PJR{number}.xml").write_bytes(journal(Ring(number)))
    source = folder_source(times=("23:30",))
    assert fetch(source).taken == 2
    assert source.next_run_at <= timezone.now()
    assert fetch(source).taken == 2


def test_changes_made_while_it_runs_hold_from_the_next_time(folder_source, root, monkeypatch):
    source = folder_source(times=("23:30",))
    keep = fetch_source.keep_batch

    def edited(*words):
        wish = SourceWish(name="Journal", settings=source.settings, every_minutes=5)
        change_source(source=Source.objects.get(pk=source.pk), wish=wish, user=None)
        return keep(*words)

    monkeypatch.setattr(fetch_source, "keep_batch", edited)
    fetch(source)
    assert source.next_run_at - timezone.now() <= timedelta(minutes=5)


def test_a_source_switched_off_while_it_waits_is_not_asked(folder_source):
    source = folder_source(every_minutes=15)
    switch_source(source=source, on=False, user=None)
    assert work_once("fetch")
    assert not source.runs.exists()
    assert job_of(source).state == JobState.DONE
    switch_source(source=Source.objects.get(pk=source.pk), on=True, user=None)
    assert job_of(source).state == JobState.QUEUED


def test_a_job_that_was_lost_is_asked_for_again(folder_source):
    source = folder_source(every_minutes=15)
    job_of(source).delete()
    ask_forgotten()
    assert not Job.objects.filter(kind="fetch_source").exists()  # not late enough
    Source.objects.filter(pk=source.pk).update(next_run_at=timezone.now() - timedelta(minutes=6))
    ask_forgotten()
    assert job_of(source).state == JobState.QUEUED


def test_moving_a_source_forgets_what_was_read_at_the_old_place(folder_source, root):
    (root / "a").mkdir()
    (root / "b").mkdir()
    for place in "ab":
        (root / place / "PJR1.xml").write_bytes(journal(Ring(1)))
    source = folder_source(root / "a", every_minutes=15)
    fetch(source)
    wish = SourceWish(name="Journal", settings={"path": str(root / "b")}, every_minutes=15)
    change_source(source=source, wish=wish, user=None)
    assert not source.seen_files.exists()
    run = fetch(source)
    assert (run.found, run.taken, run.known) == (1, 0, 1)  # the same bytes: known by their hash


def test_history_is_kept_for_a_while_and_not_for_ever(folder_source, monkeypatch):
    monkeypatch.setattr("transactions.services.source_runs.KEPT_RUNS", 5)
    source = folder_source(every_minutes=15)
    for _time in range(9):
        fetch(source)
    assert source.runs.count() <= 6


def test_asking_now_remembers_who_asked(folder_source, cast):
    source = folder_source(times=("23:30",))
    fetch(source)
    run = fetch_now(source=source, user=cast.owner)
    assert fetch(source).pk == run.pk
    assert SourceRun.objects.get(pk=run.pk).asked_by == cast.owner
