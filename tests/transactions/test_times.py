"""Clocks that are wrong: what cannot be true is kept and marked, what may be is looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clips.models import Clip
from tests.transactions.journals import Ring, incoming, journal
from tests.transactions.settling import plain_totals, pushed, take_in, totals
from transactions.models import HourlyTotal, Review, SourceFile, Transaction
from transactions.services.parse import parse_files
from transactions.services.receive import receive_upload

EASTERN = ZoneInfo("America/New_York")


def rung_at(moment, number=1, *, zone=EASTERN, register="1"):
    """A refund at ``moment``, as a register's clock in ``zone`` writes it."""
    local = moment.astimezone(zone)
    return Ring(
        number,
        "refund",
        date=local.strftime("%Y-%m-%d"),
        time=local.strftime("%H:%M:%S"),
        register=register,
    )


def in_hours(hours):
    return datetime.now(UTC) + timedelta(hours=hours)


@pytest.mark.parametrize("moment", [datetime(1999, 12, 30, 12, tzinfo=UTC), in_hours(25)])
def test_a_time_that_cannot_be_true_is_kept_marked_and_brings_nothing_to_review(store, moment):
    take_in(store, pushed(rung_at(moment)))
    row = Transaction.objects.get()
    assert (row.time_quality, row.flags) == ("implausible", ["refund"])
    assert row.occurred_at == moment.replace(microsecond=0)
    assert not Review.objects.exists()
    assert not Clip.objects.exists()
    assert totals() == plain_totals() != {}


def test_a_journals_time_of_the_future_is_marked_too(store):
    take_in(store, journal(rung_at(in_hours(25))))
    assert Transaction.objects.get().time_quality == "implausible"
    assert not Review.objects.exists()


def test_a_journal_of_1990_is_placed_when_it_came_and_says_so(store):
    """A register whose clock was reset: what it wrote is no time, and still looked at."""
    take_in(store, journal(Ring(1, "refund", date="1990-01-01")))
    row = Transaction.objects.get()
    assert (row.time_quality, row.time_basis) == ("assumed", "file")
    assert row.occurred_at == row.source_file.received_at
    assert row.source_file.problems
    assert Review.objects.count() == 1


@pytest.mark.parametrize("hours", [0.25, 23])
def test_a_fast_clock_is_marked_and_reviewed_all_the_same(store, hours):
    take_in(store, journal(rung_at(in_hours(hours))))
    assert Transaction.objects.get().time_quality == "ahead"
    assert Review.objects.count() == 1


def test_a_clock_that_is_a_few_minutes_fast_is_believed(store):
    take_in(store, journal(rung_at(in_hours(0.1))))
    assert Transaction.objects.get().time_quality == "exact"
    assert Review.objects.count() == 1


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Honolulu", "UTC"])
def test_a_store_whose_zone_is_entered_wrongly_is_not_silenced(store, zone):
    """The registers live in ``zone``, the store says New York: every refund is reviewed."""
    moments = [in_hours(-1), in_hours(-3), in_hours(-9)]
    rings = [rung_at(each, n, zone=ZoneInfo(zone)) for n, each in enumerate(moments, start=1)]
    take_in(store, journal(*rings))
    assert Review.objects.count() == 3
    assert not Transaction.objects.filter(time_quality="implausible").exists()


def test_the_files_of_two_stores_in_one_batch_are_each_read_by_their_own_clock(store, other_store):
    """101 is in New York, 102 an hour behind it in Chicago."""
    for each in (store, other_store):
        receive_upload(
            store=each, user=None, files=[incoming("day.xml", journal(Ring(1), store=each.code))]
        )
    parse_files(list(SourceFile.objects.select_related("store", "upload")))
    rows = Transaction.objects.order_by("store__code")
    first, second = (row.occurred_at for row in rows)
    assert second - first == timedelta(hours=1)
    assert [row.register.store_id for row in rows] == [store.pk, other_store.pk]
    assert [row.cashier.store_id for row in rows] == [store.pk, other_store.pk]
    assert set(HourlyTotal.objects.values_list("hour", flat=True)) == {14}
    assert totals() == plain_totals()
