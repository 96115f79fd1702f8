"""Whose camera a moment belongs to, and why a recorder is not asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from clips.models import Clip, ClipState
from clips.selectors import clips_of as views_of
from clips.services.expiry import refresh_expiries
from jobs.models import Job
from stores.models import Camera, CameraRole, Recorder, RecorderState, RegisterCamera
from tests.cast import Cast
from tests.clips.factories import NOON, a_transaction, camera_of
from tests.clips.running import fetch, plan, plan_and_fetch

pytestmark = pytest.mark.django_db


def sighting(store, channel, recorder=None, **fields):
    recorder = recorder or camera_of(store).recorder
    camera = Camera.objects.create(recorder=recorder, channel=channel, name=channel)
    register = store.registers.get(code="1")
    return RegisterCamera.objects.create(register=register, camera=camera, **fields)


def channels(row):
    return [clip.camera.channel for clip in plan(row)]


def test_a_clip_belongs_to_the_camera_that_was_mapped_at_its_moment(store):
    RegisterCamera.objects.filter(register__code="1").update(until=NOON)
    sighting(store, "new", since=NOON)
    assert channels(a_transaction(store, at=NOON - timedelta(seconds=1))) == ["cam1"]
    assert channels(a_transaction(store, at=NOON)) == ["new"]


def test_cameras_come_by_position_and_then_by_what_they_see(store):
    sighting(store, "door", role=CameraRole.DOOR)
    sighting(store, "drawer", role=CameraRole.DRAWER)
    sighting(store, "first", position=0, role=CameraRole.PUMP)
    assert channels(a_transaction(store)) == ["first", "cam1", "drawer", "door"]


def test_a_camera_for_some_events_only_gives_no_clip_of_others(store):
    sighting(store, "drawer", event_types=["no_sale"])
    assert channels(a_transaction(store)) == ["cam1"]
    assert channels(a_transaction(store, event_type="no_sale")) == ["cam1", "drawer"]


def test_a_camera_mapped_twice_gives_one_clip(store):
    row = RegisterCamera.objects.get(register__code="1", register__store=store)
    RegisterCamera.objects.create(
        register=row.register, camera=row.camera, until=NOON + timedelta(days=1)
    )
    assert channels(a_transaction(store)) == ["cam1"]


def test_what_a_replaced_recorder_filmed_says_so_and_what_comes_after_is_the_new_ones(store):
    old = camera_of(store).recorder
    Recorder.objects.filter(pk=old.pk).update(retired_at=NOON + timedelta(hours=1), is_active=False)
    new = Recorder.objects.create(store=store, name="New", driver="folder", replaces=old)
    sighting(store, "cam1", recorder=new, since=NOON + timedelta(hours=1))
    (clip,) = plan(a_transaction(store))
    assert (clip.state, clip.reason_code) == (ClipState.UNAVAILABLE, "recorder_retired")
    assert not Job.objects.filter(kind="fetch_clip", key=str(clip.pk)).exists()
    (clip,) = plan(a_transaction(store, at=NOON + timedelta(hours=2)))
    assert clip.camera.recorder == new


def test_a_clip_still_pending_when_its_recorder_is_replaced_ends_with_that_reason(store):
    (clip,) = plan(a_transaction(store))
    Recorder.objects.update(retired_at=timezone.now())
    clip = fetch(clip)
    assert (clip.state, clip.reason_code) == (ClipState.UNAVAILABLE, "recorder_retired")


def test_a_recorder_that_refused_our_password_is_not_asked_until_somebody_clears_it(
    store, segments
):
    state = RecorderState.objects.create(recorder=camera_of(store).recorder, is_blocked=True)
    (clip,) = plan(a_transaction(store))
    clip = fetch(clip)
    assert (clip.state, clip.reason_code) == (ClipState.WAITING, "recorder_blocked")
    state.is_blocked = False
    state.save()
    assert fetch(clip).state == ClipState.READY


def test_a_locked_account_is_waited_for_until_it_opens(store, segments):
    opens = timezone.now() + timedelta(minutes=25)
    RecorderState.objects.create(recorder=camera_of(store).recorder, locked_until=opens)
    clip = plan_and_fetch(a_transaction(store))
    assert (clip.state, clip.waiting_until) == (ClipState.WAITING, opens)
    assert Job.objects.get(kind="fetch_clip").run_after == opens


def test_how_long_the_recorder_still_has_it_is_kept_and_said(store):
    now = timezone.now()
    at = now - timedelta(days=4)
    state = RecorderState.objects.create(
        recorder=camera_of(store).recorder,
        oldest_at=now - timedelta(days=7, hours=4, minutes=1, seconds=30),
        oldest_asked_at=now,
    )
    row = a_transaction(store, at=at)
    (clip,) = plan(row)
    horizon = timedelta(days=7, hours=4, minutes=1, seconds=30)
    assert clip.expires_at == clip.window_start + horizon
    (view,) = views_of(row, Cast().member("manager"))
    assert view["expiry"] == "Footage expires in 3 d 4 h."
    state.oldest_at = now - timedelta(days=1)
    state.save()
    assert refresh_expiries(state.recorder) == 1
    (view,) = views_of(row, Cast().member("manager"))
    assert view["expiry"] == "The recorder has probably overwritten it."
    Clip.objects.update(state=ClipState.READY)
    assert views_of(row, Cast().member("manager"))[0]["expiry"] == ""
