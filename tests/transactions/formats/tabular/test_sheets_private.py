"""What a review never needs of a customer is masked by its column, in every container; item
codes and card-like numbers of other columns come through."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transactions.formats.tabular.sheets import kept, numbered, rows
from tests.transactions.formats.tabular.workbooks import xls, xlsx
from transactions.formats.private_columns import find_header
from transactions.formats.redaction import Redactor

CARD = "4111111111111111"
BARCODE = "4012888888881881"
MASKED = "XXXXXXXXXXXX1111"
OTHERS = (
    "Cashier Name|Cashier|Employee Name|User Name|Store Name|Item Name|Name|Loyalty Amount|"
    "Loyalty|Loyalty Discount|NoOfCustomer|Customer Count|Card Type|Card Amount|"
    "Credit Card|Gift Card|Card|Account Name|Type|Age|Phone Card Sales|Address Type|Date|"
    "Business Date|Description|Register No|Transaction No|Till ID|Approved By"
)
PRIVATE = (
    "LoyaltyNo|Loyalty #|Loyalty ID|Loyalty Card Number|Rewards No|Member ID|Customer|"
    "Customer Name|CustomerName|Cust Phone|Phone|PhoneNo|Phone Number|Mobile|Cell Phone|"
    "E-mail|Email Address|DOB|Date of Birth|BirthDate|Birthday|Driver License|"
    "Driver's License No|SSN|Address|Address 2|Approval Code|Auth Code|Expiration Date|"
    "Exp Date"
)


def as_delimited(delimiter):
    def make(table):
        return "".join(delimiter.join(map(str, row)) + "\r\n" for row in table).encode()

    return make


def as_page(table):
    cells = ["<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table]
    return ("<html><body><table>" + "\n".join(cells) + "</table></body></html>").encode()


def as_spreadsheetml(table):
    lines = [
        "<Row>" + "".join(f"<Cell><Data>{cell}</Data></Cell>" for cell in row) + "</Row>"
        for row in table
    ]
    start = '<?xml version="1.0"?><Workbook xmlns="urn:x"><Worksheet Name="a"><Table>'
    return (start + "\n".join(lines) + "</Table></Worksheet></Workbook>").encode()


def as_wide(table):
    return as_delimited("\t")(table).decode().encode("utf-16")


def as_numbers(make):
    """Whole numbers as numbers, as programs store codes and telephone numbers."""

    def numbers(table):
        return make({"A": [[int(c) if str(c).isdigit() else c for c in row] for row in table]})

    return numbers


MAKERS = {
    "csv": as_delimited(","),
    "semicolon": as_delimited(";"),
    "bar": as_delimited("|"),
    "utf-16": as_wide,
    "html": as_page,
    "spreadsheetml": as_spreadsheetml,
    "xlsx": lambda table: xlsx({"A": table}),
    "xls": lambda table: xls({"A": table}),
    "xlsx numbers": as_numbers(xlsx),
    "xls numbers": as_numbers(xls),
}


@pytest.fixture(params=MAKERS.values(), ids=MAKERS.keys())
def make(request):
    return request.param


def plain(table):
    """Cells as text, whatever type they kept."""
    return [tuple(str(cell) for cell in row) for row in table]


def test_private_columns_are_masked_and_others_kept(make):
    data = make(
        [
            ["Void Report", "Void Report", "Void Report"],
            ["Date", "Scan Code", "LoyaltyNo", "CustomerName", "Phone No", "Birth Date", "Card No"],
            ["1/2/26", BARCODE, "70012", "Bob Jones", "5551234567", "1990-01-02", CARD],
            ["1/3/26", "12345678", "70013", "Ann", "555", "x", "**** 1234"],
        ]
    )
    assert plain(rows(data))[2:] == [
        ("1/2/26", BARCODE, "XXXXX", "XXX XXXXX", "XXXXXXXXXX", "XXXX-XX-XX", MASKED),
        ("1/3/26", "12345678", "XXXXX", "XXX", "XXX", "X", "**** 1234"),
    ]


def test_a_card_number_is_masked_in_any_other_column(make):
    data = make([["Date", "Description", "Note"], ["1/2/26", CARD, f"paid {CARD} ok"]])
    assert plain(rows(data))[1] == ("1/2/26", MASKED, f"paid {MASKED} ok")


@pytest.mark.parametrize("name", ["UPC", "Scan Code", "ScanCode", "Item #", "Trans #", "PLU"])
def test_item_codes_and_transaction_numbers_survive(make, name):
    data = make([["Date", name, "Type"], ["1/2/26", BARCODE, "Sale"]])
    assert plain(rows(data))[1] == ("1/2/26", BARCODE, "Sale")


def test_a_header_in_two_rows_is_put_together(make):
    data = make(
        [
            ["Date", "Loyalty", "Customer", "Register"],
            ["Time", "No", "Name", "No"],
            ["1/2/26", "7001", "Bob", "3"],
        ]
    )
    assert plain(rows(data)) == [
        ("Date", "Loyalty", "Customer", "Register"),
        ("Time", "No", "Name", "No"),
        ("1/2/26", "XXXX", "XXX", "3"),
    ]


def test_a_header_repeated_on_every_page_stays_readable(make):
    header = ["Date", "Phone No", "Type"]
    data = make([header, ["1/2/26", "555", "Sale"], header, ["1/3/26", "556", "Sale"]])
    assert plain(rows(data)) == [
        tuple(header),
        ("1/2/26", "XXX", "Sale"),
        tuple(header),
        ("1/3/26", "XXX", "Sale"),
    ]


def test_a_heading_within_the_table_does_not_unmask_what_follows(make):
    header = ["Date", "Phone No", "Type", "Register", "Amount"]
    heading = ["Cashier: John", "Register: two", "", "", ""]
    data = make([header, ["1/2/26", "555", "Sale", "1", "5.00"], heading, [*"abcde"]])
    assert plain(rows(data))[-1][:2] == ("a", "X")


def test_each_sheet_has_its_own_header():
    sheets = {
        "A": [["Date", "Phone", "Type"], ["x", "555", "Sale"]],
        "B": [["Date", "Type", "UPC"], ["y", "Refund", int(BARCODE)]],
    }
    assert numbered(xlsx(sheets)) == {
        "A": {1: ("Date", "Phone", "Type"), 2: ("x", "XXX", "Sale")},
        "B": {1: ("Date", "Type", "UPC"), 2: ("y", "Refund", Decimal(BARCODE))},
    }


def test_no_word_of_a_private_cell_is_kept_in_attributes_or_nested_tags():
    data = (
        b'<table><tr><td>Date<td>Phone<td>Type<tr><td>1<td x:num="5551234" title=5551234>'
        b"<b>555</b>-1234<!-- 5551234 --><table><tr><td>5551234</table><td>Sale</table>"
    )
    out = kept(data)
    assert b"555" not in out
    assert b"1234" not in out
    assert b"Sale" in out


def test_a_row_over_several_lines_is_masked_in_the_right_column():
    data = (
        b"Date,Note,Phone,UPC\r\n"
        b'1/2/26,"two\r\nlines, and ""more""",555-1234,%b\r\n1/3/26,12" pipe,555,1\r\n'
    ) % BARCODE.encode()
    assert rows(data)[1:] == [
        ("1/2/26", 'two\r\nlines, and "more"', "XXX-XXXX", BARCODE),
        ("1/3/26", '12" pipe', "XXX", "1"),
    ]


