from __future__ import annotations

from decimal import Decimal

import pytest

from tests.transactions.formats.tabular.layouts import (
    HEADER,
    codes,
    only,
    proposal_of,
    questions,
    read,
    row,
    table,
)
from transactions.formats.canonical import Problem, UnreadableFileError


def test_merged_titles_are_passed_over_and_kept():
    titles = [
        ["Void Report"] * 7,
        ["", "", ""],
        ["Store: 101 Main St"] * 7,
        ["From 08/01/2026 to 08/21/2026"] * 7,
        ["Printed on 08/22/2026 6:00 AM", "", ""],
    ]
    data = table(*titles[1:], HEADER, row(), header=titles[0])
    (event,), reader = read(data)
    titles = proposal_of(data).titles
    assert (titles.report_name, titles.store) == ("Void Report", "101")
    assert (titles.first_day.day, titles.last_day.day) == (1, 21)
    assert event.store_code == reader.store_code == "101"
    assert reader.declared_at.isoformat() == "2026-08-22T06:00:00"
    assert reader.rows_by_class["title"] == 5


def test_a_header_of_two_rows_is_joined():
    upper = ["Transaction", "", "", "Register", "Cashier", "Transaction", "Total"]
    lower = ["No", "Date", "Time", "No", "Name", "Type", "Amount"]
    (event,), reader = read(table(lower, row(), header=upper))
    assert (event.transaction_no, event.register, event.cashier) == ("1001", "1", "JOHN")
    assert (event.event_type, event.amount) == ("sale", 5)
    assert reader.rows_by_class["header"] == 2


def test_repeated_headers_pages_and_blanks_are_counted_and_not_read():
    data = table(row(), [""] * 7, ["Page 1 of 2"], HEADER, row("1002"), ["Printed on 8/22/2026"])
    events, reader = read(data)
    assert [event.transaction_no for event in events] == ["1001", "1002"]
    counts = reader.rows_by_class
    assert (counts["repeated_header"], counts["footer"], counts["blank"]) == (1, 2, 1)
    assert (counts["data"], counts["unread"]) == (2, 0)


def test_a_totals_row_is_checked_and_not_read_as_a_sale():
    events, reader = read(
        table(row(), row("1002", amount="7.50"), ["Total\u00a0", "\u00a0", "", "", "", "", "12.50"])
    )
    assert len(events) == 2
    assert reader.rows_by_class["total"] == 1
    assert reader.totals_checked == 1
    assert not reader.problems


def test_a_total_that_differs_is_said_with_both_sums():
    _, reader = read(table(row(), ["Grand Total", "", "", "", "", "", "6.00"]))
    assert reader.problems == [
        Problem(
            "total_differs",
            {"row": "3", "sheet": "", "column": "Amount", "said": "6.00", "ours": "5.00"},
        )
    ]


def test_subtotals_of_groups_and_the_grand_total_are_checked():
    data = table(
        ["Cashier: JOHN (2)"], row(), row("1002"), ["Subtotal", "", "", "", "", "", "10.00"],
        ["Cashier: MARY (1)"], row("1003"), ["JOHN Total", "", "", "", "", "", "5.00"],
        ["Grand Total", "", "", "", "", "", "15.00"],
    )  # fmt: skip
    _, reader = read(data)
    assert (reader.totals_checked, codes(reader)) == (3, [])
    assert reader.rows_by_class["heading"] == 2


def test_figures_without_date_and_number_are_a_total():
    events, reader = read(table(row(), ["", "", "", "", "", "", "5.00"]))
    assert (len(events), reader.rows_by_class["total"]) == (1, 1)


def test_a_product_called_total_is_a_row_like_any():
    header = ["Description", "Trans #", "Date", "Amount"]
    event = only(table(["Total Cereal", "7", "8/15/2026", "4.99"], header=header))
    assert event.lines[0].description == "Total Cereal"


def test_group_headings_are_carried_down():
    header = ["Trans #", "Time", "Type", "Amount"]
    data = table(
        ["Date: 08/15/2026"], ["Register: 2"], ["Cashier: JOHN (2)"],
        ["1", "1:00 PM", "Sale", "5"], ["2", "1:05 PM", "Void", "6"],
        ["Cashier:", "MARY"], ["3", "1:06 PM", "Sale", "7"],
        ["Register 3"], ["4", "1:07 PM", "Sale", "8"],
        header=header,
    )  # fmt: skip
    events, reader = read(data)
    assert [(e.register, e.cashier) for e in events] == [
        ("2", "JOHN"), ("2", "JOHN"), ("2", "MARY"), ("3", ""),
    ]  # fmt: skip
    assert {e.occurred_local.date().isoformat() for e in events} == {"2026-08-15"}
    assert not codes(reader)


def test_headings_may_name_the_type():
    header = ["Trans #", "Date", "Time", "Amount"]
    data = table(["No Sales"], ["1", "8/15/2026", "1:00 PM", ""], ["Refunds"],
                 ["2", "8/15/2026", "1:05 PM", "6"], header=header)  # fmt: skip
    assert [event.event_type for event in read(data)[0]] == ["no_sale", "refund"]


def test_a_heading_above_the_header_counts_too():
    data = table(
        HEADER[:4] + HEADER[5:], row()[:4] + row()[5:], header=["Cashier: ANN", "", "", "", "", ""]
    )
    assert only(data).cashier == "ANN"


