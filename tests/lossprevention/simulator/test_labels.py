import json
from datetime import datetime, timedelta

import pytest

from lossprevention.simulator.schemes import SCHEMES, chosen_schemes
from lossprevention.simulator.store_day import generate
from transactions.formats.canonical import EventType, Flag

from .conftest import MONDAY

PRIMARY_FLAG = {
    "no_sale_burst": Flag.NO_SALE,
    "refund_without_customer": Flag.REFUND,
    "void_after_tender": Flag.VOID,
    "sweethearting": Flag.CANCELLATION,
    "discount_abuse": Flag.MANUAL_DISCOUNT,
    "suspended_never_resumed": Flag.SUSPENDED,
    "price_override": Flag.PRICE_OVERRIDE,
    "after_hours_open": Flag.NO_SALE,
}


def instances(week, scheme, *, honest):
    """Every instance of a scheme with the events it points at."""
    for day in week:
        by_no = {(e.register, e.transaction_no): e for e in day.events}
        for label in day.labels:
            if label.scheme == scheme and label.honest is honest:
                events = [by_no[label.register, no] for no in label.transaction_nos]
                related = [by_no[label.register, no] for no in label.related_nos]
                yield day, label, events, related


def test_every_scheme_and_every_look_alike_happens_within_nine_days(week):
    seen = {(label.scheme, label.honest) for day in week for label in day.labels}
    assert seen == {(name, honest) for name in SCHEMES for honest in (False, True)}


def test_a_store_has_one_to_four_thefts_a_day(week):
    for day in week:
        assert 1 <= sum(not label.honest for label in day.labels) <= 4


@pytest.mark.parametrize("honest", [False, True])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_labels_point_at_events_that_carry_their_flags(week, scheme, honest):
    for day, label, events, _ in instances(week, scheme, honest=honest):
        assert events
        assert label.store == day.profile.code
        assert label.business_date == day.date
        flags = {flag for event in events for flag in event.expected_flags}
        assert set(label.expected_flags) == flags
        assert all(event.expected_flags for event in events)
        assert PRIMARY_FLAG[scheme] in flags
        assert all(event.cashier == label.cashier for event in events)
        assert all(label.occurred_from <= e.moment <= label.occurred_to for e in events)


def test_a_label_is_one_line_of_json_with_utc_times(week):
    for day in week:
        for label in day.labels:
            row = json.loads(label.as_json())
            assert "\n" not in label.as_json()
            assert datetime.fromisoformat(row["occurred_from"]) == label.occurred_from
            assert row["transaction_nos"] == list(label.transaction_nos)
            assert all(isinstance(number, str) for number in row["transaction_nos"])
            assert row["business_date"] == day.date.isoformat()
            assert set(row) >= {"scheme", "honest", "store", "register", "cashier", "note"}


def test_a_no_sale_burst_is_several_openings_without_a_customer(week):
    for _, label, events, _ in instances(week, "no_sale_burst", honest=False):
        assert len(events) >= 4
        assert not any(event.customer for event in events)
        assert label.occurred_to - label.occurred_from < timedelta(minutes=40)
    for _, _, events, _ in instances(week, "no_sale_burst", honest=True):
        assert [event.customer for event in events] == [True]


def test_thieves_refund_cash_to_nobody_and_honest_people_to_a_customers_card(week):
    for _, _, events, _ in instances(week, "refund_without_customer", honest=False):
        for event in events:
            assert event.link is None
            assert not event.customer
            assert [tender.code for tender in event.tenders] == ["cash"]
    for day, _, [event], [sale] in instances(week, "refund_without_customer", honest=True):
        assert event.link.event is sale
        assert event.customer
        assert Flag.OVERRIDE in event.expected_flags
        assert event.lines[0].approver == day.profile.manager.code


def test_a_void_after_tender_follows_the_cash_sale_that_it_undoes(week):
    for _, _, [void], [sale] in instances(week, "void_after_tender", honest=False):
        assert void.link.event is sale
        assert sale.tenders[0].code == "cash"
        assert timedelta(0) < void.moment - sale.moment < timedelta(minutes=15)
        assert sum(line.amount for line in void.lines) == sum(line.amount for line in sale.lines)
    for _, _, [void], [sale] in instances(week, "void_after_tender", honest=True):
        assert sale.moment > void.moment


def test_sweethearting_lets_the_dear_line_go_and_a_mistake_keeps_it_once(week):
    for _, _, events, _ in instances(week, "sweethearting", honest=False):
        for event in events:
            [gone] = [line for line in event.lines if line.cancelled]
            assert gone.amount >= 9
    for _, _, [event], _ in instances(week, "sweethearting", honest=True):
        [gone] = [line for line in event.lines if line.cancelled]
        assert any(line.item == gone.item for line in event.lines if not line.cancelled)


def test_a_suspended_sale_of_a_thief_is_never_resumed(week):
    resumed = {
        id(event.link.event)
        for day in week
        for event in day.events
        if event.expected_type is EventType.RESUME
    }
    for _, _, events, _ in instances(week, "suspended_never_resumed", honest=False):
        assert not any(id(event) in resumed for event in events)
        assert all(event.tenders == [] for event in events)
    for _, _, [event], [resume] in instances(week, "suspended_never_resumed", honest=True):
        assert id(event) in resumed
        assert resume.net == event.net


def test_after_hours_means_that_the_store_is_closed(week):
    for honest in (False, True):
        for day, label, _, _ in instances(week, "after_hours_open", honest=honest):
            clock = label.occurred_from.astimezone(day.profile.zone).time()
            assert day.profile.closes > day.profile.opens > clock
            assert not day.profile.never_closes


def test_most_thefts_are_by_a_few_people(week):
    thefts = [
        label.cashier
        for day in week
        for label in day.labels
        if day.profile.code == "101" and not label.honest
    ]
    top_two = sorted(thefts.count(person) for person in set(thefts))[-2:]
    assert sum(top_two) >= len(thefts) / 2


def test_only_the_chosen_schemes_happen(stores):
    days = generate(
        seed=3, stores=stores[:1], days=3, start_date=MONDAY, schemes=["discount_abuse"]
    )
    assert {label.scheme for day in days for label in day.labels} == {"discount_abuse"}


def test_a_store_that_never_closes_cannot_be_opened_after_hours(stores):
    [day] = generate(
        seed=3, stores=stores[1:2], days=1, start_date=MONDAY, schemes=["after_hours_open"]
    )
    assert day.labels == []


def test_an_unknown_scheme_is_refused_by_name():
    with pytest.raises(ValueError, match="no such scheme: teleport"):
        chosen_schemes(["sweethearting", "teleport"])
