"""Clips that a person orders: a camera and a time, and a look back at one cashier."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from clips.models import Clip, ClipState, Purpose
from clips.services.at_time import MomentError, WallTime, order_moment
from clips.services.look_back import LookBack, What, bill_of, order_look_back
from clips.services.uplink import is_capped
from jobs.models import Job
from stores.models import AccessKind, AccessLog, Cashier, RecorderState
from tests.cast import Cast
from tests.clips.factories import NOON, a_transaction, camera_of
from tests.clips.running import clips_of, fetch, plan
from transactions.models import Standing, Transaction

pytestmark = pytest.mark.django_db

NEW_YORK = ZoneInfo("America/New_York")


def manager():
    return Cast().member("manager")


def test_a_camera_and_a_time_give_a_clip_without_a_transaction(store, segments):
    clip = order_moment(
        member=manager(), camera=camera_of(store), start=NOON - timedelta(minutes=1), minutes=2
    )
    assert (clip.transaction, clip.purpose) == (None, Purpose.MOMENT)
    assert clip.filename == "101_2025-11-20_115900_Register-1_moment.mp4"
    clip = fetch(clip)
    assert clip.state == ClipState.READY
    assert 120_000 <= clip.duration_ms <= 120_500
    entry = AccessLog.objects.get(kind=AccessKind.ASKED_FOR_FOOTAGE)
    assert (entry.object_type, entry.object_id) == ("clip", clip.pk)


def test_asking_for_the_same_twice_is_one_clip(store):
    asked = {"member": manager(), "camera": camera_of(store), "start": NOON, "minutes": 3}
    assert order_moment(**asked).pk == order_moment(**asked).pk
    assert Job.objects.filter(kind="fetch_clip").count() == 1


@pytest.mark.parametrize(
    ("start", "minutes", "code"),
    [
        (NOON, 31, "too_long"),
        (NOON, 0, "too_long"),
        (timezone.now() + timedelta(hours=1), 3, "not_yet"),
    ],
)
def test_what_cannot_be_is_refused(store, start, minutes, code):
    with pytest.raises(MomentError) as refused:
        order_moment(member=manager(), camera=camera_of(store), start=start, minutes=minutes)
    assert refused.value.code == code
    assert not Clip.objects.exists()


def test_a_replaced_recorder_is_not_asked(store):
    camera = camera_of(store)
    camera.recorder.retired_at = timezone.now()
    with pytest.raises(MomentError):
        order_moment(member=manager(), camera=camera, start=NOON, minutes=3)


def test_a_viewer_may_not_order(store):
    member = Cast().member("viewer")
    with pytest.raises(PermissionDenied):
        order_moment(member=member, camera=camera_of(store), start=NOON, minutes=3)


def test_an_hour_that_occurs_twice_is_two_and_one_that_was_skipped_is_none():
    def utc(*wall):
        return [at.astimezone(UTC).hour for at in WallTime(datetime(*wall), NEW_YORK).candidates]

    assert utc(2025, 11, 20, 12, 0) == [17]
    assert utc(2025, 11, 2, 1, 30) == [5, 6]
    assert utc(2025, 3, 9, 2, 30) == []


@pytest.fixture
def cashier(store):
    return Cashier.objects.create(store=store, code="7")


def did(store, cashier, days_ago, **fields):
    at = (timezone.now() - timedelta(days=days_ago)).replace(microsecond=0)
    row = a_transaction(store, at=at, **fields)
    Transaction.objects.filter(pk=row.pk).update(cashier=cashier)
    return row


def test_what_was_flagged_or_every_no_sale_refund_and_void(store, cashier):
    flagged = did(store, cashier, 1, event_type="sale", status="approved")
    quiet = did(store, cashier, 2, event_type="no_sale", status=None)
    did(store, cashier, 2, event_type="sale", status=None)
    did(store, cashier, 40, event_type="no_sale")
    did(store, Cashier.objects.create(store=store, code="8"), 1)
    second = did(store, cashier, 1, event_type="refund", status=None)
    Transaction.objects.filter(pk=second.pk).update(standing=Standing.SECOND)
    now = timezone.now()
    found = {what: set(LookBack(cashier, 30, what).transactions(now)) for what in What}
    assert found == {What.FLAGGED: {flagged}, What.CASH: {quiet}}


def test_the_bill_is_what_is_ordered(store, cashier):
    rows = [did(store, cashier, day) for day in (1, 2, 3)]
    there = did(store, cashier, 1)
    plan(there)
    no_camera = did(store, cashier, 1, register=None)
    lost = did(store, cashier, 9)
    now = timezone.now()
    RecorderState.objects.create(
        recorder=camera_of(store).recorder,
        oldest_at=now - timedelta(days=5),
        oldest_asked_at=now,
    )
    look = LookBack(cashier, 30, What.FLAGGED)
    bill = bill_of(look)
    assert (bill.transactions, bill.cost.clips) == (3, 3)
    assert (bill.there, bill.lost, bill.no_camera, bill.is_cut) == (1, 1, 1, False)
    assert bill.cost.megabytes == 285
    done = order_look_back(manager(), look)
    assert (done["new"], done["again"]) == (3, 0)
    made = Clip.objects.filter(purpose=Purpose.LOOK_BACK)
    assert {clip.transaction for clip in made} == set(rows)
    assert all(clip.quality in {"", "full"} and is_capped(clip) for clip in made)
    assert clips_of(lost) == clips_of(no_camera) == []
    assert bill_of(look).transactions == 0
    entry = AccessLog.objects.get(kind=AccessKind.ASKED_FOR_FOOTAGE)
    assert (entry.params["cashier"], entry.params["clips"]) == ("7", 3)


def test_what_could_not_be_had_is_asked_for_again(store, cashier):
    row = did(store, cashier, 1)
    plan(row)
    Clip.objects.update(state=ClipState.UNAVAILABLE, reason_code="unreachable")
    Job.objects.update(state="done")
    done = order_look_back(manager(), LookBack(cashier, 7, What.FLAGGED))
    assert (done["new"], done["again"]) == (0, 1)
    assert clips_of(row)[0].state == ClipState.REQUESTED
    assert Job.objects.get(kind="fetch_clip").state == "queued"


def test_a_daily_limit_spreads_it_over_days(store, cashier):
    for _ in range(3):
        did(store, cashier, 1)
    store.daily_clip_mb = 100
    cashier.store = store
    assert bill_of(LookBack(cashier, 7, What.FLAGGED)).days == 3
    store.daily_clip_mb = None
    assert bill_of(LookBack(cashier, 7, What.FLAGGED)).days is None


def test_a_look_back_does_not_go_before_what_somebody_waits_for(store, cashier):
    did(store, cashier, 1)
    order_look_back(manager(), LookBack(cashier, 7, What.FLAGGED))
    (looked,) = Job.objects.filter(kind="fetch_clip")
    order_moment(member=manager(), camera=camera_of(store), start=NOON, minutes=3)
    asked = Job.objects.filter(kind="fetch_clip").exclude(pk=looked.pk).get()
    assert asked.priority > looked.priority
