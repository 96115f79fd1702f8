"""Our counts against the register's own: which scope is taken, and what a difference is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from transactions.formats.canonical import Metric
from transactions.health.comparing import COUNTED_OTHERWISE, TYPES, Control, Ours, Verdict, compare
from transactions.health.reconcile import METRICS, metric_name

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)
VOID = Ours(DAY, NOON, "void", "1", "7", "1", "", Decimal("12.00"))
THEIRS = Control(
    id=1,
    day=DAY,
    metric=Metric.VOIDS,
    scope="day",
    register="",
    cashier="",
    till="",
    shift="",
    begins_at=None,
    ends_at=None,
    count=Decimal(1),
    amount=None,
)


def verdicts(controls, events):
    return [(row.control.id, row.verdict, row.count) for row in compare(controls, events)]


@pytest.mark.parametrize(
    ("count", "amount", "events", "verdict"),
    [
        (1, None, 1, Verdict.SAME),
        (1, "12.00", 1, Verdict.SAME),
        (1, "-12.00", 1, Verdict.SAME),
        (1, "15.00", 1, Verdict.AMOUNT),
        (1, "0.00", 1, Verdict.SAME),
        (4, None, 0, Verdict.BLIND),
        (4, None, 1, Verdict.FEWER),
        (0, None, 1, Verdict.MORE),
        (0, None, 0, Verdict.SAME),
        (None, "12.00", 1, Verdict.SAME),
        (None, "12.00", 0, Verdict.BLIND),
        (None, "15.00", 1, Verdict.AMOUNT),
        (None, None, 0, Verdict.SAME),
    ],
)
def test_what_a_difference_is(count, amount, events, verdict):
    control = replace(
        THEIRS,
        count=None if count is None else Decimal(count),
        amount=None if amount is None else Decimal(amount),
    )
    assert verdicts([control], [VOID] * events) == [(1, verdict, events)]


def test_scopes_that_overlap_are_never_added_up():
    """Two voids at two tills: the day says 2, each till 1. All agree, and 4 is nowhere."""
    events = [VOID, replace(VOID, till="2")]
    controls = [
        replace(THEIRS, id=1, count=Decimal(2)),
        replace(THEIRS, id=2, scope="till", till="1"),
        replace(THEIRS, id=3, scope="till", till="2"),
    ]
    assert verdicts(controls, events) == [(2, Verdict.SAME, 1), (3, Verdict.SAME, 1)]


def test_a_wider_scope_is_shown_where_it_alone_differs():
    controls = [
        replace(THEIRS, id=1, count=Decimal(5)),
        replace(THEIRS, id=2, scope="till", till="1"),
    ]
    assert verdicts(controls, [VOID]) == [(2, Verdict.SAME, 1), (1, Verdict.FEWER, 1)]


def test_a_scope_that_our_events_do_not_know_is_not_compared():
    controls = [
        replace(THEIRS, id=1, scope="till", till="9"),
        replace(THEIRS, id=2),
    ]
    assert verdicts(controls, [replace(VOID, till="")]) == [(2, Verdict.SAME, 1)]


def test_a_till_at_which_nothing_was_seen_is_compared():
    controls = [replace(THEIRS, scope="till", till="9")]
    assert verdicts(controls, [VOID]) == [(1, Verdict.BLIND, 0)]


def test_codes_padded_with_zeros_are_the_same():
    control = replace(THEIRS, scope="cashier", register="01", cashier="007")
    assert verdicts([control], [VOID]) == [(1, Verdict.SAME, 1)]


def test_a_shift_counts_what_happened_in_it():
    hour = timedelta(hours=1)
    morning = replace(THEIRS, id=1, scope="shift", begins_at=NOON - 8 * hour, ends_at=NOON - hour)
    evening = replace(THEIRS, id=2, scope="shift", begins_at=NOON - hour, ends_at=NOON + hour)
    assert verdicts([morning, evening], [VOID]) == [
        (1, Verdict.BLIND, 0),
        (2, Verdict.SAME, 1),
    ]


def test_a_shift_without_times_is_found_by_its_number():
    control = replace(THEIRS, scope="shift", shift="3")
    assert verdicts([control], [replace(VOID, shift="03"), replace(VOID, shift="4")]) == [
        (1, Verdict.SAME, 1)
    ]


def test_a_shift_that_nothing_places_is_not_compared():
    assert verdicts([replace(THEIRS, scope="shift", shift="3")], [VOID]) == []


@pytest.mark.parametrize("metric", sorted(COUNTED_OTHERWISE))
def test_what_registers_count_in_their_own_way_differs_only_by_being_unseen(metric):
    control = replace(THEIRS, metric=metric, count=Decimal(9))
    some = replace(VOID, event_type="sale", removed=2, discounts=2)
    assert verdicts([control], [some]) == [(1, Verdict.SAME, 2)]
    assert verdicts([control], [VOID]) == [(1, Verdict.BLIND, 0)]


def test_cash_over_or_short_is_stated_and_not_compared():
    control = replace(THEIRS, metric=Metric.OVER_SHORT, count=None, amount=Decimal("-12.40"))
    (row,) = compare([control], [])
    assert (row.verdict, row.amount, row.differs) == (Verdict.STATED, Decimal("-12.40"), False)


def test_figures_that_nothing_here_counts_are_left_alone():
    assert verdicts([replace(THEIRS, metric=Metric.SALES_TOTAL)], [VOID]) == []


def test_days_do_not_mix():
    later = DAY + timedelta(days=1)
    controls = [THEIRS, replace(THEIRS, id=2, day=later)]
    assert verdicts(controls, [VOID]) == [(2, Verdict.BLIND, 0), (1, Verdict.SAME, 1)]


def test_everything_compared_has_a_name():
    assert set(METRICS) == {*TYPES, *COUNTED_OTHERWISE, Metric.OVER_SHORT}
    assert metric_name("no_sales") == "no sales"
    assert metric_name("something else") == "something else"