def test_a_masked_grid_is_still_a_grid():
    track = f"%B{CARD}^DOE/JOHN"
    data = xlsx({f"Card {CARD}": [["Type", "Note"], [track, 5.25], [f'a "{CARD}" \\', True]]})
    out = kept(data)
    assert CARD.encode() not in out
    assert b"DOE" not in out
    assert all(json.loads(line) is not None for line in out.splitlines())


def test_how_many_card_numbers_were_masked_is_counted():
    table = [["Date", "Card No", "Note"], ["1/2/26", CARD, CARD], ["1/2/26", "x", CARD]]
    for data in (as_delimited(",")(table), as_page(table)):
        redactor = Redactor()
        redactor.feed(data)
        redactor.finish()
        assert redactor.redacted == 3


@pytest.mark.parametrize(
    "name",
    PRIVATE.split("|"),
)
def test_names_of_private_columns(name):
    header = find_header([b"Date", b"Type", name.encode()], [], None)
    assert header is not None
    assert list(header.masks) == [2]


@pytest.mark.parametrize(
    "name",
    OTHERS.split("|"),
)
def test_names_that_only_resemble_private_ones(name):
    header = find_header([b"Date", b"Type", name.encode()], [], None)
    assert header is not None
    assert header.masks == {}


def test_a_row_of_data_is_no_header():
    assert find_header([b"1/2/26", b"Phone", b"Customer Name"], [], None) is None
    assert find_header([b"Phone Card", b"5.00", b"Card"], [], None) is None


WORDS = st.sampled_from(["Sale", "Bob", "x,y", 'a"b', "1.50", "", "two\nlines", "é", "555-1234"])


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=6), st.data())
def test_masking_keeps_the_shape_of_a_table_and_does_not_depend_on_pieces(body, data):
    out = io.StringIO()
    csv.writer(out).writerows([("Date", "Phone", "Type"), *body])
    text = out.getvalue().encode()
    masked = kept(text)
    redactor, position = Redactor(), 0
    pieces = []
    while position < len(text):
        size = data.draw(st.integers(1, 40))
        pieces.append(redactor.feed(text[position : position + size]))
        position += size
    assert b"".join(pieces) + redactor.finish() == masked
    read = list(csv.reader(io.StringIO(masked.decode(), newline="")))
    wanted = [
        [row[0], "".join("X" if c.isalnum() else c for c in row[1].replace("é", "XX")), row[2]]
        for row in body
    ]
    assert read[1:] == wanted
