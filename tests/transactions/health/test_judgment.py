"""One judgment per store: every reason, its words, and which one comes first."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from transactions.health.hours import LONGEST, Hours, open_time
from transactions.health.judgment import REASONS, Signs, Some, SourceTrouble, State, judge
from transactions.health.sentences import STATES, WORDS, duration, next_step, what

NOW = datetime(2026, 3, 4, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)
WELL = Signs(now=NOW, received_at=NOW - timedelta(seconds=12), occurred_at=NOW, lag_p95=5)
SOME = Some(3, NOW - HOUR)
DAY = Some(3, date(2026, 3, 1))

ILL = {
    "never_heard": {"received_at": None},
    "nothing_heard": {"received_at": NOW - 3 * HOUR, "silence": 3 * HOUR},
    "by_hand_old": {"by_hand": True, "occurred_at": NOW - 72 * HOUR},
    "source_failing": {"troubles": (SourceTrouble("Share", "failing", NOW),), "active_sources": 2},
    "source_silent": {"troubles": (SourceTrouble("Mail", "silent", NOW),), "active_sources": 2},
    "files_waiting": {"waiting": SOME},
    "files_unread": {"unread": SOME},
    "layouts_waiting": {"layouts": SOME},
    "numbers_missing": {"missing": DAY},
    "blind": {"blind_to": ("no_sales", "refunds")},
    "counts_differ": {"differing": DAY},
    "unfamiliar": {"unfamiliar": SOME},
    "by_hand": {"by_hand": True, "occurred_at": NOW - HOUR},
    "late": {"lag_p95": 3600},
    "clock": {"implausible": 3},
    "undecided": {"undecided": 3},
}
NOT_WATCHING = {"never_heard", "nothing_heard", "by_hand_old"}


def test_a_store_without_trouble_is_watched():
    assert judge(WELL).state is State.WATCHING
    assert judge(WELL).reasons == ()


def test_every_reason_is_tried_and_worded():
    assert set(ILL) == set(REASONS) == set(WORDS)


@pytest.mark.parametrize("code", REASONS)
def test_each_reason_is_found_by_itself(code):
    judgment = judge(replace(WELL, **ILL[code]))
    assert [reason.code for reason in judgment.reasons] == [code]
    expected = State.NOT_WATCHING if code in NOT_WATCHING else State.PARTLY
    assert judgment.state is expected


@pytest.mark.parametrize("code", REASONS)
def test_each_reason_says_what_is_the_matter_and_what_to_do_next(code):
    (reason,) = judge(replace(WELL, **ILL[code])).reasons
    said = what(reason, lambda metric: metric.replace("_", " "))
    assert said.endswith(".")
    assert "%" not in said
    assert "None" not in said
    assert next_step(reason).endswith(".")
    if reason.count:
        assert said.startswith("3 ")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pair
        for pair in itertools.pairwise(REASONS)
        if set(pair) != {"never_heard", "nothing_heard"} and "by_hand" not in "".join(pair)
    ],
)
def test_the_weightier_reason_comes_first(first, second):
    parts = {**ILL[second], **ILL[first]}
    if "troubles" in ILL[first] and "troubles" in ILL[second]:
        parts["troubles"] = ILL[second]["troubles"] + ILL[first]["troubles"]
        parts["active_sources"] = 3
    assert [reason.code for reason in judge(replace(WELL, **parts)).reasons] == [first, second]


def test_what_stops_the_watching_heads_what_only_narrows_it():
    signs = replace(WELL, unread=SOME, by_hand=True, occurred_at=NOW - 72 * HOUR)
    assert [reason.code for reason in judge(signs).reasons] == ["by_hand_old", "files_unread"]


def test_a_store_whose_every_source_is_in_trouble_is_not_watched():
    signs = replace(WELL, troubles=(SourceTrouble("Share", "failing", NOW),), active_sources=1)
    assert judge(signs).state is State.NOT_WATCHING


def test_uploads_by_hand_are_not_silent():
    signs = replace(WELL, by_hand=True, silence=20 * HOUR, occurred_at=NOW - 20 * HOUR)
    assert judge(signs).only_by_hand


def test_a_file_that_just_came_in_is_no_backlog():
    assert judge(replace(WELL, waiting=Some(40, NOW - timedelta(minutes=2)))).reasons == ()


def test_a_store_says_since_when():
    assert judge(replace(WELL, **ILL["nothing_heard"])).since == NOW - 3 * HOUR
    assert judge(replace(WELL, **ILL["numbers_missing"])).since == date(2026, 3, 1)


def test_a_single_thing_is_said_in_the_singular():
    (reason,) = judge(replace(WELL, unread=Some(1, NOW))).reasons
    assert what(reason, str) == "1 file could not be read."


def test_every_state_has_its_word():
    assert set(STATES) == set(State)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(45, "45 s"), (725, "12 min"), (7200, "2 h"), (12000, "3 h 20 min"), (200_000, "2 days")],
)
def test_durations_are_said_in_the_unit_that_matters(seconds, said):
    assert duration(seconds) == said


NEW_YORK = ZoneInfo("America/New_York")


def opening(opens, closes):
    clock = datetime.strptime
    return Hours(NEW_YORK, clock(opens, "%H:%M").time(), clock(closes, "%H:%M").time())


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("hours", "since", "until", "minutes"),
    [
        (opening("06:00", "22:00"), "2026-03-02 21:50", "2026-03-03 06:05", 15),
        (opening("06:00", "22:00"), "2026-03-02 22:30", "2026-03-03 05:59", 0),
        (opening("06:00", "02:00"), "2026-03-02 23:00", "2026-03-03 01:00", 120),
        (opening("06:00", "02:00"), "2026-03-03 01:30", "2026-03-03 06:30", 60),
        (opening("00:00", "00:00"), "2026-03-02 01:00", "2026-03-02 03:00", 120),
        (Hours(NEW_YORK), "2026-03-08 01:00", "2026-03-08 04:00", 120),  # an hour is skipped
        (opening("01:00", "04:00"), "2026-11-01 00:00", "2026-11-01 12:00", 240),  # one repeats
        (opening("06:00", "22:00"), "2026-03-03 12:00", "2026-03-03 11:00", 0),
    ],
)
def test_silence_counts_in_opening_hours_only(hours, since, until, minutes):
    assert open_time(local(since), local(until), hours) == timedelta(minutes=minutes)


def test_a_silence_of_years_is_counted_no_further_than_needed():
    years = open_time(local("1990-01-01 00:00"), local("2026-03-03 11:00"), Hours(NEW_YORK))
    assert years == LONGEST
