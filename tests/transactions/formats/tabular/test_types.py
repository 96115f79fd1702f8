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
from transactions.flags import find_flags
from transactions.formats.canonical import FormatContext
from transactions.formats.tabular.types import meaning_of_word
from transactions.formats.tabular.types_report import meaning_of_report

WORDS = {
    "no_sale": "NO SALE, NoSale, no-sale, No_Sale, Drawer Open, Drawer Opened, Open Drawer",
    "post_void": "Post Void, Post-Void, POSTVOID, Void After Tender",
    "line_void": "Line Void, LINE_VOID, Item Void, Item Cancel, Item Delete, Error Correct, "
    "Error-Correct, Item Correction, Void Item, Voided Line, ITEM VOIDED",
    "void": "VOID, Voided, Void Transaction, Cancelled Sale, Cancel Trans, Canceled Ticket, "
    "Abandoned, Void Refund",
    "refund": "Refund, REFUNDED, Return, Credit, Refund Sale, Sale Return, Credit Card Refund",
    "suspend": "Suspend, Suspended Sale, Hold, Parked, On Hold",
    "resume": "Resume, Recall, Recalled, Retrieve",
    "paid_out": "Pay Out, Payout, Paid Out, PAIDOUT, Vendor Payment, Vendor Pay",
    "paid_in": "Pay In, Paid In, payin",
    "safe_drop": "Safe Drop, SafeDrop, Drop, Cash Drop",
    "safe_loan": "Safe Loan, Till Loan",
    "manual_discount": "Discount, DISC, Discount Removed, Manual Discount",
    "price_override": "Price Override, Override, Price Change, Price Modified, Price Modify",
    "sale": "Sale, SALES, Network Sale, Credit Sale",
    "unknown": "Avoid, Household, Discontinued, Parking lot, 17, X, Manager Override, Airdropped",
}
CASES = [(word, kind) for kind, words in WORDS.items() for word in words.split(", ")]


@pytest.mark.parametrize(("word", "kind"), CASES)
def test_type_words(word, kind):
    assert meaning_of_word(word) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Void Report", "void"), ("Voids", "void"), ("No Sale Report", "no_sale"),
     ("Refund Report", "refund"), ("Line Void Detail", "line_void"), ("Sales Journal", "sale"),
     ("Voids and Refunds", "unknown"), ("Void/Refund Report", "unknown"),
     ("Transaction Report", "unknown"), ("All Sales Transactions", "unknown")],
)  # fmt: skip
def test_a_reports_name_says_what_its_rows_are_if_it_says_one_thing(name, kind):
    assert meaning_of_report([name]) == kind


def flags(event):
    return {str(hit.flag) for hit in find_flags(event, FormatContext())}


@pytest.mark.parametrize(
    ("kind", "written", "event_type", "amount", "flagged"),
    [
        ("Sale", "5.00", "sale", "5.00", set()),
        ("Refund", "5.00", "refund", "-5.00", {"refund"}),
        ("Refund", "(5.00)", "refund", "-5.00", {"refund"}),
        ("Void", "-5.00", "void", "5.00", {"void"}),
        ("Post Void", "5.00", "post_void", "5.00", {"void"}),
        ("No Sale", "0.00", "no_sale", None, {"no_sale"}),
        ("Suspend", "5.00", "suspend", "5.00", {"suspended"}),
        ("Paid Out", "5.00", "paid_out", "-5.00", set()),
        ("Paid In", "-5.00", "paid_in", "5.00", set()),
        ("Safe Drop", "5.00", "safe_drop", "-5.00", set()),
        ("Line Void", "5.00", "sale", None, {"cancellation"}),
        ("Discount", "5.00", "sale", None, {"manual_discount"}),
        ("Price Override", "5.00", "sale", None, {"price_override"}),
        ("Training", "5.00", "sale", "5.00", {"training_sale"}),
        ("Sale", "-5.00", "refund", "-5.00", {"refund"}),
        ("Frobnicate", "5.00", "unknown", "5.00", set()),
    ],
)
def test_a_type_word_decides_event_sign_and_flags(kind, written, event_type, amount, flagged):
    event = only(table(row(kind=kind, amount=written)))
    assert (event.event_type, flags(event)) == (event_type, flagged)
    assert event.amount == (Decimal(amount) if amount else None)
    assert event.source_event_tag == f"row:{kind.lower()}"


def test_a_voided_line_keeps_what_it_was_worth():
    header = [*HEADER, "Scan Code", "Description", "Qty"]
    event = only(
        table([*row(kind="Line Void", amount="-3.98"), "0049000050103", "COLA", "2"], header=header)
    )
    (line,) = event.lines
    assert (line.status, line.status_raw, line.sku) == ("cancelled", "Line Void", "0049000050103")
    assert flags(event) == {"cancellation"}


def test_what_was_done_to_a_sale_joins_the_sale_beside_it():
    events, _ = read(table(row(), row(kind="Line Void", amount="2.00"), row("1002")))
    assert [event.amount for event in events] == [5, 5]
    assert flags(events[0]) == {"cancellation"}
    assert events[0].lines[0].amount == 2


