"""From the recorder's folder to a clip that can be watched."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from clips import handlers
from clips.models import Clip, ClipState
from clips.services import fetch as fetching
from clips.services.lock import recorder_slot
from jobs import services
from jobs.models import Job, JobState
from jobs.registry import Claimed
from stores.models import Recorder
from tests.clips.factories import NOON, a_transaction, camera_of, claimed, use_folder
from tests.clips.pictures import shown, taken_at_moment
from tests.clips.running import fetch, plan, plan_and_fetch

pytestmark = pytest.mark.django_db
FRAME = timedelta(seconds=0.2)
MINUTE = timedelta(minutes=1)


def stored(north, clip):
    folder = f"chain/{north.uuid}/clips/{clip.uuid}"
    return sorted(f"{folder}/{name}" for name in default_storage.listdir(folder)[1])


def test_a_flagged_refund_gets_its_three_minutes(store, segments):
    clip = plan_and_fetch(a_transaction(store))
    assert clip.state == ClipState.READY, (clip.reason_code, clip.reason_params)
    assert clip.filename == "101_2025-11-20_120000_1_refund.mp4"
    assert (clip.window_start, clip.window_end) == (NOON - MINUTE, NOON + 2 * MINUTE)
    assert clip.gaps == []
    assert not clip.is_partial
    pictures = [taken for _, taken in shown(clip)]
    assert pictures[0] <= clip.window_start
    assert pictures[-1] >= clip.window_end - FRAME
    assert abs(taken_at_moment(clip) - NOON) <= FRAME
    assert Job.objects.get(kind="fetch_clip").state == JobState.DONE


def test_files_lie_under_the_chains_uuid_and_never_its_schema_name(north, store, segments):
    clip = plan_and_fetch(a_transaction(store))
    keys = {clip.original_key, clip.playback_key, clip.thumbnail_key, clip.sheet_key}
    assert all(key.startswith(f"chain/{north.uuid}/clips/{clip.uuid}/") for key in keys)
    assert sorted(keys) == stored(north, clip)
    assert "north" not in "".join(keys)
    assert default_storage.size(clip.playback_key) == clip.size


def test_nothing_is_left_in_the_working_folder(store, segments, files):
    plan_and_fetch(a_transaction(store))
    assert list((files / ".work").iterdir()) == []


def test_a_gap_in_the_footage_is_said_and_cut_out(store, segments):
    segments[2].unlink()  # 12:00 to 12:01
    clip = plan_and_fetch(a_transaction(store, at=NOON - timedelta(seconds=10)))
    assert clip.state == ClipState.READY
    assert clip.is_partial
    (gap,) = clip.gaps
    assert datetime.fromisoformat(gap["start"]) == NOON
    assert datetime.fromisoformat(gap["end"]) == NOON + MINUTE
    assert abs(taken_at_moment(clip) - (NOON - timedelta(seconds=10))) <= FRAME
    assert not [taken for _, taken in shown(clip) if NOON <= taken < NOON + MINUTE]


def test_a_moment_inside_a_gap_has_no_mark(store, segments):
    segments[2].unlink()
    clip = plan_and_fetch(a_transaction(store, at=NOON + timedelta(seconds=30)))
    assert clip.state == ClipState.READY
    assert clip.moment_ms is None
    assert "moment_missing" in [note["code"] for note in clip.notes]


def test_a_corrupt_segment_becomes_a_gap_with_its_reason(store, segments):
    segments[3].write_bytes(b"\x00" * 4096)
    os.utime(segments[3], (1e9, 1e9))
    clip = plan_and_fetch(a_transaction(store))
    assert clip.state == ClipState.READY
    assert [gap["reason"] for gap in clip.gaps] == ["segment_damaged"]


def test_footage_shorter_than_asked_says_what_is_missing(store, segments):
    for late in segments[3:]:
        late.unlink()
    clip = plan_and_fetch(a_transaction(store))
    assert clip.state == ClipState.READY
    assert clip.is_partial
    (gap,) = clip.gaps
    assert datetime.fromisoformat(gap["start"]) == NOON + MINUTE
    assert datetime.fromisoformat(gap["end"]) == clip.window_end


def test_footage_of_another_time_is_no_footage(store, segments):
    clip = plan_and_fetch(a_transaction(store, at=NOON + timedelta(hours=3)))
    assert clip.state == ClipState.UNAVAILABLE
    assert clip.reason_code == "no_footage"
    assert datetime.fromisoformat(clip.reason_params["nearest"]) == NOON + 3 * MINUTE


def test_footage_that_was_overwritten_says_so(store, segments):
    clip = plan_and_fetch(a_transaction(store, at=NOON - timedelta(days=2)))
    assert (clip.state, clip.reason_code) == (ClipState.UNAVAILABLE, "overwritten")


def test_an_absent_folder_is_waited_for(store, root):
    use_folder(store, root / "unplugged")
    clip = plan_and_fetch(a_transaction(store))
    assert (clip.state, clip.reason_code) == (ClipState.WAITING, "unreachable")
    job = Job.objects.get(kind="fetch_clip")
    assert job.state == JobState.QUEUED
    assert job.attempts == 0  # a try that only waited does not count
    assert job.run_after == clip.waiting_until > timezone.now()


def test_waiting_ends_when_the_recorder_must_have_overwritten(store, root):
    use_folder(store, root / "unplugged")
    (clip,) = plan(a_transaction(store, at=NOON - timedelta(days=30)))
    Clip.objects.update(requested_at=timezone.now() - timedelta(days=8))
    clip = fetch(clip)
    assert (clip.state, clip.reason_code) == (ClipState.UNAVAILABLE, "unreachable")


def test_a_folder_outside_the_released_ones_is_refused(store, root, tmp_path):
    (tmp_path / "private" / "cam1").mkdir(parents=True)
    use_folder(store, tmp_path / "private")
    clip = plan_and_fetch(a_transaction(store))
    assert (clip.state, clip.reason_code) == (ClipState.UNAVAILABLE, "folder_not_granted")


@pytest.mark.parametrize("path", ["released/../private", "released/link"])
def test_neither_dots_nor_links_lead_out_of_the_released_folder(
    store, root, tmp_path, rendered, path
):
    from tests.clips.factories import footage

    footage(rendered, tmp_path / "private")
    (root / "link").symlink_to(tmp_path / "private")
    use_folder(store, tmp_path / path)
    clip = plan_and_fetch(a_transaction(store))
    assert (clip.state, clip.reason_code) == (ClipState.UNAVAILABLE, "folder_not_granted")


def test_a_linked_file_does_not_bring_in_footage_from_elsewhere(store, segments, root, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for segment in segments:
        segment.rename(elsewhere / segment.name)
        segment.symlink_to(elsewhere / segment.name)
    clip = plan_and_fetch(a_transaction(store))
    assert clip.state == ClipState.UNAVAILABLE


@pytest.mark.parametrize("ahead", [30, -45])
def test_the_recorders_clock_is_put_right(store, segments, root, ahead):
    """Positive: the recorder's clock is ahead, so its file names are too."""
    for segment in segments:
        start = datetime.strptime(segment.name[:16], "%Y%m%dT%H%M%S%z") + timedelta(seconds=ahead)
        segment.rename(segment.with_name(f"{start:%Y%m%dT%H%M%SZ}_60.mp4.new"))
    for segment in (root / "dvr" / "cam1").iterdir():
        segment.rename(segment.with_suffix(""))
    Recorder.objects.filter(store=store).update(clock_offset_ms=ahead * 1000, clock_error_ms=700)
    clip = plan_and_fetch(a_transaction(store))
    assert clip.state == ClipState.READY
    assert clip.clock_offset_ms == ahead * 1000
    assert clip.clock_error_ms >= 700
    assert abs(taken_at_moment(clip) - NOON) <= FRAME
    assert clip.gaps == []


