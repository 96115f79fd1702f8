"""The jobs of clips under the real worker, and what a killed one leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from clips.models import Clip, ClipState
from jobs import crashpoints, services
from jobs.models import Job, JobState
from jobs.worker import work, work_once
from tests.clips.factories import a_transaction
from tests.clips.running import clips_of, plan

pytestmark = pytest.mark.django_db


class PowerCutError(BaseException):
    """Ends the handler where it is, as SIGKILL would: nothing catches it."""


def test_a_parsed_file_ends_in_a_clip_by_the_workers_alone(store, segments):
    row = a_transaction(store)
    services.enqueue(chain="north", kind="plan_clips", keys=[str(row.source_file_id)])
    assert work_once("quick")
    assert work_once("video")
    assert [clip.state for clip in clips_of(row)] == [ClipState.READY]
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}


@pytest.mark.parametrize(
    "place",
    [
        "fetch_clip.claimed",
        "fetch.footage_read",
        "fetch.before_store",
        "fetch.after_store",
        "fetch.before_commit",
        "fetch.after_commit",
    ],
)
def test_a_worker_killed_anywhere_loses_nothing_and_leaves_nothing(
    north, store, segments, monkeypatch, place
):
    (clip,) = plan(a_transaction(store))
    reached = []

    def die_once(name):
        if name == place and not reached:
            reached.append(name)
            raise PowerCutError

    with monkeypatch.context() as patched:
        patched.setattr(crashpoints, "reach", die_once)
        with pytest.raises(PowerCutError):
            work_once("video")
    Job.objects.filter(state=JobState.RUNNING).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )
    services.sweep()
    work("video", seconds=30)
    clip.refresh_from_db()
    assert clip.state == ClipState.READY
    assert Clip.objects.count() == 1
    folder = f"chain/{north.uuid}/clips/{clip.uuid}"
    assert {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]} == {
        clip.original_key,
        clip.playback_key,
        clip.thumbnail_key,
        clip.sheet_key,
    }


def test_a_job_that_kills_its_worker_three_times_ends_unavailable(store, segments):
    (clip,) = plan(a_transaction(store))
    Job.objects.filter(kind="fetch_clip").update(attempts=services.MAX_ATTEMPTS)
    assert work_once("video")
    clip.refresh_from_db()
    assert (clip.state, clip.reason_code) == (ClipState.UNAVAILABLE, "fetch_failed")
    assert Job.objects.get(kind="fetch_clip").state == JobState.FAILED


def test_support_trying_a_failed_job_again_brings_the_clip(store, segments):
    (clip,) = plan(a_transaction(store))
    Clip.objects.update(state=ClipState.UNAVAILABLE, reason_code="fetch_failed")
    Job.objects.filter(kind="fetch_clip").update(state=JobState.FAILED)
    services.retry([Job.objects.get(kind="fetch_clip").pk])
    assert work_once("video")
    clip.refresh_from_db()
    assert (clip.state, clip.reason_code) == (ClipState.READY, "")
