"""Another recorder in the place of one: noticed, dated, and with offsets of its own."""

from __future__ import annotations

import pytest
from django.utils import timezone

from clips.models import ClipState
from clips.reasons import sentence
from jobs.models import Job, JobState
from review.services import recorders as services
from stores.models import Recorder, Register, RegisterCamera
from stores.selectors.recorders import Condition, condition_of
from stores.services.recorders_jobs import ask_for_check
from stores.services.recorders_replace import begin_replacement
from tests.clips.factories import a_transaction
from tests.clips.running import plan
from tests.stores.recorders.conftest import add, log_in, run_check

pytestmark = pytest.mark.django_db


@pytest.fixture
def old(draft, cast, store) -> Recorder:
    used = add(log_in(draft, cast.admin), cast.admin)
    register = Register.objects.get(store=store, code="1")
    RegisterCamera.objects.filter(register=register).delete()
    camera = used.cameras.get(channel="1")
    RegisterCamera.objects.create(register=register, camera=camera, position=2, role="drawer")
    return used


def another_serial(old: Recorder) -> Recorder:
    """The unit keeps its serial; what we knew of it is changed instead."""
    Recorder.objects.filter(pk=old.pk).update(serial="AN-OLDER-ONE", clock_offset_ms=9_000)
    ask_for_check(old.pk)
    return run_check(old)


def test_a_changed_serial_is_noticed_and_nothing_of_it_is_taken_over(old):
    seen = another_serial(old)
    assert condition_of(seen) is Condition.CHANGED
    assert (seen.serial, seen.clock_offset_ms) == ("AN-OLDER-ONE", 9_000)
    assert seen.state.found["new_serial"].startswith("DS-7616")


def test_replacing_dates_the_map_and_ends_what_waits(old, cast, store, north):
    another_serial(old)
    (clip,) = plan(a_transaction(store, at=timezone.now()))
    assert clip.camera.recorder_id == old.pk
    new = begin_replacement(old=old, place=None, by=cast.admin)
    assert begin_replacement(old=old, place=None, by=cast.admin) == new  # asked twice, once begun
    new = run_check(new)
    ended = services.finish(
        chain=north, recorder=new, name="Office 2", channels=["1", "2"], by=cast.admin
    )
    assert ended == 1
    clip.refresh_from_db()
    assert (clip.state, clip.reason_code) == (ClipState.UNAVAILABLE, "recorder_retired")
    assert "Office" in sentence(clip.reason_code, clip.reason_params, str)
    assert Job.objects.get(kind="fetch_clip", key=str(clip.pk)).state == JobState.CANCELLED
    old.refresh_from_db()
    assert not old.is_active
    before, after = RegisterCamera.objects.filter(register__code="1", register__store=store)
    assert before.until == after.since == old.retired_at
    assert (after.camera.recorder, after.camera.channel) == (new, "1")
    assert (after.position, after.role) == (before.position, before.role) == (2, "drawer")
    new.refresh_from_db()
    assert abs(new.clock_offset_ms) < 5_000  # measured anew, not the old one's nine seconds
    assert condition_of(old) is Condition.RETIRED


def test_a_replacement_elsewhere_asks_for_its_own_password(old, cast):
    new = begin_replacement(old=old, place={"host": "127.0.0.8"}, by=cast.admin)
    assert bytes(new.sealed) == b""
    assert new.driver == ""