@pytest.mark.parametrize("added", [20, -20])
def test_the_registers_clock_is_put_right(store, segments, added):
    """The register's offset is added to its time: positive when its clock is behind."""
    row = a_transaction(store, at=NOON - timedelta(seconds=added))
    row.register.clock_offset_ms = added * 1000
    row.register.save()
    clip = plan_and_fetch(row)
    assert clip.moment == NOON
    assert abs(taken_at_moment(clip) - NOON) <= FRAME
    assert clip.filename.startswith(f"101_2025-11-20_{'115940' if added > 0 else '120020'}_1_")


def test_a_late_worker_changes_nothing_and_takes_its_files_away(north, store, segments):
    (clip,) = plan(a_transaction(store))
    job = claimed("fetch_clip", clip.pk)
    late = Claimed(job.id, job.chain, job.kind, job.key, job.lane, job.fence - 1, 1)
    with pytest.raises(services.StaleFenceError):
        handlers.fetch_clip([late])
    clip.refresh_from_db()
    assert clip.state == ClipState.REQUESTED


def test_a_worker_overtaken_while_it_stored_deletes_only_its_own_files(
    north, store, segments, monkeypatch
):
    (clip,) = plan(a_transaction(store))
    slow = claimed("fetch_clip", clip.pk)
    keep = fetching.keep

    def overtaken(keys, attempt, finished):
        kept = keep(keys, attempt, finished)
        if attempt == f"f{slow.fence}":
            Job.objects.update(lease_until=timezone.now() - MINUTE)
            assert services.sweep() == 1
            fetching._fetch(north, fetching.Attempt(claimed("fetch_clip", clip.pk)), clip)
        return kept

    monkeypatch.setattr(fetching, "keep", overtaken)
    with pytest.raises(services.StaleFenceError):
        handlers.fetch_clip([slow])
    clip.refresh_from_db()
    assert clip.state == ClipState.READY
    assert all(default_storage.exists(key) for key in (clip.playback_key, clip.sheet_key))
    assert not [key for key in stored(north, clip) if f".f{slow.fence}." in key]


