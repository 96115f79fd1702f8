"""Which clips are asked for, under which names, and how often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tenancy import current_chain
from clips import handlers
from clips.models import Clip, ClipState
from clips.services.again import ask_again
from clips.services.plan import plan_for_files
from clips.services.request import request_clip, retry_clip
from jobs.models import Job, JobState
from jobs.registry import Claimed
from stores.models import Camera, RegisterCamera
from tests.clips.counting import counted_queries
from tests.clips.factories import NOON, a_transaction, camera_of, source_file
from tests.clips.running import clips_of, plan
from transactions.models import Transaction

pytestmark = pytest.mark.django_db


def second_camera(store, register="1", position=2):
    recorder = camera_of(store).recorder
    camera = Camera.objects.create(recorder=recorder, channel="cam9", name="Drawer")
    register = store.registers.get(code=register)
    return RegisterCamera.objects.create(register=register, camera=camera, position=position)


def test_each_mapped_camera_gets_a_clip_in_order(store):
    second_camera(store)
    clips = plan(a_transaction(store))
    assert [clip.camera.channel for clip in clips] == ["cam1", "cam9"]
    assert [clip.position for clip in clips] == [1, 2]
    assert [clip.filename for clip in clips] == [
        "101_2025-11-20_120000_1_refund.mp4",
        "101_2025-11-20_120000_1_refund_cam2.mp4",
    ]


def test_cameras_are_numbered_even_where_positions_are_alike(store):
    second_camera(store, position=1)
    assert [clip.position for clip in plan(a_transaction(store))] == [1, 2]


def test_a_register_without_a_camera_says_so_once(store):
    RegisterCamera.objects.all().delete()
    row = a_transaction(store)
    plan(row)
    (clip,) = plan(row)
    assert (clip.state, clip.reason_code) == (ClipState.UNAVAILABLE, "no_camera")
    assert clip.reason_params == {"register": "1"}
    assert not Job.objects.filter(kind="fetch_clip").exists()


def test_a_transaction_without_a_register_says_so(store):
    (clip,) = plan(a_transaction(store, register=None))
    assert clip.reason_code == "no_register"


def test_a_camera_set_up_later_takes_the_place_of_that_word(store):
    RegisterCamera.objects.all().delete()
    row = a_transaction(store)
    (bare,) = plan(row)
    RegisterCamera.objects.create(
        register=store.registers.get(code="1"), camera=camera_of(store), position=1
    )
    assert ask_again(current_chain(), [bare.pk]) == 1
    (clip,) = clips_of(row)
    assert (clip.state, clip.position) == (ClipState.REQUESTED, 1)
    assert clip.filename == "101_2025-11-20_120000_1_refund.mp4"


def test_planning_again_changes_nothing(store):
    row = a_transaction(store)
    before = [(c.pk, c.uuid, c.filename, c.requested_at) for c in plan(row)]
    jobs = list(Job.objects.values_list("id", "run_after"))
    assert [(c.pk, c.uuid, c.filename, c.requested_at) for c in plan(row)] == before
    assert list(Job.objects.values_list("id", "run_after")) == jobs


def test_only_flagged_ones_get_clips(store):
    assert plan(a_transaction(store, status=None)) == []
    assert plan(a_transaction(store, status="approved")) == []


def test_back_fill_gets_none(store):
    file = source_file(store, is_backfill=True)
    assert plan(a_transaction(store, file=file)) == []


def test_the_handler_answers_every_job(store):
    files = [source_file(store) for _ in range(3)]
    for file in files:
        a_transaction(store, file=file)
    jobs = [Claimed(n, "north", "plan_clips", str(f.pk), 0, 1, 1) for n, f in enumerate(files)]
    assert set(handlers.plan_clips(jobs)) == {0, 1, 2}
    assert Clip.objects.count() == 3


def test_the_number_of_queries_does_not_grow_with_the_transactions(store):
    def queries(count, hour):
        file = source_file(store)
        for number in range(count):
            at = NOON + timedelta(hours=hour, seconds=number)
            a_transaction(store, at=at, file=file)
        with counted_queries() as caught:
            plan_for_files(current_chain(), [file.pk])
        return len(caught)

    assert queries(2, 0) == queries(40, 1)


def test_the_same_second_twice_gets_two_names(store):
    first, second, third = (a_transaction(store) for _ in range(3))
    assert plan(first)[0].filename == "101_2025-11-20_120000_1_refund.mp4"
    assert plan(second)[0].filename == "101_2025-11-20_120000_1_refund_2.mp4"
    assert plan(third)[0].filename == "101_2025-11-20_120000_1_refund_3.mp4"


def test_the_same_second_in_one_file_gets_two_names(store):
    file = source_file(store)
    rows = [a_transaction(store, file=file) for _ in range(3)]
    plan_for_files(current_chain(), [file.pk])
    assert len({clip.filename for row in rows for clip in clips_of(row)}) == 3


def test_another_store_may_have_the_same_time(store, other_store):
    assert plan(a_transaction(store))[0].filename.startswith("101_2025-11-20_120000")
    assert plan(a_transaction(other_store))[0].filename.startswith("102_2025-11-20_110000")


def just_now():
    return timezone.now().replace(microsecond=0)


def test_the_recorder_is_not_asked_before_it_has_written(store):
    (clip,) = plan(a_transaction(store, at=just_now()))
    job = Job.objects.get(kind="fetch_clip")
    assert job.run_after == clip.window_end + timedelta(seconds=90)
    assert job.pool == "video"


def test_a_recorder_may_say_that_it_settles_sooner(store):
    recorder = camera_of(store).recorder
    recorder.options = {"path": "/x", "settle": "5"}
    recorder.save()
    (clip,) = plan(a_transaction(store, at=just_now()))
    assert Job.objects.get(kind="fetch_clip").run_after == clip.window_end + timedelta(seconds=5)


def test_a_driver_may_say_that_its_recorder_settles_sooner(store, settings):
    settings.RECORDER_DRIVERS = {"quick": "tests.clips.test_plan.QuickRecorder"}
    recorder = camera_of(store).recorder
    recorder.driver = "quick"
    recorder.save()
    (clip,) = plan(a_transaction(store, at=just_now()))
    assert Job.objects.get(kind="fetch_clip").run_after == clip.window_end + timedelta(seconds=1)


class QuickRecorder:
    settle_seconds = 1.0


def test_greater_risk_goes_first_then_the_newest(store):
    rows = [
        a_transaction(store, risk=10, at=NOON + timedelta(hours=1)),
        a_transaction(store, risk=80, at=NOON),
        a_transaction(store, risk=80, at=NOON + timedelta(minutes=30)),
    ]
    by_hand = a_transaction(store, risk=0, status=None)
    keys = [str(plan(row)[0].pk) for row in rows]
    member = _member("manager")
    keys.append(str(request_clip(member, by_hand)[0].pk))
    served = Job.objects.filter(kind="fetch_clip").order_by("-priority").values_list("key")
    assert [key for (key,) in served] == [keys[3], keys[2], keys[1], keys[0]]


def _member(name):
    from tests.cast import Cast

    return Cast().member(name)


def test_a_corrected_time_moves_a_clip_that_is_not_ready(store):
    row = a_transaction(store)
    (clip,) = plan(row)
    Transaction.objects.update(occurred_at=NOON + timedelta(minutes=7), event_type="void")
    (moved,) = plan(row)
    assert moved.pk == clip.pk
    assert moved.moment == NOON + timedelta(minutes=7)
    assert moved.window_end == NOON + timedelta(minutes=9)
    assert moved.filename == "101_2025-11-20_120700_1_void.mp4"
    assert moved.state == ClipState.REQUESTED


def test_a_clip_that_is_ready_is_kept_and_says_that_the_transaction_changed(store):
    row = a_transaction(store)
    (clip,) = plan(row)
    Clip.objects.update(state=ClipState.READY)
    Transaction.objects.update(occurred_at=NOON + timedelta(minutes=7))
    plan(row)
    (kept,) = plan(row)
    assert (kept.state, kept.moment, kept.filename) == (ClipState.READY, NOON, clip.filename)
    assert [note["code"] for note in kept.notes] == ["transaction_changed"]


def test_an_unavailable_clip_is_tried_again_at_the_corrected_time(store):
    row = a_transaction(store)
    plan(row)
    Clip.objects.update(state=ClipState.UNAVAILABLE, reason_code="no_footage")
    Job.objects.update(state=JobState.DONE)
    Transaction.objects.update(occurred_at=NOON + timedelta(minutes=1))
    (clip,) = plan(row)
    assert (clip.state, clip.reason_code) == (ClipState.REQUESTED, "")
    assert Job.objects.get(kind="fetch_clip").state == JobState.QUEUED


def test_a_member_tries_again_only_what_did_not_come(store):
    (clip,) = plan(a_transaction(store))
    member = _member("manager")
    assert not retry_clip(member, clip)
    Clip.objects.update(state=ClipState.UNAVAILABLE, reason_code="unreachable")
    assert retry_clip(member, clip)
    clip.refresh_from_db()
    assert clip.state == ClipState.REQUESTED


def test_a_viewer_may_not_ask(store):
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        request_clip(_member("viewer"), a_transaction(store))
