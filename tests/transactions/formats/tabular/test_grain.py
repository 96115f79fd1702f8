from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.transactions.formats.tabular.layouts import (
    codes,
    only,
    proposal_of,
    questions,
    read,
    table,
)
from transactions.flags import find_flags
from transactions.formats.canonical import FormatContext

LINES = ["Trans #", "Date", "Time", "Register", "Cashier", "Type", "Scan Code", "Description",
         "Qty",
         "Price", "Amount"]  # fmt: skip


def line(number, item, amount, kind="Sale", quantity="1", price=None, clock="1:31:38 PM"):
    return [number, "08/15/2026", clock, "1", "JOHN", kind, f"000{item}", f"ITEM {item}", quantity,
            price or amount, amount]  # fmt: skip


def flags(event):
    return {str(hit.flag) for hit in find_flags(event, FormatContext())}


def test_rows_of_one_number_become_one_receipt():
    events, reader = read(
        table(line("1", 7, "2.00"), line("1", 8, "3.50"), line("2", 7, "2.00"), header=LINES)
    )
    assert [(e.transaction_no, len(e.lines), e.amount) for e in events] == [
        ("1", 2, Decimal("5.50")), ("2", 1, Decimal("2.00")),
    ]  # fmt: skip
    assert [ln.sku for ln in events[0].lines] == ["0007", "0008"]
    assert not reader.problems


def test_a_total_that_all_rows_of_a_receipt_repeat_is_not_doubled():
    header = [*LINES, "Total Amount"]
    rows = [
        [*line("1", 7, "2.00"), "5.94"],
        [*line("1", 8, "3.50"), "5.94"],
        [*line("2", 7, "2.00"), "2.16"],
    ]
    events, reader = read(table(*rows, header=header))
    assert [e.amount for e in events] == [Decimal("5.94"), Decimal("2.16")]
    assert [ln.amount for ln in events[0].lines] == [Decimal("2.00"), Decimal("3.50")]
    assert not reader.problems


def test_one_amount_that_never_differs_in_a_receipt_is_asked_about():
    header = [name for name in LINES if name != "Price"]
    rows = [line("1", 7, "5.50"), line("1", 8, "5.50")]
    data = table(*[r[:9] + r[10:] for r in rows], header=header)
    assert questions(data) == ["line_or_total"]
    event = only(data)
    assert event.amount == Decimal("5.50")


def test_quantity_times_price_shows_the_lines_amount():
    rows = [
        line("1", 7, "5.00", quantity="2", price="2.50"),
        line("1", 8, "5.00", quantity="4", price="1.25"),
    ]
    data = table(*rows, header=LINES)
    assert questions(data) == []
    assert only(data).amount == Decimal("10.00")


def test_a_voided_line_within_a_sale_is_a_removed_item():
    for word in ("Line Void", "Void"):
        event = only(table(line("1", 7, "2.00"), line("1", 8, "3.50", kind=word), header=LINES))
        assert (event.event_type, event.amount) == ("sale", Decimal("2.00"))
        assert [ln.status for ln in event.lines] == ["normal", "cancelled"]
        assert flags(event) == {"cancellation"}


def test_a_receipt_whose_rows_all_say_void_is_voided():
    event = only(
        table(line("1", 7, "2.00", kind="Void"), line("1", 8, "3.50", kind="Void"), header=LINES)
    )
    assert (event.event_type, event.amount, flags(event)) == ("void", Decimal("5.50"), {"void"})


def test_a_returned_item_within_a_sale_is_negative():
    event = only(table(line("1", 7, "9.00"), line("1", 8, "3.50", kind="Return"), header=LINES))
    assert (event.event_type, event.amount) == ("sale", Decimal("5.50"))
    assert flags(event) == {"refund"}


def test_rows_of_payments_taxes_and_discounts_are_no_goods():
    rows = [line("1", 7, "9.00"), line("1", 8, "-1.00", kind="Discount"),
            line("1", 0, "0.64", kind="Sales Tax"),
            [*line("1", 0, "8.64", kind="Payment")[:7], "CASH", "", "", "8.64"]]  # fmt: skip
    event = only(table(*rows, header=LINES))
    assert [ln.description for ln in event.lines] == ["ITEM 7"]
    assert [(t.tender_class, t.amount) for t in event.tenders] == [("cash", Decimal("8.64"))]
    assert (event.tax, event.amount) == (Decimal("0.64"), Decimal("8.64"))
    assert flags(event) == {"manual_discount"}


