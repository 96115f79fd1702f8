"""Missing numbers, found among rows as they come in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from stores.models import Register
from tests.review.factories import a_file, plain
from transactions.formats.canonical import SourceRank
from transactions.health.counters import Gap
from transactions.health.gaps import missing_numbers, window
from transactions.models import ControlCount, GapExplanation, Standing
from transactions.services.health import ExplanationError, explain_gap

MONDAY = date(2026, 3, 2)
TUESDAY, WEDNESDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)


def ring(store, numbers, *, day=MONDAY, register="2", **fields):
    values = {"source_rank": SourceRank.JOURNAL, "source_file": a_file(store), **fields}
    at = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
    for number in numbers:
        plain(
            store,
            at=at,
            register=register,
            business_date=day,
            transaction_no=str(number),
            **values,
        )


def gaps(store, since=MONDAY, until=WEDNESDAY):
    found = missing_numbers(store, since=since, until=until)
    return [(gap.counter, gap.first, gap.last) for gap in found.open_gaps]


def test_a_number_that_never_came_is_missing(store):
    ring(store, [9536, 9537, 9539, 9543])
    assert gaps(store) == [("2", 9538, 9538), ("2", 9540, 9542)]


def test_a_late_event_closes_its_gap(store):
    ring(store, [1, 2, 4])
    ring(store, [3], source_rank=SourceRank.REPORT)
    assert gaps(store) == []


def test_each_register_inside_has_a_counter_of_its_own(store):
    ring(store, [1, 2, 3], register="1")
    ring(store, [7000, 7001], register="2")
    assert gaps(store) == []


def test_registers_outside_share_one_counter(store):
    for code in ("10001", "10002"):
        Register.objects.create(store=store, code=code, register_class="outside")
    ring(store, [9240, 9242, 9245], register="10001")
    ring(store, [9241, 9243], register="10002")
    assert gaps(store) == [("outside", 9244, 9244)]


def test_what_is_missing_between_two_days_belongs_to_the_later_one(store):
    ring(store, range(1, 11))
    ring(store, range(14, 20), day=TUESDAY)
    (gap,) = missing_numbers(store, since=MONDAY, until=WEDNESDAY).open_gaps
    assert gap == Gap("2", MONDAY, TUESDAY, 11, 13)


def test_a_lost_day_is_missing_whole(store):
    ring(store, range(1, 11))
    ring(store, range(21, 30), day=WEDNESDAY)
    assert gaps(store) == [("2", 11, 20)]


def test_events_around_the_end_of_a_day_stand_on_either_side_of_it(store):
    ring(store, [95, 96, 97, 98, 100])
    ring(store, [99, 101, 102], day=TUESDAY)
    assert gaps(store) == []


@pytest.mark.parametrize(
    ("monday", "tuesday"),
    [
        (range(9990, 10000), range(1, 10)),
        ([*range(9990, 10000), *range(1, 10)], range(10, 20)),
        (range(1, 10), range(500_000, 500_010)),
    ],
)
def test_a_counter_that_begins_again_misses_nothing(store, monday, tuesday):
    ring(store, monday)
    ring(store, tuesday, day=TUESDAY)
    found = missing_numbers(store, since=MONDAY, until=WEDNESDAY)
    assert found.open_gaps == []
    assert len(found.restarts) == 1


def test_a_report_that_lists_some_events_only_opens_no_gaps(store):
    ring(store, [10, 25, 99], source_rank=SourceRank.REPORT)
    assert gaps(store) == []


@pytest.mark.parametrize("word", ["", "0", "A17", "12-3", "9" * 30, " 5"])
def test_what_is_no_number_is_in_no_counter(store, word):
    ring(store, [1, 2, word, 3])
    assert gaps(store) == []


def test_other_stores_have_their_own_counters(store, other_store):
    ring(store, [1, 2, 5])
    ring(other_store, [3, 4])
    assert gaps(store) == [("2", 3, 4)]
    assert gaps(other_store) == []


def test_a_day_is_open_until_a_later_one_begins(store):
    ring(store, [1, 3])
    found = missing_numbers(store, since=MONDAY, until=WEDNESDAY)
    assert not found.is_closed(MONDAY)
    assert found.settled_gaps == []
    ring(store, [4], day=TUESDAY)
    found = missing_numbers(store, since=MONDAY, until=WEDNESDAY)
    assert found.is_closed(MONDAY)
    assert not found.is_closed(TUESDAY)
    assert [gap.first for gap in found.settled_gaps] == [2]


def test_an_event_of_a_clock_gone_wild_closes_no_day(store):
    ring(store, [1, 3])
    ring(store, [4], day=date(2093, 1, 1))
    assert not missing_numbers(store, since=MONDAY, until=WEDNESDAY).is_closed(MONDAY)


def test_the_report_of_the_day_closes_it(store):
    ring(store, [1, 3])
    ControlCount.objects.create(
        store=store,
        source_file=a_file(store),
        key="k",
        source="msm",
        scope="day",
        metric="voids",
        business_date=MONDAY,
        content_hash="x",
    )
    assert missing_numbers(store, since=MONDAY, until=WEDNESDAY).is_closed(MONDAY)


def test_the_consolidated_journal_closes_the_day(store):
    ring(store, [1, 3], source_file=a_file(store, original_name="CPJR3402603022300.xml"))
    assert missing_numbers(store, since=MONDAY, until=WEDNESDAY).is_closed(MONDAY)


def test_an_explained_gap_is_open_no_more_and_cannot_be_unsaid(store, cast):
    ring(store, [1, 2, 6])
    (gap,) = missing_numbers(store, since=MONDAY, until=WEDNESDAY).open_gaps
    written = explain_gap(store=store, gap=gap, text=" power   cut ", by=cast.manager)
    found = missing_numbers(store, since=MONDAY, until=WEDNESDAY)
    assert found.open_gaps == []
    assert [(each.text, each.written_by_id) for each in found.explained] == [
        ("power cut", cast.manager.pk)
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        GapExplanation.objects.filter(pk=written.pk).update(text="nothing")


def test_numbers_outside_what_was_explained_stay_missing(store, cast):
    ring(store, [1, 9])
    explain_gap(store=store, gap=Gap("2", MONDAY, MONDAY, 3, 5), text="reset", by=cast.manager)
    assert gaps(store) == [("2", 2, 2), ("2", 6, 8)]


def test_an_empty_explanation_is_refused(store, cast):
    with pytest.raises(ExplanationError):
        explain_gap(store=store, gap=Gap("2", MONDAY, MONDAY, 3, 5), text="  ", by=cast.manager)
    assert not GapExplanation.objects.exists()


def test_three_statements_however_many_gaps(store):
    ring(store, range(1, 60, 2))
    with CaptureQueriesContext(connection) as asked:
        assert len(gaps(store)) == 29
    assert len([each for each in asked if not each["sql"].startswith("SET ")]) == 3


def test_what_is_missing_after_a_rollover_is_missing(store):
    ring(store, [*range(9990, 10000), *range(1, 10)])
    ring(store, range(12, 20), day=TUESDAY)
    assert gaps(store) == [("2", 10, 11)]


def test_a_number_that_no_file_tells_of_any_more_is_missing(store):
    ring(store, [1, 3])
    ring(store, [2], standing=Standing.WITHDRAWN)
    assert gaps(store) == [("2", 2, 2)]


def test_a_busy_store_is_looked_at_in_shorter_spans(store, monkeypatch):
    first, last = window(store)
    assert (last - first).days == 14
    monkeypatch.setattr("transactions.health.gaps.BUSY", 3)
    ring(store, range(1, 6), day=last)
    assert (window(store)[1] - window(store)[0]).days == 3
    assert window(store, 1) == (last - timedelta(days=6), last - timedelta(days=3))
