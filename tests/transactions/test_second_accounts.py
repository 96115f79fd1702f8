"""The same sale from two sources is one sale, whichever comes first."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stores.access import member_of
from tests.transactions.journals import Ring, journal
from tests.transactions.settling import plain_totals, pushed, settled_state, take_in, totals
from transactions.models import Match, Review, Transaction
from transactions.services.matches import BadMatchError, count_undecided, decide_match

REFUND = Ring(42, "refund", "64.20")


def manager(cast, chain):
    return member_of(cast.manager, chain)


def lower():
    return Transaction.objects.get(source_rank=90)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_pushed_row_of_a_journals_event_is_its_second_account(store, order):
    files = [journal(REFUND), pushed(REFUND, number=lambda n: f"000{n}", shift=95)]
    for place in order:
        take_in(store, files[place])
    match = Match.objects.get()
    assert (match.lower.source_rank, match.upper.source_rank) == (90, 100)
    assert (match.how, match.lower.standing, match.upper.standing) == ("certain", "second", "")
    assert [each["field"] for each in match.differences] == ["time"]
    assert Review.objects.get().transaction_id == match.upper_id
    assert totals() == plain_totals()


def test_a_row_two_minutes_and_a_second_away_is_for_a_person(store):
    take_in(store, journal(REFUND), pushed(REFUND, shift=121))
    assert lower().standing == "undecided"
    assert Match.objects.get().how == "unsure"
    assert Review.objects.count() == 1
    assert totals() == plain_totals()


def test_a_register_that_the_journal_is_silent_about_counts_by_the_other_source(store):
    take_in(store, journal(Ring(1)), pushed(Ring(7, "refund", register="2")))
    assert lower().standing == ""
    assert Review.objects.get().transaction_id == lower().pk


def test_a_store_with_one_source_has_no_matches(store):
    take_in(store, pushed(REFUND, Ring(43)))
    assert set(Transaction.objects.values_list("standing", flat=True)) == {""}
    assert not Match.objects.exists()


def test_a_decision_outlives_every_settling(store, north, cast):
    take_in(store, journal(REFUND), pushed(REFUND, shift=600))
    decide_match(member=manager(cast, north), lower_id=lower().pk, how="other")
    assert lower().standing == ""
    assert Review.objects.count() == 2
    take_in(store, journal(Ring(50)))
    assert lower().standing == ""
    assert totals() == plain_totals()


def test_a_person_may_say_that_two_are_the_same(store, north, cast):
    take_in(store, journal(REFUND), pushed(REFUND, shift=600))
    upper = Transaction.objects.get(source_rank=100)
    match = decide_match(
        member=manager(cast, north), lower_id=lower().pk, how="same", upper_id=upper.pk
    )
    assert [each["field"] for each in match.differences] == ["time"]
    assert lower().standing == "second"


def test_a_row_of_the_same_source_is_never_the_same(store, north, cast):
    take_in(store, journal(REFUND), pushed(REFUND, Ring(44, time="15:00:00"), shift=600))
    one, two = Transaction.objects.filter(source_rank=90)
    with pytest.raises(BadMatchError):
        decide_match(member=manager(cast, north), lower_id=one.pk, how="same", upper_id=two.pk)


def test_a_viewer_decides_nothing(store, north, cast):
    take_in(store, journal(REFUND), pushed(REFUND, shift=600))
    with pytest.raises(PermissionDenied):
        decide_match(member=member_of(cast.viewer, north), lower_id=lower().pk, how="other")


def test_a_manager_of_another_store_finds_nothing_to_decide(other_store, north, cast):
    take_in(other_store, journal(REFUND, store="102"), pushed(REFUND, store="102", shift=600))
    limited = member_of(cast.limited, north)
    with pytest.raises(Match.DoesNotExist):
        decide_match(member=limited, lower_id=lower().pk, how="other")


def test_all_of_a_silence_are_counted_at_once(store, north, cast):
    take_in(store, journal(REFUND), pushed(Ring(60), Ring(61), REFUND))
    rows = Transaction.objects.filter(standing="undecided").order_by("occurred_at")
    assert rows.count() == 2
    found = count_undecided(
        member=manager(cast, north),
        store=store,
        since=rows[0].occurred_at,
        until=rows[1].occurred_at.replace(second=59),
    )
    assert found == 2
    assert totals() == plain_totals()


def test_a_decision_moves_to_the_account_that_counts(store):
    take_in(store, pushed(REFUND))
    Review.objects.update(status="escalate", version=1)
    take_in(store, journal(REFUND))
    review = Review.objects.get()
    assert (review.transaction.source_rank, review.status) == (100, "escalate")


rings = st.builds(
    Ring,
    number=st.integers(1, 4),
    kind=st.sampled_from(["sale", "refund", "no_sale"]),
    amount=st.sampled_from(["4.50", "64.20"]),
    register=st.sampled_from(["1", "2"]),
    time=st.sampled_from(["14:03:07", "14:04:30", "14:09:00", "23:59:30"]),
)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_journal_and_pushes_end_alike_in_any_order(store, data):
    some = st.lists(rings, min_size=1, max_size=3)
    files = [journal(*each) for each in data.draw(st.lists(some, min_size=1, max_size=2))]
    files += [pushed(*each) for each in data.draw(st.lists(some, min_size=1, max_size=2))]
    other = data.draw(st.permutations(files + files[:1]))
    found = []
    for order in (files, other):
        with transaction.atomic():
            for file in order:
                take_in(store, file)
            assert totals() == plain_totals()
            found.append(settled_state())
            transaction.set_rollback(True)
    assert found[0] == found[1]
