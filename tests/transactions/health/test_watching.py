"""What the judgment is made of: events, files, sources, findings."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stores.models import RunState, Source, SourceRun, Store, Token, TokenUse
from tests.review.factories import NOON, a_file, plain
from transactions.health.arrivals import lag_of
from transactions.health.judgment import State
from transactions.health.reconcile import reconciled
from transactions.health.seen import MEASURES, never_seen, seen_at
from transactions.health.watching import watched_stores
from transactions.models import (
    ControlCount,
    HourlyTotal,
    Match,
    Standing,
    StoreHealth,
    Unfamiliar,
    Upload,
)

HOUR = timedelta(hours=1)


def event(store, ago, channel="folder", **fields):
    at = timezone.now() - ago
    upload = Upload.objects.create(
        store=store,
        name="x",
        channel=channel,
        is_backfill=fields.pop("is_backfill", False),
        source=fields.pop("source", None),
    )
    received_at = fields.pop("received_at", at)
    file = a_file(store, upload=upload, received_at=received_at, state="ingested")
    return plain(store, at=at, source_file=file, **fields)


def codes(store):
    (found,) = watched_stores([store.pk])
    return [reason.code for reason in found.judgment.reasons]


def source_of(store, **fields):
    created = {"created_at": timezone.now() - 48 * HOUR, "kind": "folder", **fields}
    return Source.objects.create(store=store, name="Share", **created)


def test_a_store_without_events_was_never_heard(store):
    assert codes(store) == ["never_heard"]


def test_what_the_agent_sends_is_heard(store):
    event(store, timedelta(minutes=1), "agent")
    assert codes(store) == []


def test_silence_is_told(store):
    event(store, 2 * HOUR, "agent")
    assert codes(store) == ["nothing_heard"]


def test_an_upload_is_by_hand_unless_something_sends_by_itself(store):
    event(store, 2 * HOUR, "upload")
    assert codes(store) == ["by_hand"]
    token = Token.objects.create(store=store, name="x", scope="push", prefix="a", digest="d")
    TokenUse.objects.create(token=token, at=timezone.now())
    assert codes(store) == ["nothing_heard"]


def test_old_uploads_no_longer_watch(store):
    event(store, 72 * HOUR, "upload")
    assert codes(store) == ["by_hand_old"]


def test_history_that_was_filled_in_is_no_sign_of_life(store):
    event(store, timedelta(minutes=1), "folder", is_backfill=True)
    assert codes(store) == ["by_hand"]


def test_a_scheduled_source_may_be_silent_until_its_time(store):
    event(store, 5 * HOUR, "schedule")
    source = source_of(store, times=["00:00"], heard_at=timezone.now() - 5 * HOUR)
    SourceRun.objects.create(source=source, state=RunState.DONE, ended_at=timezone.now())
    assert codes(store) == []


def a_program(store, ago):
    token = Token.objects.create(store=store, name="x", scope="push", prefix="a", digest="d")
    TokenUse.objects.create(token=token, at=timezone.now() - ago)


def test_a_silent_second_source_leaves_a_store_partly_watched_whose_registers_are_heard(store):
    event(store, timedelta(minutes=1), "agent")
    source_of(store, times=["00:00"])
    (found,) = watched_stores([store.pk])
    (reason,) = found.judgment.reasons
    assert (reason.code, found.judgment.state) == ("source_silent", State.PARTLY)
    assert reason.params == {"source": "Share"}


def test_registers_are_heard_apart_though_the_newest_event_came_by_the_second_source(store):
    event(store, timedelta(minutes=1), "schedule")
    source_of(store, times=["00:00"])
    assert watched_stores([store.pk])[0].judgment.state is State.NOT_WATCHING
    a_program(store, timedelta(minutes=5))
    assert watched_stores([store.pk])[0].judgment.state is State.PARTLY


def test_a_program_that_fell_silent_long_ago_hears_nothing(store):
    event(store, timedelta(minutes=1), "schedule")
    source_of(store, times=["00:00"])
    a_program(store, 5 * HOUR)
    assert watched_stores([store.pk])[0].judgment.state is State.NOT_WATCHING


def test_a_nightly_source_does_not_make_the_silence_of_a_program_all_right(store):
    event(store, 5 * HOUR, "agent")
    source = source_of(store, times=["00:00"], heard_at=timezone.now() - 5 * HOUR)
    SourceRun.objects.create(source=source, state=RunState.DONE, ended_at=timezone.now())
    assert codes(store) == []
    a_program(store, 5 * HOUR)
    assert codes(store) == ["nothing_heard"]


def test_a_source_that_fails_says_why_and_since_when(store):
    event(store, timedelta(minutes=1), "folder")
    source = source_of(store, is_live=True, failures=3)
    SourceRun.objects.create(
        source=source,
        state=RunState.FAILED,
        reason_code="folder_gone",
        reason_params={"path": "\\\\pc\\PJR"},
    )
    (found,) = watched_stores([store.pk])
    (reason,) = found.judgment.reasons
    assert (reason.code, found.judgment.state) == ("source_failing", State.NOT_WATCHING)
    assert reason.trouble.params == {"path": "\\\\pc\\PJR"}


def test_a_source_that_is_switched_off_is_not_missed(store):
    event(store, timedelta(minutes=1), "agent")
    source_of(store, is_active=False, failures=9)
    assert codes(store) == []


def test_files_that_nobody_could_read_count_for_a_month(store):
    event(store, timedelta(minutes=1), "agent")
    a_file(store, state="quarantined", received_at=timezone.now() - timedelta(days=40))
    assert codes(store) == []
    a_file(store, state="quarantined")
    assert codes(store) == ["files_unread"]


def test_files_that_wait_are_a_backlog_unless_they_are_history(store):
    event(store, timedelta(minutes=1), "agent")
    history = Upload.objects.create(store=store, name="year", is_backfill=True)
    a_file(store, upload=history, received_at=timezone.now() - HOUR)
    assert codes(store) == []
    a_file(store, received_at=timezone.now() - HOUR)
    assert codes(store) == ["files_waiting"]


def test_what_waits_for_a_person_is_told(store):
    row = event(store, timedelta(minutes=1), "agent")
    a_file(store, state="needs_mapping", layout="f")
    Unfamiliar.objects.create(store=store, format="x", kind="element", name="A")
    Unfamiliar.objects.create(
        store=store, format="x", kind="element", name="B", settled_at=timezone.now()
    )
    Match.objects.create(lower=row, store=store, how="unsure")
    assert codes(store) == ["layouts_waiting", "unfamiliar", "undecided"]


def test_findings_that_are_kept_are_told(store):
    event(store, timedelta(minutes=1), "agent")
    StoreHealth.objects.create(
        store=store,
        missing_numbers=3,
        missing_since=date(2026, 3, 2),
        blind_to=["no_sales"],
        differing_counts=2,
        differing_since=date(2026, 3, 2),
        implausible_times=1,
        lag_p95=4000,
    )
    assert codes(store) == ["numbers_missing", "blind", "counts_differ", "late", "clock"]


def test_what_a_new_source_catches_up_on_is_not_late(store):
    folder = source_of(store, created_at=timezone.now() - HOUR)
    event(store, 20 * HOUR, source=folder, received_at=timezone.now() - HOUR)
    event(store, HOUR / 2, source=folder, received_at=timezone.now() - HOUR / 2 + HOUR / 60)
    assert lag_of(store).events == 1
    assert lag_of(store).p95 == 60
    Source.objects.filter(pk=folder.pk).update(created_at=timezone.now() - 48 * HOUR)
    assert lag_of(store).p95 == 19 * 3600


def test_a_closed_store_is_not_listed(store):
    Store.objects.filter(pk=store.pk).update(is_active=False)
    assert watched_stores([store.pk]) == []


def test_what_needs_attention_comes_first(store, other_store):
    third = Store.objects.create(code="103", name="Third")
    event(store, timedelta(minutes=1), "agent")
    event(other_store, 3 * HOUR, "agent")
    ranked = sorted(watched_stores(None), key=lambda found: found.attention)
    assert [found.store_id for found in ranked] == [other_store.pk, third.pk, store.pk]


def test_as_many_statements_for_many_stores_as_for_one(store):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            watched_stores(None)
        return len([each for each in seen if not each["sql"].startswith("SET ")])

    source = source_of(store, is_live=True)
    SourceRun.objects.create(source=source, state=RunState.DONE)
    few = asked()
    for number in range(20):
        each = Store.objects.create(code=f"3{number}", name="x")
        SourceRun.objects.create(source=source_of(each, is_live=True), state=RunState.DONE)
    assert asked() == few == 4


def test_what_was_seen_is_known_with_its_first_and_last_day(store, other_store):
    for shop, measure, day, count in (
        (store, "type:refund", 3, 1),
        (store, "type:refund", 9, 2),
        (store, "type:refund", 5, 1),
        (store, "type:no_sale", 5, 0),
        (other_store, "type:no_sale", 5, 1),
    ):
        HourlyTotal.objects.create(
            store=shop,
            business_date=date(2026, 3, day),
            hour=9,
            measure=measure,
            count=count,
            amount=Decimal(0),
        )
    seen = seen_at([store.pk, other_store.pk])
    assert (seen[store.pk]["type:refund"].first, seen[store.pk]["type:refund"].last) == (
        date(2026, 3, 3),
        date(2026, 3, 9),
    )
    assert never_seen(store) == frozenset(MEASURES) - {"type:refund"}
    assert "type:no_sale" not in never_seen(other_store)


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ({}, 1),
        ({"is_training": True}, 0),
        ({"standing": Standing.SECOND}, 0),
        ({"event_type": "sale"}, 0),
        ({"business_date": date(2025, 11, 19)}, 0),
    ],
)
def test_only_what_counts_is_held_against_the_register(store, change, seen):
    plain(store, **{"event_type": "void", "business_date": NOON.date(), **change})
    ControlCount.objects.create(
        store=store,
        source_file=a_file(store),
        key="k",
        source="msm",
        scope="day",
        metric="voids",
        business_date=NOON.date(),
        count=Decimal(1),
        content_hash="x",
    )
    (row,) = reconciled(store, since=NOON.date(), until=NOON.date()).rows
    assert row.count == seen


def test_removed_items_and_discounts_are_counted_on_the_receipts(store):
    plain(
        store,
        business_date=NOON.date(),
        flags=["cancellation", "manual_discount"],
        receipt={
            "lines": [{"status": "cancelled"}, {"status": "cancelled"}, {"kind": "item"}],
            "adjustments": [{"kind": "manual_discount"}, {"kind": "promotion"}],
        },
    )
    for metric in ("line_voids", "discounts"):
        ControlCount.objects.create(
            store=store,
            source_file=a_file(store),
            key=metric,
            source="msm",
            scope="day",
            metric=metric,
            business_date=NOON.date(),
            count=Decimal(5),
            content_hash="x",
        )
    rows = reconciled(store, since=NOON.date(), until=NOON.date()).rows
    assert {row.control.metric: row.count for row in rows} == {"line_voids": 2, "discounts": 1}