def test_flag_columns_count_beside_a_type_column():
    header = [*HEADER, "Has Line Void", "Voided", "Training", "Refund"]
    rows = [
        [*row("1"), "Y", "", "", ""], [*row("2"), "0", "1", "", ""],
        [*row("3"), "", "", "true", ""],
        [*row("4"), "", "", "", "Yes"], [*row("5"), "no", "no", "no", "no"],
    ]  # fmt: skip
    events, _ = read(table(*rows, header=header))
    assert [flags(event) for event in events] == [
        {"cancellation"}, {"void"}, {"training_sale"}, {"refund"}, set(),
    ]  # fmt: skip


def test_a_status_counts_where_the_type_says_sale():
    header = [*HEADER, "Order Status"]
    events, reader = read(
        table(
            [*row("1"), "Completed"], [*row("2"), "Voided"], [*row("3"), "Refunded"], header=header
        )
    )
    assert [event.event_type for event in events] == ["sale", "void", "refund"]
    assert not reader.unknown_elements


def test_a_column_called_void_with_amounts_is_an_amount():
    header = ["Trans #", "Date", "Time", "Void", "Cashier"]
    event = only(table(["1", "8/15/2026", "1:00 PM", "12.34", "JOHN"], header=header))
    assert (event.event_type, event.amount) == ("void", Decimal("12.34"))


@pytest.mark.parametrize(
    ("title", "kind"), [("No Sale Report", "no_sale"), ("Refund Report", "refund")]
)
def test_without_a_type_column_the_reports_name_speaks(title, kind):
    header = [name for name in HEADER if name != "Tran Type"]
    cells = [cell for cell in row() if cell != "Sale"]
    data = table(header, cells, header=[title])
    assert only(data).event_type == kind
    assert only(table(cells, header=header), name=f"{title} 8-15.csv").event_type == kind
    assert questions(data) == []


def test_where_nothing_says_the_type_it_is_asked():
    header = [name for name in HEADER if name != "Tran Type"]
    data = table([cell for cell in row() if cell != "Sale"], header=header)
    assert questions(data) == ["row_type"]
    event = only(data)
    assert (event.event_type, event.confidence) == ("sale", "likely")


def test_unknown_words_are_kept_listed_and_asked():
    data = table(row(kind="Frob"), row("2", kind="frob"), row("3"))
    words = {word.word: (word.count, word.is_known) for word in proposal_of(data).type_words}
    assert words == {"frob": (2, False), "sale": (1, True)}
    events, reader = read(data)
    assert [event.event_type for event in events] == ["unknown", "unknown", "sale"]
    assert reader.unknown_elements.total() == 2
    assert codes(reader) == ["assumed_type_word"]


def test_an_approver_who_is_not_the_cashier_is_an_override():
    header = [*HEADER, "Approved By"]
    events, _ = read(table([*row("1"), "BOSS"], [*row("2"), "john"], header=header))
    assert [flags(event) for event in events] == [{"override"}, set()]


def test_a_refund_of_a_paid_out_department_is_a_paid_out():
    header = [*HEADER, "Description"]
    events, _ = read(
        table(
            [*row("1", kind="Refund"), "PAID OUT"],
            [*row("2", kind="Refund"), "LOTTERY PAYOUT"],
            [*row("3", kind="Refund"), "COLA"],
            header=header,
        )
    )
    assert [event.event_type for event in events] == ["paid_out", "paid_out", "refund"]


def test_negative_sales_of_prepaid_fuel_are_no_refunds():
    header = [*HEADER, "Pump"]
    event = only(table([*row(amount="-4.85"), "3"], header=header))
    assert (event.event_type, event.amount, flags(event)) == ("sale", Decimal("-4.85"), set())


def test_a_price_before_and_after_is_an_override():
    header = [*HEADER, "Description", "Qty", "Original Price", "New Price"]
    event = only(table([*row(kind="Price Override"), "COLA", "2", "2.50", "2.00"], header=header))
    assert [(a.kind, a.amount) for a in event.adjustments] == [("price_override", Decimal("1.00"))]


def test_tenders_have_their_class_and_the_amount():
    header = [*HEADER, "MOP"]
    cash, card, both = read(
        table(
            [*row("1"), "CASH"],
            [*row("2"), "Visa xxxx1234"],
            [*row("3"), "Cash/Credit"],
            header=header,
        )
    )[0]
    assert [(t.tender_class, t.amount) for t in cash.tenders] == [("cash", 5)]
    assert [(t.tender_class, t.card_last4) for t in card.tenders] == [("card", "1234")]
    assert [(t.tender_class, t.amount) for t in both.tenders] == [("cash", None), ("card", None)]


def test_a_tender_that_a_person_named_keeps_its_class():
    header = [*HEADER, "MOP"]
    event = only(table([*row(), "17"], header=header), tender_classes={"17": "fleet"})
    assert event.tenders[0].tender_class == "fleet"
