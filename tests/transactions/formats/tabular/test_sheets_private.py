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
OTHERS = """Cashier Name|Cashier|Employee Name|User Name|Store Name|Item Name|Name|Loyalty Amount|Loyalty
|Loyalty Discount|NoOfCustomer|Customer Count|Card Type|Card Amount|Credit Card|Gift Card|Card
|Account Name|Type|Age|Phone Card Sales|Address Type|Date|Business Date|Description
|Register No|Transaction No|Till ID|Approved By"""
PRIVATE = """Whole numbers as numbers, as programs store codes and telephone numbers."""


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
    PRIVATE.split("|"),
)
def test_names_of_private_columns(name):
    header = find_header([b"Date", b"Type", name.strip().encode()], [], None)
    assert header is not None
    assert list(header.masks) == [2]


@pytest.mark.parametrize(
    "name",
    OTHERS.split("|"),
)
def test_names_that_only_resemble_private_ones(name):
    header = find_header([b"Date", b"Type", name.strip().encode()], [], None)
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
