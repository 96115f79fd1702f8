"""What back office and registers say of a day, against the truth of that day."""

import csv
import io
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from lossprevention.simulator.mouths import BLIND_TO, check_mouths, without
from lossprevention.simulator.tallies import COUNTED, Shifts, figures_of, shifts_of
from lossprevention.simulator.writers.modisoft import WORDS, key_of, modisoft_reports, noise_of
from lossprevention.simulator.writers.movement import shift_report
from tests.lossprevention.simulator.mouths import SEED, reports_of, small_day, spreadsheets_of
from transactions.formats import open_journal
from transactions.formats.canonical import EventType, FormatContext, Metric, PeriodScope


@pytest.fixture(scope="module")
def day():
    return small_day(400)


def rows_of(day, name):
    [file] = [each for each in spreadsheets_of(day, "csv") if name in each.path]
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    header = next(row for row in rows if len(row) > 1)
    body = rows[rows.index(header) + 1 :]
    return [dict(zip(header, row, strict=True)) for row in body if row[0] != "Total"]


def control_totals(content, name):
    reader = open_journal(io.BytesIO(content), name, FormatContext())
    assert list(reader) == []
    assert reader.problems == []
    assert dict(reader.unknown_elements) == {}
    return reader.control_totals


def test_the_list_has_a_row_for_every_event_but_the_lost_ones(day):
    noise = noise_of(day, SEED)
    rows = rows_of(day, "Transactions")
    told = [each for each in day.events if each.expected_type in WORDS]
    assert len(rows) == len(told) - len(noise.missing)
    assert Counter(row["TranType"] for row in rows if row["TranType"] != "Training") == Counter(
        WORDS[each.expected_type]
        for each in told
        if not each.training and key_of(each) not in noise.missing
    )
    numbers = {(row["PosRegisterNo"].lstrip("0"), row["OrderID"].lstrip("0")) for row in rows}
    assert not numbers & noise.missing
    assert not numbers & noise.without_number


def test_only_plain_sales_are_lost_or_told_wrong(day):
    noise = noise_of(day, SEED)
    by_key = {key_of(each): each for each in day.events}
    assert noise.missing
    for key in noise.missing | noise.unsure:
        event = by_key[key]
        assert (event.expected_type, event.expected_flags) == (EventType.SALE, frozenset())


def test_the_sum_below_the_list_is_that_of_its_rows(day):
    [report] = [e for e in modisoft_reports(day, noise_of(day, SEED)) if "Trans" in e.name]
    place = report.table.headers.index("NetAmount")
    assert report.table.total[place] == sum(
        (row[place] for row in report.table.rows if row[place] is not None), Decimal(0)
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Voids", EventType.VOID), ("Refunds", EventType.REFUND), ("NoSales", EventType.NO_SALE)],
)
def test_a_report_of_one_kind_lists_all_of_it(day, name, kind):
    numbers = {(r["Register"].lstrip("0"), r["Receipt #"].lstrip("0")) for r in rows_of(day, name)}
    assert numbers == {key_of(each) for each in day.events if each.expected_type is kind}


def test_the_truth_about_a_file_says_how_much_it_holds(day):
    for file in spreadsheets_of(day, "csv"):
        name = file.path.rpartition("/")[2].partition("-")[0]
        assert file.truth["rows"] == len(rows_of(day, name)) == sum(file.truth["by_type"].values())


def test_counts_of_a_shift_and_a_day_are_read_as_they_are(day):
    shifts, days = 0, 0
    for file in reports_of(day):
        told = control_totals(file.content, file.path)
        scope = PeriodScope.DAY if file.truth["kind"] == "msm_day" else PeriodScope.SHIFT
        for metric in COUNTED.values():
            mine = [each for each in told if each.metric is metric]
            assert {each.scope for each in mine} == {scope}
            assert sum(int(each.count) for each in mine) == file.truth["figures"][metric]["count"]
            if metric not in (Metric.VOIDS, Metric.NO_SALES):
                amount = sum((each.amount or 0 for each in mine), Decimal(0))
                assert amount == Decimal(file.truth["figures"][metric]["amount"])
        shifts += scope is PeriodScope.SHIFT
        days += scope is PeriodScope.DAY
    assert shifts == len(shifts_of(day)) > 3
    assert days == 1


def test_pumps_stand_behind_the_days_report_in_capitals(day):
    [file] = [each for each in reports_of(day) if each.truth["kind"] == "msm_day"]
    tail = file.content.partition(b"</MiscellaneousSummaryMovement>")[2]
    assert b"<REGISTERID>10001</REGISTERID>" in tail
    pumps = {each.register for each in control_totals(file.content, file.path)} - {""}
    assert pumps == {each.code for each in day.profile.pumps}


def test_shifts_add_up_to_the_day(day):
    inside = figures_of([each for each in day.events if not each.outside])
    for metric in COUNTED.values():
        assert (
            sum(figures_of(period.events)[metric].count for period in shifts_of(day))
            == inside[metric].count
        )


def test_a_shift_that_began_before_anybody_looked_is_not_told(day):
    told = Shifts().add(day.events)
    whole = {(each.register, each.ends) for each in shifts_of(day)}
    assert told
    assert {(each.register, each.ends) for each in told} < whole


def test_somebody_elses_ring_in_a_shift_is_told_by_its_own_cashier(day):
    period = next(each for each in shifts_of(day) if len(each.events) > 20)
    period.events[3].cashier, kept = "90", period.events[3].cashier
    try:
        name, content = shift_report(day.profile, period)
    finally:
        period.events[3].cashier = kept
    assert {each.cashier for each in control_totals(content, name)} == {kept, "90"}


def test_training_is_in_no_count():
    for offset in range(30):
        day = small_day(60, date(2025, 11, 11) + timedelta(days=offset))
        trained = [each for each in day.events if each.training]
        if trained:
            break
    assert trained
    assert {figure.count for figure in figures_of(trained).values()} == {0}


@pytest.mark.parametrize("kind", BLIND_TO)
def test_a_blind_journal_leaves_out_one_kind_and_nothing_else(day, kind):
    told = without(day, {kind})
    assert [each for each in day.events if each.expected_type is not kind] == told.events
    assert len(told.events) < len(day.events)


@pytest.mark.parametrize(("names", "container"), [(("fax",), "csv"), (("msm",), "pdf")])
def test_sources_that_nobody_has_are_refused(names, container):
    with pytest.raises(ValueError, match="no such"):
        check_mouths(names, container)
