"""What registers leave in their folder: every event, and the counts of shifts seen whole."""

from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from os import utime

import pytest

from lossprevention.demo.live_folder import KEPT, LiveFolder
from lossprevention.demo.place import LIVE_STORE, SEED, Place, stores
from lossprevention.simulator.desk import Counters
from lossprevention.simulator.hours import business_day
from lossprevention.simulator.live import LiveStore
from lossprevention.simulator.store_day import generate
from lossprevention.simulator.tallies import Shifts, figures_of
from transactions.formats import open_journal
from transactions.formats.canonical import FormatContext, Metric

PROFILE = next(each for each in stores() if each.code == LIVE_STORE)


@pytest.fixture(scope="module")
def days():
    return list(generate(seed=SEED, stores=[PROFILE], days=2, start_date=date(2026, 5, 4)))


@pytest.fixture
def folder(tmp_path):
    return Place(tmp_path).incoming(LIVE_STORE)


def leave(tmp_path, events):
    LiveFolder(PROFILE, Place(tmp_path)).leave(events)


def test_every_event_is_a_file_that_the_reader_understands(tmp_path, folder, days):
    events = days[0].events[:60]
    leave(tmp_path, events)
    numbers = set()
    for path in folder.glob("PJR*.xml"):
        [event] = open_journal(BytesIO(path.read_bytes()), path.name, FormatContext())
        numbers.add((event.register, event.transaction_no))
    assert numbers == {(each.register, each.transaction_no) for each in events}
    assert not list(folder.glob("*.part"))


def test_a_shift_that_was_under_way_gets_no_report(tmp_path, folder, days):
    events = days[0].events
    closing = next(i for i, e in enumerate(events) if _closes(e) and e.register == "2")
    leave(tmp_path, events[closing - 20 : closing + 1])
    assert not list(folder.glob("MSM*.xml"))


def test_the_reports_of_the_next_day_hold_all_that_was_rung(tmp_path, folder, days):
    leave(tmp_path, days[0].events[-40:] + days[1].events)
    told = dict.fromkeys((Metric.VOIDS, Metric.REFUNDS, Metric.NO_SALES, Metric.SAFE_DROPS), 0)
    for path in folder.glob("MSM*.xml"):
        reader = open_journal(BytesIO(path.read_bytes()), path.name, FormatContext())
        list(reader)
        for total in reader.control_totals:
            if total.metric in told and total.business_date == days[1].date:
                told[total.metric] += int(total.count)
    whole = [p for p in Shifts(days[1].start).add(days[1].events) if p.register != "1"]
    assert whole
    least = figures_of([event for period in whole for event in period.events])
    most = figures_of(days[1].events)
    for metric, count in told.items():
        assert least[metric].count <= count <= most[metric].count
    assert told[Metric.SAFE_DROPS] > 0


def test_what_is_older_than_a_week_is_cleared_away(tmp_path, folder, days):
    leave(tmp_path, days[0].events[:3])
    [old, *kept] = sorted(folder.iterdir())
    long_ago = old.stat().st_mtime - (KEPT + timedelta(hours=1)).total_seconds()
    utime(old, (long_ago, long_ago))
    leave(tmp_path, days[1].events[:3])
    assert not old.exists()
    assert all(path.exists() for path in kept)


def test_living_tills_are_cut_into_shifts_without_a_gap_or_an_overlap():
    start = business_day(PROFILE, SEED, date(2026, 5, 4)).start
    store = LiveStore(PROFILE, SEED, since=start, counters=Counters.starting(PROFILE, SEED))
    shifts = Shifts(start)
    events = store.events(start + timedelta(hours=60))
    periods = [*shifts.add(events), *shifts.end_all()]
    inside = [event for event in events if not event.outside]
    assert sum(len(period.events) for period in periods) == len(inside)
    for register in ("1", "2", "3"):
        mine = [period for period in periods if period.register == register]
        assert len({(period.events[0].day, period.number) for period in mine}) == len(mine) > 2
        for before, after in pairwise(mine):
            assert before.ends < after.begins
        for period in mine:
            assert {event.day for event in period.events} == {period.events[0].day}
            assert all(period.begins <= each.moment <= period.ends for each in period.events)


def _closes(event):
    return event.detail is not None and event.detail.name == "ShiftDetail"