def test_one_clip_at_a_time_is_fetched_from_a_recorder(north, store, segments):
    (clip,) = plan(a_transaction(store))
    other = connection_of_another_worker()
    try:
        with other.cursor() as cursor:
            name = f"clips:recorder:{north.uuid}:{camera_of(store).recorder_id}"
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
        clip = fetch(clip)
    finally:
        other.close()
    job = Job.objects.get(kind="fetch_clip")
    assert (clip.state, job.state, job.attempts) == (ClipState.REQUESTED, JobState.QUEUED, 0)
    assert job.outcome == {"waiting_for": "recorder_busy"}
    assert fetch(clip).state == ClipState.READY


def connection_of_another_worker():
    import psycopg2
    from django.db import connection

    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    return psycopg2.connect(**parameters)


def test_whoever_found_the_recorder_busy_is_called_when_it_is_free(north, store, segments):
    first, second = a_transaction(store), a_transaction(store, at=NOON + timedelta(seconds=5))
    (one,), (two,) = plan(first), plan(second)
    waiting = claimed("fetch_clip", two.pk)
    later = timezone.now() + timedelta(hours=1)
    services.put_off(waiting, until=later, reason="recorder_busy", counted=False)
    fetch(one)
    assert Job.objects.get(key=str(two.pk)).run_after < timezone.now()


def test_the_slot_is_given_back(north, store):
    recorder = camera_of(store).recorder_id
    with recorder_slot(north, recorder) as held:
        assert held
    other = connection_of_another_worker()
    try:
        with other.cursor() as cursor:
            name = f"clips:recorder:{north.uuid}:{recorder}"
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
            assert cursor.fetchone() == (True,)
    finally:
        other.close()


def test_a_finished_clip_is_not_fetched_again(store, segments):
    clip = plan_and_fetch(a_transaction(store))
    services.enqueue(chain="north", kind="fetch_clip", keys=[str(clip.pk)], pool="video")
    again = fetch(clip)
    assert again.playback_key == clip.playback_key
    assert again.ready_at == clip.ready_at


def test_a_partial_clip_is_replaced_by_a_better_one_and_its_files_go(
    north, store, segments, rendered, root
):
    from tests.clips.factories import footage

    segments[2].unlink()
    clip = plan_and_fetch(a_transaction(store))
    first = stored(north, clip)
    footage(rendered, root / "dvr")
    services.enqueue(chain="north", kind="fetch_clip", keys=[str(clip.pk)], pool="video")
    better = fetch(clip)
    assert not better.is_partial
    assert not set(first) & set(stored(north, better))


def test_a_partial_clip_stays_when_the_next_try_brings_less(north, store, segments):
    segments[2].unlink()
    clip = plan_and_fetch(a_transaction(store))
    for segment in segments[3:]:
        segment.unlink()
    services.enqueue(chain="north", kind="fetch_clip", keys=[str(clip.pk)], pool="video")
    again = fetch(clip)
    assert again.playback_key == clip.playback_key
    assert stored(north, again) == sorted(
        {clip.original_key, clip.playback_key, clip.thumbnail_key, clip.sheet_key}
    )


def test_a_job_that_failed_for_good_is_said_on_the_clip(store, segments):
    (clip,) = plan(a_transaction(store))
    handlers.clip_buried(str(clip.pk), {"error": "worker_lost"})
    clip.refresh_from_db()
    assert (clip.state, clip.reason_code) == (ClipState.UNAVAILABLE, "fetch_failed")


def test_a_recorder_that_is_switched_off_or_unknown_is_said(store, segments):
    (clip,) = plan(a_transaction(store))
    Recorder.objects.filter(store=store).update(is_active=False)
    assert fetch(clip).reason_code == "recorder_off"
    Recorder.objects.filter(store=store).update(is_active=True, driver="betamax")
    services.enqueue(chain="north", kind="fetch_clip", keys=[str(clip.pk)], pool="video")
    assert fetch(clip).reason_code == "unknown_driver"


def test_a_storage_that_is_away_is_waited_for(store, segments, files):
    files.mkdir(exist_ok=True)
    (files / "chain").write_text("in the way")
    clip = plan_and_fetch(a_transaction(store))
    assert (clip.state, clip.reason_code) == (ClipState.WAITING, "storage_away")
    (files / "chain").unlink()
    assert fetch(clip).state == ClipState.READY