def test_a_row_that_cannot_be_read_is_listed_with_its_cells():
    events, reader = read(table(row(amount="5.0.0"), *[row(str(n)) for n in range(2, 12)]))
    assert [event.transaction_no for event in events] == [str(n) for n in range(2, 12)]
    (problem,) = reader.problems
    assert (problem.code, problem.source_index) == ("bad_number", 0)
    assert problem.params["row"] == "2"
    assert (problem.params["column"], problem.params["value"]) == ("Amount", "5.0.0")
    (unread,) = reader.row_errors
    assert unread.cells == tuple(row(amount="5.0.0"))
    assert events[0].source_index == 1


def test_a_long_value_is_cut_in_the_problem():
    rows = [row(str(n)) for n in range(40)]
    _, reader = read(table(*rows, row("77", when="x" * 500)))
    assert reader.problems[0].params["value"] == "x" * 60


def test_a_row_without_a_time_is_not_read_at_midnight():
    events, reader = read(table(row(), row("1002", when="", clock="")))
    assert [event.transaction_no for event in events] == ["1001"]
    assert codes(reader) == ["row_without_time"]


def test_a_day_without_a_time_says_so():
    header = [name for name in HEADER if name != "Time"]
    for day in ("08/15/2026", "08/15/2026 12:00:00 AM"):
        event = only(table(["1", day, "1", "JOHN", "Sale", "5"], header=header))
        assert event.is_date_only
        assert event.occurred_local.isoformat() == "2026-08-15T00:00:00"


def test_a_date_column_with_times_needs_no_time_column():
    header = [name for name in HEADER if name != "Time"]
    event = only(table(["1", "08/15/2026 1:31 PM", "1", "JOHN", "Sale", "5"], header=header))
    assert not event.is_date_only
    assert event.occurred_local.isoformat() == "2026-08-15T13:31:00"


def test_days_that_can_be_read_both_ways_are_asked_about():
    data = table(row(when="03/04/2026"), row("2", when="05/04/2026"))
    assert questions(data) == ["date_order"]
    events, reader = read(data)
    assert events[0].occurred_local.month == 3
    assert codes(reader) == ["assumed_date_order"]


def test_one_day_over_twelve_settles_the_whole_file():
    data = table(row(when="03/04/2026"), row("2", when="15/04/2026"))
    assert questions(data) == []
    assert [event.occurred_local.month for event in read(data)[0]] == [4, 4]


def test_the_reports_own_days_settle_the_order_too():
    titled = b"15/04/2026 - 16/04/2026,,,,,,\r\n" + table(row(when="03/04/2026"))
    assert questions(titled) == []
    assert only(titled).occurred_local.month == 4


def test_decimal_commas_are_found_per_column():
    data = table(row(amount="1.234,50"), row("2", amount="7,25"), delimiter=";")
    assert [event.amount for event in read(data)[0]] == [Decimal("1234.50"), Decimal("7.25")]


def test_amounts_that_can_be_read_both_ways_are_asked_about():
    assert questions(table(row(amount="1,234"), row("2", amount="5"))) == ["decimal_mark"]


def test_equal_rows_without_a_number_stay_two_and_are_named_alike_each_time():
    header = HEADER[1:]
    data = table(row()[1:], row()[1:], row(amount="6")[1:], header=header)
    first, again = read(data)[0], read(data)[0]
    assert [event.event_sequence for event in first] == ["", "2", ""]
    assert first == again


@pytest.mark.parametrize(
    ("when", "clock"),
    [("15/08/2026", "13:31"), ("2026-08-15", "13:31:38"), ("08/15/26", "1:31 PM")],
)
def test_a_numbered_row_is_named_alike_however_its_moment_is_written(when, clock):
    event, again = only(table(row())), only(table(row(when=when, clock=clock)))
    assert event.started_raw == again.started_raw
    assert event.started_raw != only(table(row(clock="1:32 PM"))).started_raw


def test_rows_without_a_number_are_told_apart_by_their_seconds():
    header = HEADER[1:]
    events, _ = read(table(row()[1:], row(clock="1:31:39 PM")[1:], header=header))
    assert len({event.started_raw for event in events}) == 2


def test_a_numbered_row_that_comes_twice_is_one_event():
    events, reader = read(table(row(), row("1002"), row()))
    assert [event.transaction_no for event in events] == ["1001", "1002"]
    assert codes(reader) == ["row_twice"]


def test_rows_of_one_number_that_differ_are_both_kept():
    events, _ = read(table(row(), row(amount="6.00")))
    assert [(e.amount, e.event_sequence) for e in events] == [(5, ""), (6, "2")]


def test_a_file_without_a_table_is_refused():
    with pytest.raises(UnreadableFileError) as refused:
        read(table(["1", "2", "3"], ["4", "5", "6"], header=["Alpha", "Beta", "Gamma"]))
    assert refused.value.code == "no_table"


def test_one_bad_amount_of_two_is_a_row_to_mend_and_the_other_is_read():
    events, reader = read(table(row(), row("2", amount="see note")))
    assert [event.amount for event in events] == [5]
    assert [unread.row for unread in reader.row_errors] == [3]


def test_sheets_without_a_table_are_counted_row_by_row():
    text = b"""<html><body><table><tr><td>Notes</td><td>x</td></tr><tr><td>a</td><td>b</td></tr>
    </table><table>%s</table></body></html>"""
    cells = b"".join(
        b"<tr>" + b"".join(b"<td>%s</td>" % cell.encode() for cell in cells) + b"</tr>"
        for cells in (HEADER, row())
    )
    events, reader = read(text % cells, name="export.xls")
    assert [event.transaction_no for event in events] == ["1001"]
    assert reader.rows_by_class["outside"] == 2
