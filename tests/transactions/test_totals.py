"""Hourly totals are what a plain count of the rows comes to, whatever came when."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.worker import work
from tests.transactions.journals import Ring, journal
from tests.transactions.settling import plain_totals, take_in, totals
from transactions.models import HourlyTotal, SourceFile, Transaction
from transactions.services.replay import replay_files
from transactions.services.totals import recount_store

rings = st.builds(
    Ring,
    number=st.integers(1, 5),
    kind=st.sampled_from(["sale", "refund", "void", "no_sale", "removed"]),
    amount=st.sampled_from(["4.50", "64.20"]),
    cashier=st.sampled_from(["7", "8"]),
    date=st.sampled_from(["2026-03-03", "2026-03-04"]),
    time=st.sampled_from(["13:59:58", "14:00:01", "23:59:59", "00:00:00"]),
)
files = st.lists(st.lists(rings, min_size=1, max_size=3), min_size=1, max_size=4)


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_split_order_repetition_lateness_and_replay_end_in_the_same_totals(store, data):
    """The same register times land in other hours, days and cashiers as better tellings come."""
    day = [journal(*some) for some in data.draw(files)]
    other = data.draw(st.permutations(day + day[:1]))
    late = data.draw(st.integers(0, len(other)))
    found = []
    for deliveries in ([day], [other[:late], *([each] for each in other[late:])]):
        with transaction.atomic():
            for delivery in filter(None, deliveries):
                take_in(store, *delivery)
                assert totals() == plain_totals()
            replay_files(files=SourceFile.objects.all(), by=None)
            work("quick", seconds=60)
            assert totals() == plain_totals()
            found.append(totals())
            transaction.set_rollback(True)
    assert found[0] == found[1] != {}


def test_a_late_event_is_added_to_its_own_hour(store):
    take_in(store, journal(Ring(1, time="14:10:00"), Ring(2, time="15:10:00")))
    take_in(store, journal(Ring(3, time="14:50:00")))
    sales = HourlyTotal.objects.filter(measure="type:sale").values_list("hour", "count")
    assert dict(sales) == {14: 2, 15: 1}


def test_training_counts_as_training_and_as_no_sale(store):
    real, training = b"TrainingModeFlag value='no'", b"TrainingModeFlag value='yes'"
    training = journal(Ring(1)).replace(real, training)
    take_in(store, training)
    assert set(HourlyTotal.objects.values_list("measure", flat=True)) == {"flag:training_sale"}


def test_a_store_moved_to_its_right_zone_is_counted_by_it(store):
    take_in(store, journal(Ring(1), Ring(2, "refund", time="23:30:00")))
    store.timezone = "America/Los_Angeles"
    store.save()
    assert totals() != plain_totals()
    assert recount_store(store=store) == 1
    assert totals() == plain_totals() != {}


def test_counting_one_store_anew_leaves_the_others_alone(store, other_store):
    take_in(store, journal(Ring(1)))
    take_in(other_store, journal(Ring(1), store="102"))
    HourlyTotal.objects.update(count=99)
    recount_store(store=store)
    counts = dict(HourlyTotal.objects.values_list("store__code", "count"))
    assert counts == {"101": 1, "102": 99}


@pytest.mark.parametrize("standing", ["second", "undecided", "set_aside", "withdrawn"])
def test_only_what_counts_is_counted(store, standing):
    take_in(store, journal(Ring(1), Ring(2)))
    Transaction.objects.filter(transaction_no="1").update(standing=standing)
    recount_store(store=store)
    assert totals() == plain_totals()
    assert HourlyTotal.objects.get(measure="type:sale").count == 1
