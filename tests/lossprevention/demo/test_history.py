"""The week before today: always the same, without a hole, and picked up where it was left."""

from datetime import UTC, datetime, timedelta

import pytest

from lossprevention.demo.history import Progress, week_of
from lossprevention.demo.place import DAYS, stores
from lossprevention.demo.tills import Till, read_tills, write_tills
from lossprevention.simulator.desk import Counters

BEGAN = datetime(2026, 6, 10, 18, 30, tzinfo=UTC)
STORE = stores()[0]


@pytest.fixture(scope="module")
def week():
    return week_of(STORE, BEGAN)


def test_there_are_seven_closed_days_and_the_day_so_far(week):
    assert len(week.closed) == DAYS
    assert len({day.date for day in week.closed}) == DAYS
    assert week.closed[-1].date < week.today[0].day
    assert len(week.today) > 200


def test_nothing_happens_after_the_moment_it_was_begun(week):
    assert max(event.ended for event in week.today) <= BEGAN
    assert BEGAN - max(event.ended for event in week.today) < timedelta(hours=1)


def test_today_begins_where_yesterday_closed(week):
    assert week.closed[-1].end <= min(event.ended for event in week.today)
    assert min(event.ended for event in week.today) - week.closed[-1].end < timedelta(hours=2)


def test_numbers_of_a_register_go_on_without_a_repetition(week):
    events = [event for day in week.closed for event in day.events] + week.today
    numbers = [
        int(event.transaction_no)
        for event in sorted(events, key=lambda each: (each.day, int(each.transaction_no)))
        if event.register == "1"
    ]
    assert len(numbers) == len(set(numbers))
    assert numbers == sorted(numbers)


def test_the_same_moment_gives_the_same_week(week):
    again = week_of(STORE, BEGAN)
    assert again.today == week.today
    assert again.till == week.till


def test_something_is_to_be_reviewed_on_every_day(week):
    assert all(day.flagged for day in week.closed)


def test_the_registers_go_on_after_the_week(week):
    assert week.till.until == BEGAN
    last = max(int(event.transaction_no) for event in week.today if event.register == "1")
    assert week.till.counters.transactions["1"] >= last


def test_what_was_sent_is_not_sent_again_after_an_interruption(tmp_path):
    sent = []
    first = Progress.of(tmp_path / "history.json")
    first.once("monday", lambda: sent.append("monday"))
    again = Progress.of(tmp_path / "history.json")
    again.once("monday", lambda: sent.append("monday"))
    again.once("tuesday", lambda: sent.append("tuesday"))
    assert sent == ["monday", "tuesday"]
    assert again.began == first.began


def test_what_failed_to_be_sent_is_sent_again(tmp_path):
    def broken() -> None:
        raise ConnectionError

    progress = Progress.of(tmp_path / "history.json")
    with pytest.raises(ConnectionError):
        progress.once("monday", broken)
    sent = []
    Progress.of(tmp_path / "history.json").once("monday", lambda: sent.append("monday"))
    assert sent == ["monday"]


def test_complete_stays_complete(tmp_path):
    Progress.of(tmp_path / "history.json").complete()
    assert Progress.of(tmp_path / "history.json").is_complete


def test_tills_are_read_as_they_were_written(tmp_path):
    tills = {"101": Till(BEGAN, Counters({"1": 7, "outside": 9}, 512))}
    write_tills(tmp_path / "tills.json", tills)
    assert read_tills(tmp_path / "tills.json") == tills
    assert read_tills(tmp_path / "missing.json") == {}
