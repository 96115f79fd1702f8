from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from lossprevention.simulator.desk import Counters
from lossprevention.simulator.profiles import OUTSIDE_CASHIER, default_stores
from lossprevention.simulator.store_day import generate
from lossprevention.simulator.writers.event_xml import event_text
from transactions.formats.canonical import EventType, Flag

from .conftest import MONDAY


def texts(days):
    return [event_text(day.profile, event) for day in days for event in day.events]


def numbers(days, store, registers):
    return [
        int(event.transaction_no)
        for day in days
        if day.profile.code == store
        for event in day.events
        if event.register in registers
    ]


def test_the_same_seed_gives_the_same_events_and_labels(stores, week):
    again = list(generate(seed=11, stores=stores, days=1, start_date=MONDAY))
    assert texts(again) == texts(week[:3])
    assert [day.labels for day in again] == [day.labels for day in week[:3]]


def test_another_seed_gives_other_events(stores, week):
    other = list(generate(seed=12, stores=stores[:1], days=1, start_date=MONDAY))
    assert texts(other) != texts(week[:1])


def test_a_store_has_about_1050_events_a_day(week):
    counts = [len(day.events) for day in week]
    assert all(940 <= count <= 1180 for count in counts)
    assert 1020 <= sum(counts) / len(counts) <= 1080


def test_a_store_has_between_15_and_45_flagged_events_a_day(week):
    assert all(14 <= len(day.flagged) <= 45 for day in week)


def test_inside_registers_count_without_gaps_over_the_days(week, stores):
    for store in stores:
        for register in store.inside:
            rung = sorted(numbers(week, store.code, {register.code}))
            assert rung == list(range(rung[0], rung[0] + len(rung)))


def test_all_pumps_share_one_counter_and_the_cashier_who_is_nobody(week, stores):
    for store in stores:
        pumps = {pump.code for pump in store.pumps}
        rung = sorted(numbers(week, store.code, pumps))
        assert rung == list(range(rung[0], rung[0] + len(rung)))
    outside = [event for day in week for event in day.events if event.outside]
    assert {event.cashier for event in outside} == {OUTSIDE_CASHIER}
    assert not any(event.expected_flags for event in outside)


def test_the_business_date_rolls_in_the_evening_and_not_at_midnight(week):
    day = week[0]
    before_midnight = [
        event
        for event in day.events
        if event.started.astimezone(day.profile.zone).date() == day.date - timedelta(days=1)
    ]
    assert before_midnight
    assert all(event.day == day.date for event in before_midnight)
    for today, tomorrow in pairwise([day for day in week if day.profile.code == "101"]):
        assert today.end == tomorrow.start
        assert time(22, 45) <= today.end.astimezone(today.profile.zone).time() <= time(22, 56)


def test_nobody_sells_inside_a_closed_store_but_thieves_and_managers(honest_day):
    night = [
        event
        for event in honest_day.events
        if not event.outside
        and time(0, 0) <= event.started.astimezone(honest_day.profile.zone).time() < time(4, 59)
    ]
    assert night == []


def test_mornings_and_evenings_are_busier_than_nights(week):
    hours = Counter(
        event.moment.astimezone(day.profile.zone).hour for day in week for event in day.events
    )
    assert min(hours[7], hours[12], hours[17]) > 5 * max(hours[2], hours[23], 1)


def test_events_at_one_inside_register_do_not_overlap(week):
    for day in week[:3]:
        for register in day.profile.inside:
            rung = sorted(
                (event for event in day.events if event.register == register.code),
                key=lambda event: int(event.transaction_no),
            )
            live = [e for e in rung if not (e.link and e.link.reason == "prepay")]
            assert all(a.moment <= b.started for a, b in pairwise(live))


def test_every_kind_of_honest_noise_is_there(week):
    types = Counter(event.expected_type for day in week for event in day.events)
    assert {
        EventType.SALE,
        EventType.REFUND,
        EventType.VOID,
        EventType.NO_SALE,
        EventType.SUSPEND,
        EventType.RESUME,
        EventType.PAID_OUT,
        EventType.SAFE_DROP,
        EventType.OPEN_CLOSE,
    } == set(types)
    flags = {flag for day in week for event in day.flagged for flag in event.expected_flags}
    assert flags == {
        Flag.REFUND,
        Flag.VOID,
        Flag.NO_SALE,
        Flag.SUSPENDED,
        Flag.CANCELLATION,
        Flag.MANUAL_DISCOUNT,
        Flag.PRICE_OVERRIDE,
        Flag.OVERRIDE,
        Flag.AGE_BYPASS,
        Flag.TRAINING_SALE,
    }


def test_prepay_change_arrives_as_negative_sales_with_copied_times(week):
    settled = [e for e in week[0].events if e.link and e.link.reason == "prepay"]
    assert settled
    assert all(event.started == event.link.event.started for event in settled)
    assert all(event.receipt == event.link.event.receipt for event in settled)
    assert all(event.ended > event.link.event.ended for event in settled)
    assert any(event.net < 0 for event in settled)
    assert not any(event.expected_flags for event in settled)


def test_an_honest_day_has_no_labels_and_no_manual_theft(honest_day):
    assert honest_day.labels == []
    assert len(honest_day.flagged) >= 10


def test_numbers_go_on_where_the_counters_stand(stores):
    counters = {"101": Counters({"1": 100, "2": 200, "3": 300, "outside": 400}, 7)}
    [day] = generate(
        seed=1, stores=stores[:1], days=1, start_date=MONDAY, schemes=(), counters=counters
    )
    assert min(numbers([day], "101", {"1"})) == 101
    assert min(event.file_no for event in day.events) == 8
    assert counters["101"].transactions["1"] == max(numbers([day], "101", {"1"}))


def test_a_day_that_is_not_over_stops_at_the_given_moment(stores):
    until = datetime(2025, 11, 10, 20, 0, tzinfo=UTC)
    counters = {}
    days = list(
        generate(
            seed=1,
            stores=stores[:1],
            days=3,
            start_date=MONDAY,
            counters=counters,
            until=until,
        )
    )
    assert len(days) == 1
    assert all(e.started <= until + timedelta(minutes=10) for e in days[0].events)
    rung = sorted(numbers(days, "101", {"1"}))
    assert rung == list(range(rung[0], counters["101"].transactions["1"] + 1))


@pytest.mark.parametrize("change", [date(2025, 11, 2), date(2026, 3, 8)])
def test_days_on_which_the_clock_changes_are_whole(stores, change):
    [day] = generate(seed=5, stores=stores[1:2], days=1, start_date=change)
    assert day.end - day.start != timedelta(days=1)
    assert 940 <= len(day.events) <= 1180


def test_a_zone_given_for_all_stores_replaces_their_own(stores):
    [day] = generate(
        seed=5, stores=stores[:1], days=1, start_date=MONDAY, zone=ZoneInfo("Pacific/Auckland")
    )
    assert day.profile.zone.key == "Pacific/Auckland"
    assert day.end.astimezone(day.profile.zone).date() == MONDAY


def test_stores_are_the_same_however_many_are_asked_for():
    assert default_stores(9)[:3] == default_stores(3)
    codes = [store.code for store in default_stores(9)]
    assert len(set(codes)) == 9
    cameras = [
        camera.code
        for store in default_stores(9)
        for register in store.inside
        for camera in register.cameras
    ]
    assert len(set(cameras)) == len(cameras)


def test_a_chain_without_stores_is_refused():
    with pytest.raises(ValueError, match="at least one store"):
        default_stores(0)
