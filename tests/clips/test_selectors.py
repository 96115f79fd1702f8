"""What a page learns about clips: in words, with times, in a constant number of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from clips.models import Clip, ClipState
from clips.selectors import clip_states, clips_of
from jobs.models import Job, JobState
from stores.models import Camera, RegisterCamera
from tests.clips.counting import counted_queries
from tests.clips.factories import NOON, a_transaction, camera_of
from tests.clips.running import plan, plan_and_fetch

pytestmark = pytest.mark.django_db


def only(row, member):
    (view,) = clips_of(row, member)
    return view


def test_a_clip_to_come_says_when_it_is_fetched(store, cast):
    row = a_transaction(store, at=timezone.now())
    plan(row)
    view = only(row, cast.member("manager"))
    assert view["state"] == "requested"
    assert "still writing" in view["sentence"]
    assert view["video_url"] == ""
    assert not view["can_upload"]


def test_a_waiting_clip_says_for_what_since_when_and_until_when(store, cast, root):
    row = a_transaction(store)
    plan(row)
    Clip.objects.update(
        state=ClipState.WAITING,
        reason_code="unreachable",
        requested_at=NOON + timedelta(minutes=10),
        waiting_until=NOON + timedelta(minutes=12),
    )
    view = only(row, cast.member("manager"))
    assert view["sentence"] == (
        "The recorder did not answer. Waiting since 12:10:00. Next try at 12:12:00."
    )
    assert view["can_retry"]


def test_an_unavailable_clip_says_why_and_what_would_help(store, cast):
    RegisterCamera.objects.all().delete()
    row = a_transaction(store)
    plan(row)
    view = only(row, cast.member("manager"))
    assert view["sentence"] == "No camera is set up for register 1."
    assert "drop the file here" in view["help"]
    assert view["can_upload"]
    assert not view["can_retry"]
    assert view["upload_url"] == f"/clips/transactions/{row.pk}/upload"


def test_a_viewer_is_offered_nothing_that_would_be_refused(store, cast):
    RegisterCamera.objects.all().delete()
    row = a_transaction(store)
    plan(row)
    view = only(row, cast.member("viewer"))
    assert not view["can_upload"]
    assert not view["can_retry"]


def test_a_ready_clip_tells_its_moment_gaps_and_how_sure_its_time_is(store, segments, cast):
    recorder = camera_of(store).recorder
    recorder.clock_error_ms = 1500
    recorder.save()
    segments[4].unlink()
    row = a_transaction(store, at=NOON + timedelta(seconds=30))
    plan_and_fetch(row)
    view = only(row, cast.member("manager"))
    assert view["state"] == "ready"
    assert abs(view["moment_seconds"] - 60) <= 10
    assert view["sentence"] == "30 of 180 seconds are missing."
    assert [gap["start"] for gap in view["gaps"]] == [NOON + timedelta(minutes=2)]
    assert view["gaps"][0]["sentence"]
    assert view["details"][0].startswith("12:02:00 to 12:02:30: ")
    assert any("right to within" in line for line in view["details"])
    assert view["timeline"][0].start <= NOON
    assert view["timeline"][0].seconds > 100
    assert view["clock_error_seconds"] >= 1.5
    assert all(view[f"{use}_url"] for use in ("video", "download", "thumbnail", "sheet"))
    assert view["sheet_times"]


def test_the_progress_of_a_running_job_is_shown(store, cast):
    row = a_transaction(store)
    (clip,) = plan(row)
    Clip.objects.update(state=ClipState.FETCHING)
    Job.objects.filter(key=str(clip.pk)).update(
        state=JobState.RUNNING, progress={"step": "copy", "done": 0.4, "at": "x"}
    )
    assert only(row, cast.member("manager"))["progress"] == {"step": "copy", "done": 0.4}


def test_the_number_of_queries_does_not_grow_with_the_cameras(store, cast):
    row = a_transaction(store)
    register = store.registers.get(code="1")
    for number in range(5):
        camera = Camera.objects.create(
            recorder=camera_of(store).recorder, channel=f"x{number}", name="x"
        )
        RegisterCamera.objects.create(register=register, camera=camera, position=number + 2)
    plan(row)
    member = cast.member("manager")
    with counted_queries() as queries:
        assert len(clips_of(row, member)) == 6
    assert len(queries) == 2, queries


def test_a_list_shows_the_best_clip_of_each_transaction(store):
    recorder = camera_of(store).recorder
    second = Camera.objects.create(recorder=recorder, channel="cam9", name="Drawer")
    RegisterCamera.objects.create(register=store.registers.get(code="1"), camera=second)
    rows = [a_transaction(store, at=NOON + timedelta(minutes=n)) for n in range(3)]
    for row in rows:
        plan(row)
    Clip.objects.filter(transaction=rows[0], position=1).update(state=ClipState.UNAVAILABLE)
    Clip.objects.filter(transaction=rows[0], position=2).update(state=ClipState.READY)
    Clip.objects.filter(transaction=rows[1]).update(state=ClipState.UNAVAILABLE)
    with counted_queries() as queries:
        states = clip_states([row.pk for row in rows] + [10**9])
    assert len(queries) == 1, queries
    assert states == {rows[0].pk: "ready", rows[1].pk: "unavailable", rows[2].pk: "requested"}
