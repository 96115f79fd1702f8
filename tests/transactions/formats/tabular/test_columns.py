from __future__ import annotations

from decimal import Decimal

import pytest

from tests.transactions.formats.tabular.layouts import (
    HEADER,
    codes,
    proposal_of,
    questions,
    read,
    row,
    table,
)
from transactions.formats.tabular.roles import SYNONYMS
from transactions.formats.tabular.roles_match import match_name


@pytest.mark.parametrize(("role", "names"), SYNONYMS.items(), ids=[str(r) for r in SYNONYMS])
def test_every_synonym_is_its_roles_and_no_others(role, names):
    for name in names.split(", "):
        for spelled in (name, name.upper(), name.title(), name.title().replace(" ", ""),
                        name.replace(" ", "_"), f"  {name.replace(' ', chr(0xA0))}  "):  # fmt: skip
            assert match_name(spelled).role == role, spelled


@pytest.mark.parametrize(
    "name", ["Paid", "Identity", "Timely", "Update", "ID", "Notes 2", "Candidate"]
)
def test_a_name_that_only_contains_a_synonym_is_unknown(name):
    assert match_name(name) is None


@pytest.mark.parametrize(
    ("name", "role"),
    [("Trans. No.", "transaction_no"), ("TranType", "type"), ("Transaction Amout", "amount"),
     ("Date of Transaction", "date"), ("Void $", "void_amount"), ("Amount ($)", "amount"),
     ("Número", None), ("Regíster #", "register")],
)  # fmt: skip
def test_spellings_of_a_name(name, role):
    match = match_name(name)
    assert (match.role if match else None) == role


def test_two_amounts_are_asked_about_and_neither_is_used():
    data = table([*row(), "6.00"], header=[*HEADER, "Total"])
    assert "two_columns" in questions(data)
    (event,), reader = read(data)
    assert event.amount is None
    assert "assumed_two_columns" in codes(reader)


def test_two_amounts_that_are_equal_throughout_are_one():
    data = table([*row(), "5.00"], [*row("1002"), "5.00"], header=[*HEADER, "Total"])
    assert questions(data) == []
    assert [event.amount for event in read(data)[0]] == [5, 5]


def test_a_misspelt_amount_is_used_and_asked_about():
    data = table(row(), header=[*HEADER[:-1], "Total Amuont"])
    assert "spelling" in questions(data)


def test_a_column_of_amounts_without_amounts_is_not_used():
    data = table(*[row(amount="five")] * 3)
    assert "not_fitting" in questions(data)


def test_a_column_called_transaction_is_read_by_its_cells():
    header = ["Transaction", *HEADER[1:5], "Amount"]
    typed = table(["Sale", *row()[1:5], "5"], ["Void", *row()[1:5], "6"], header=header)
    numbered = table(["1001", *row()[1:5], "5"], ["1002", *row()[1:5], "6"], header=header)
    assert [event.event_type for event in read(typed)[0]] == ["sale", "void"]
    assert [event.transaction_no for event in read(numbered)[0]] == ["1001", "1002"]


def test_unknown_columns_are_named():
    _, reader = read(table([*row(), "x"], header=[*HEADER, "Aisle colour"]))
    assert reader.unknown_elements == {"column: Aisle colour": 1}


def test_modisofts_own_names_are_recognised():
    header = [
        "TranDate",
        "TranType",
        "CashierName",
        "PosRegisterNo",
        "OrderID",
        "HasLineVoid",
        "GrossAmount",
        "DiscountAmount",
        "PromotionAmount",
        "TaxNetAmount",
        "NetAmount",
    ]
    data = table(
        [
            "8/15/2026 1:31:38 PM",
            "Sale",
            "JOHN",
            "2",
            "77",
            "true",
            "10",
            "1.5",
            "0.5",
            "0.8",
            "8.8",
        ],
        ["8/15/2026 1:32:38 PM", "Sale", "JOHN", "2", "78", "false", "10", "0", "0", "0.8", "10.8"],
        header=header,
    )
    (voided, plain), reader = read(data)
    assert reader.vendor == voided.vendor == "Modisoft"
    assert (voided.amount, voided.tax, voided.gross) == (
        Decimal("8.8"), Decimal("0.8"), 10)  # fmt: skip
    assert [line.status for line in voided.lines] == ["cancelled"]
    assert {(a.kind, a.amount) for a in voided.adjustments} == {
        ("manual_discount", Decimal("1.5")),
        ("promotion", Decimal("0.5")),
    }
    assert not plain.lines
    assert not plain.adjustments


def test_of_two_dates_that_differ_neither_is_guessed():
    data = table([*row(), "08/16/2026"], header=[*HEADER, "Tran Date"])
    assert "two_columns" in questions(data)


def test_a_business_date_beside_a_date_is_its_own():
    data = table(
        [*row(when="08/16/2026", clock="12:20 AM"), "08/15/2026"], header=[*HEADER, "Business Date"]
    )
    (event,), _ = read(data)
    assert event.occurred_local.isoformat() == "2026-08-16T00:20:00"
    assert event.business_date.isoformat() == "2026-08-15"


def test_the_same_layout_has_one_name_whatever_the_day():
    titled = b"Void Report,,,,,,\r\n%s,,,,,,\r\n"
    first = titled % b"08/01/2026" + table(row())
    second = titled % b"08/02/2026" + table(row("1002"), row("1003"))
    other = table(row(), header=[*HEADER[:-1], "Total"])
    assert proposal_of(first).fingerprint == proposal_of(second).fingerprint
    assert proposal_of(first).fingerprint != proposal_of(other).fingerprint