def test_items_below_the_row_that_names_their_receipt_belong_to_it():
    rows = [
        line("1", 7, "2.00"),
        ["", "", "", "", "", "", "0008", "ITEM 8", "1", "3", "3.00"],
        line("2", 9, "1.00"),
    ]
    events, _ = read(table(*rows, header=LINES))
    assert [(e.transaction_no, e.amount) for e in events] == [("1", 5), ("2", 1)]


def test_the_same_number_at_two_registers_is_two_receipts():
    one, other = line("1", 7, "2.00"), line("1", 8, "3.00")
    other[3] = "2"
    events, _ = read(table(one, other, line("3", 7, "1"), line("3", 8, "2"), header=LINES))
    assert [(e.register, e.amount) for e in events] == [("1", 2), ("2", 3), ("1", 3)]


def test_rows_that_contradict_each_other_are_not_read():
    rows = [
        line("1", 7, "2.00", kind="Sale"),
        line("1", 8, "3.50", kind="Paid Out"),
        line("2", 7, "2"),
        line("2", 8, "3"),
    ]
    events, reader = read(table(*rows, header=LINES))
    assert [e.transaction_no for e in events] == ["2"]
    assert codes(reader) == ["mixed_types", "mixed_types"]
    assert (reader.rows_by_class["data"], reader.rows_by_class["unread"]) == (2, 2)


def test_repeated_numbers_without_items_are_asked_about():
    header = ["Trans #", "Date", "Time", "Type", "Amount"]
    row = ["1", "08/15/2026", "1:00 PM", "Sale"]
    assert questions(table([*row, "5"], [*row, "6"], header=header)) == ["repeated_numbers"]


CASHIERS = [
    "Cashier",
    "Transactions",
    "Voids",
    "Void Amount",
    "No Sales",
    "Refunds",
    "Refund Amount",
    "Over/Short",
]


def test_a_cashier_report_becomes_control_totals_and_no_transactions():
    data = table(
        ["From 08/15/2026 to 08/15/2026"], CASHIERS,
        ["JOHN", "120", "3", "17.50", "5", "1", "4.99", "(2.00)"],
        ["MARY", "99", "0", "0.00", "2", "0", "0.00", "1.25"],
        ["Total", "219", "3", "17.50", "7", "1", "4.99", "-0.75"],
        header=["Cashier Report"],
    )  # fmt: skip
    events, reader = read(data)
    assert events == []
    assert proposal_of(data).mapping.grain == "summary"
    found = {(t.cashier, str(t.metric)): (t.count, t.amount) for t in reader.control_totals}
    assert found["JOHN", "voids"] == (3, Decimal("17.50"))
    assert found["JOHN", "over_short"] == (None, Decimal("-2.00"))
    assert found["MARY", "no_sales"] == (2, None)
    assert {(t.scope, t.business_date, t.source) for t in reader.control_totals} == {
        ("cashier", date(2026, 8, 15), "tabular")
    }
    assert reader.totals_checked == 7
    assert codes(reader) == []


def test_a_department_report_is_summed_to_its_day():
    header = [
        "DeptName",
        "Sales",
        "SalesCash",
        "SalesCreditDebit",
        "Refund",
        "Discount",
        "Promotion",
        "NetSales",
    ]
    data = table(
        ["GROCERY", "$100.00", "$60.00", "$40.00", "$5.00", "$1.00", "$2.00", "$92.00"],
        ["BEER", "$50.00", "$50.00", "$0.00", "$1.50", "$0.00", "$0.00", "$48.50"],
        header=header,
    )
    events, reader = read(data)
    found = {str(t.metric): (t.scope, t.count, t.amount) for t in reader.control_totals}
    assert events == []
    assert found["refunds"] == ("day", None, Decimal("6.50"))
    assert found["discounts"] == ("day", None, Decimal("1.00"))


def test_a_no_sale_among_receipts_of_lines_has_no_line():
    rows = [line("1", 7, "2.00"), line("1", 8, "3.50"), [*line("2", 0, "", kind="No Sale")[:6]]]
    (_, drawer), _ = read(table(*rows, header=LINES))
    assert (drawer.event_type, drawer.lines, drawer.amount) == ("no_sale", [], None)
    assert flags(drawer) == {"no_sale"}
