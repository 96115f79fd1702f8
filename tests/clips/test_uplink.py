"""A store's line: small pictures first, a daily limit, and what is told before it is spent."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from clips import handlers
from clips.models import Clip, ClipState, LineDay, Quality
from clips.services import uplink
from clips.services.holds import place_hold
from clips.services.request import request_clip, retry_clip
from jobs.models import Job
from jobs.registry import Claimed
from stores.models import Camera, Store
from tests.cast import Cast
from tests.clips.factories import a_transaction, camera_of, ready_clip
from tests.clips.running import fetch, plan, plan_and_fetch
from transactions.models import ReviewStatus
from transactions.services import reviews

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_stream(store, segments):
    """Footage of ``cam1``; its small stream is of the same folder under another name."""
    camera = camera_of(store)
    small = segments[0].parent.parent / "cam1-small"
    small.mkdir()
    for path in segments:
        (small / path.name).write_bytes(path.read_bytes())
    Camera.objects.filter(pk=camera.pk).update(sub_channel="cam1-small")
    return small


@pytest.fixture
def at(monkeypatch):
    """Sets what time it is, always in the past: the database keeps its own clock."""
    return lambda now: monkeypatch.setattr(timezone, "now", lambda: now)


def decide(row, status):
    member = Cast().member("manager")
    reviews.decide(member=member, transaction_id=row.pk, status=status, version=0)
    job = Job.objects.get(kind="follow_decision")
    handlers.follow_decision([Claimed(job.pk, "north", job.kind, job.key, 0, 1, 1)])


def test_small_pictures_come_first_and_full_ones_on_investigate(store, small_stream):
    row = a_transaction(store)
    clip = plan_and_fetch(row)
    assert (clip.state, clip.quality, clip.wanted_quality) == ("ready", "small", "small")
    first = clip.original_key
    decide(row, ReviewStatus.INVESTIGATE)
    clip = fetch(clip)
    assert (clip.state, clip.quality) == ("ready", "full")
    assert clip.original_key != first


def test_approving_fetches_nothing_more(store, small_stream):
    row = a_transaction(store)
    plan_and_fetch(row)
    decide(row, ReviewStatus.APPROVED)
    assert Clip.objects.get().wanted_quality == Quality.SMALL
    assert not Job.objects.filter(kind="fetch_clip", state="queued").exists()


def test_a_recorder_without_small_pictures_gives_full_ones_at_once(store, small_stream):
    for path in small_stream.iterdir():
        path.unlink()
    clip = plan_and_fetch(a_transaction(store))
    assert (clip.state, clip.quality) == ("ready", "full")


def test_what_somebody_asks_for_is_full(store, small_stream):
    row = a_transaction(store, status=None)
    (clip,) = request_clip(Cast().member("manager"), row)
    assert fetch(clip).quality == Quality.FULL


def test_a_held_clip_keeps_its_small_copy_beside_the_full_one(store, small_stream, files):
    row = a_transaction(store)
    clip = plan_and_fetch(row)
    first = files / clip.original_key
    place_hold(member=Cast().member("admin"), transaction=row, reason="police")
    decide(row, ReviewStatus.ESCALATE)
    clip = fetch(clip)
    assert clip.quality == Quality.FULL
    assert first.exists()
    assert "earlier_copy_held" in [note["code"] for note in clip.notes]


def test_what_a_fetch_took_is_counted_on_the_stores_day(store, segments, at):
    at(datetime(2025, 11, 22, 3, 30, tzinfo=UTC))
    clip = plan_and_fetch(a_transaction(store))
    row = LineDay.objects.get()
    assert row.day == date(2025, 11, 21)  # half past ten at night in New York
    assert row.spent == clip.fetched_bytes > 0


def test_beyond_the_days_limit_a_clip_waits_for_the_stores_midnight(store, segments, at):
    Store.objects.filter(pk=store.pk).update(daily_clip_mb=1)
    at(datetime(2025, 11, 21, 17, 0, tzinfo=UTC))
    (clip,) = plan(a_transaction(store))
    LineDay.objects.create(store=store, day=date(2025, 11, 21), spent=990_000)
    clip = fetch(clip)
    assert (clip.state, clip.reason_code) == (ClipState.WAITING, "daily_limit")
    assert clip.waiting_until == datetime(2025, 11, 22, 5, 0, tzinfo=UTC)
    at(clip.waiting_until)
    assert fetch(clip).state == ClipState.READY


def test_the_first_clip_of_a_day_goes_even_if_it_alone_is_more_than_the_limit(store, segments):
    Store.objects.filter(pk=store.pk).update(daily_clip_mb=0)
    assert plan_and_fetch(a_transaction(store)).state == ClipState.READY


def test_what_a_person_orders_does_not_wait_for_midnight(store, segments):
    Store.objects.filter(pk=store.pk).update(daily_clip_mb=1)
    LineDay.objects.create(
        store=store, day=uplink.local_day(store, timezone.now()), spent=9_000_000
    )
    (clip,) = plan(a_transaction(store))
    assert fetch(clip).reason_code == "daily_limit"
    assert retry_clip(Cast().member("manager"), clip)
    assert fetch(clip).state == ClipState.READY


def test_midnight_is_the_stores_on_both_nights_the_clocks_change(store):
    spring = datetime(2026, 3, 8, 6, 0, tzinfo=UTC)  # one in the morning, 23 hours long
    autumn = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert uplink.midnight_after(store, spring).astimezone(UTC) == datetime(
        2026, 3, 9, 4, 0, tzinfo=UTC
    )
    assert uplink.midnight_after(store, autumn).astimezone(UTC) == datetime(
        2026, 11, 2, 5, 0, tzinfo=UTC
    )


def test_the_cost_is_told_by_what_clips_of_this_store_took(store, north):
    store.uplink_mbit = 8
    assert uplink.cost_of(store, []).megabytes == 0
    usual = uplink.cost_of(store, ["full", "small"])
    assert (usual.clips, usual.megabytes) == (2, 107)
    ready_clip(north, store, b"x", quality="full", fetched_bytes=40_000_000)
    told = uplink.cost_of(store, ["full", "full"])
    assert told.megabytes == 80
    assert told.seconds == pytest.approx(2 * uplink.USUAL_SECONDS / 3)  # no faster than thrice
    store.uplink_mbit = 2
    assert uplink.cost_of(store, ["full"]).seconds == pytest.approx(160)
