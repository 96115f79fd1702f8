from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from lossprevention.simulator.desk import Counters
from lossprevention.simulator.live import LiveStore
from lossprevention.simulator.profiles import default_stores

NOON = datetime(2025, 11, 12, 17, 0, 20, tzinfo=UTC)
STORE = default_stores(1)[0]


def watch(minutes, step_seconds, **options):
    store = LiveStore(STORE, 4, since=NOON, **options)
    files = []
    for elapsed in range(step_seconds, minutes * 60 + 1, step_seconds):
        files += store.poll(NOON + timedelta(seconds=elapsed))
    return files, store


def events_of(files):
    for _, content in files:
        yield ET.fromstring(content).find("JournalReport")[1]


def test_the_files_do_not_depend_on_how_often_one_looks():
    often, _ = watch(120, 7)
    seldom, _ = watch(120, 1200)
    assert often[: len(seldom)] == seldom
    assert len(often) - len(seldom) <= 2


def test_nothing_comes_twice_and_nothing_from_the_future():
    store = LiveStore(STORE, 4, since=NOON)
    seen = set()
    for minute in range(1, 60):
        now = NOON + timedelta(minutes=minute)
        for event in store.events(now):
            assert event.ended <= now
            assert event.file_no not in seen
            seen.add(event.file_no)
        assert store.events(now) == []
    assert seen == set(range(min(seen), max(seen) + 1))


def test_it_sells_at_about_the_rate_of_a_real_store():
    files, _ = watch(180, 60, mischief_minutes=0)
    assert 120 <= len(files) <= 330


def test_a_faster_pace_sells_more():
    slow, _ = watch(60, 60, mischief_minutes=0)
    fast, _ = watch(60, 60, mischief_minutes=0, pace=4)
    assert len(fast) > 2 * len(slow)


def test_it_misbehaves_every_few_minutes_and_says_so():
    store = LiveStore(STORE, 4, since=NOON, mischief_minutes=3)
    numbers = {(e.register, e.transaction_no) for e in store.events(NOON + timedelta(hours=4))}
    labels = store.take_labels()
    assert len({label.scheme for label in labels}) >= 4
    for label in labels:
        if label.occurred_to < NOON + timedelta(hours=3, minutes=50):
            assert all((label.register, no) in numbers for no in label.transaction_nos)
    assert store.take_labels() == []


def test_an_honest_live_store_has_no_incidents():
    store = LiveStore(STORE, 4, since=NOON, mischief_minutes=0)
    events = store.events(NOON + timedelta(hours=2))
    assert not any(event.expected_flags for event in events)
    assert store.take_labels() == []


def test_numbers_go_on_from_the_given_counters_without_gaps():
    counters = Counters({"1": 700, "2": 800, "3": 900, "outside": 1000}, 5000)
    files, _ = watch(180, 60, counters=counters)
    rung = {}
    for event in events_of(files):
        register = event.findtext("RegisterID")
        counter = "outside" if len(register) > 3 else register
        rung.setdefault(counter, []).append(int(event.findtext("TransactionID")))
    assert min(rung["1"]) == 701
    assert min(rung["outside"]) == 1001
    for numbers in rung.values():
        missing = set(range(min(numbers), max(numbers))) - set(numbers)
        assert len(missing) <= 3
    assert all(name.endswith(f"{5001 + index}.xml") for index, (name, _) in enumerate(files))


def test_it_goes_on_at_night_unless_told_to_close():
    night = datetime(2025, 11, 12, 7, 0, tzinfo=UTC)
    awake = LiveStore(STORE, 4, since=night, mischief_minutes=0)
    closed = LiveStore(STORE, 4, since=night, mischief_minutes=0, always_open=False)
    until = night + timedelta(hours=1)
    assert any(not event.outside for event in awake.events(until))
    assert all(event.outside for event in closed.events(until))


def test_business_dates_roll_while_it_runs():
    evening = datetime(2025, 11, 13, 3, 0, tzinfo=UTC)
    store = LiveStore(STORE, 4, since=evening)
    days = {event.day.isoformat() for event in store.events(evening + timedelta(hours=2))}
    assert days == {"2025-11-12", "2025-11-13"}


def test_a_clock_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        LiveStore(STORE, 4, since=NOON.replace(tzinfo=None))


def test_no_number_is_missing_where_another_store_goes_on():
    counters = Counters.starting(STORE, 4)
    before = dict(counters.transactions)
    events, since = [], NOON
    for minutes in (40, 65, 90):
        store = LiveStore(STORE, 4, since=since, counters=counters)
        since = NOON + timedelta(minutes=minutes)
        events += store.events(since - timedelta(minutes=1))
        last = store.finish(since)
        assert max(each.ended for each in last) <= since
        assert all(each.started < each.ended for each in last)
        assert all(each.receipt is None or each.receipt < each.ended for each in last)
        assert store.finish(since) == []
        events += last
    assert [each.file_no for each in events] == sorted(each.file_no for each in events)
    for counter, first in before.items():
        numbers = {
            int(each.transaction_no)
            for each in events
            if (counter == "outside") is each.outside and counter in ("outside", each.register)
        }
        assert numbers == set(range(first + 1, counters.transactions[counter] + 1))
        assert counter == "3" or numbers
