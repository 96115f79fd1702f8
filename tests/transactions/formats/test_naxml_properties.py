"""Any event survives the way through XML; any damage ends in an orderly refusal."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transactions.formats.journals import CONTEXT, FIXTURES, journal, read
from transactions.flags import find_flags
from transactions.formats import open_journal
from transactions.formats.canonical import UnreadableFileError

TEXT = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cs", "Cn", "Zs")),
    max_size=20,
)
CENTS = st.integers(-99_999_999, 99_999_999).map(lambda cents: Decimal(cents).scaleb(-2))
STATUS = st.sampled_from(["normal", "cancel", "void", ""])
LINES = st.lists(st.tuples(TEXT, TEXT, CENTS, CENTS, STATUS, TEXT), max_size=8)
TENDERS = st.lists(st.tuples(TEXT, CENTS), max_size=3)
MOMENTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)


def as_xml(number, cashier, moment, lines, tenders) -> str:
    group = "".join(
        f"<TransactionLine status={quoteattr(status)} approverID={quoteattr(approver)}><ItemLine>"
        f"<ItemCode><POSCode>{escape(sku)}</POSCode></ItemCode>"
        f"<Description>{escape(name)}</Description><SalesQuantity>{quantity}</SalesQuantity>"
        f"<SalesAmount>{amount}</SalesAmount></ItemLine></TransactionLine>"
        for sku, name, quantity, amount, status, approver in lines
    ) + "".join(
        f"<TransactionLine><TenderInfo><Tender><TenderCode>{escape(code)}</TenderCode></Tender>"
        f"<TenderAmount>{amount}</TenderAmount></TenderInfo></TransactionLine>"
        for code, amount in tenders
    )
    return (
        f"<SaleEvent><TransactionID>{escape(number)}</TransactionID>"
        f"<CashierID>{escape(cashier)}</CashierID>"
        f"<ReceiptDate>{moment:%Y-%m-%d}</ReceiptDate><ReceiptTime>{moment:%H:%M:%S}</ReceiptTime>"
        f"<TransactionDetailGroup>{group}</TransactionDetailGroup></SaleEvent>"
    )


@given(st.lists(st.tuples(TEXT, TEXT, MOMENTS, LINES, TENDERS), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back(events):
    found, reader = read(journal("".join(as_xml(*event) for event in events)))
    assert not reader.unknown_elements
    assert not reader.problems
    assert [event.transaction_no for event in found] == [event[0].strip() for event in events]
    for event, (_, cashier, moment, lines, tenders) in zip(found, events, strict=True):
        assert (event.cashier, event.occurred_local) == (cashier.strip(), moment)
        assert [
            (line.sku, line.description, line.quantity, line.amount, line.status_raw)
            for line in event.lines
        ] == [
            (sku.strip(), name.strip(), quantity, amount, status)
            for sku, name, quantity, amount, status, _ in lines
        ]
        assert [(t.code, t.amount) for t in event.tenders] == [
            (code.strip(), amount) for code, amount in tenders
        ]
        find_flags(event, CONTEXT)


def read_or_refuse(data: bytes) -> None:
    """Anything but an orderly end, or an UnreadableFileError, fails the test."""
    try:
        for event in open_journal(io.BytesIO(data), "journal.xml", CONTEXT):
            find_flags(event, CONTEXT)
    except UnreadableFileError:
        return


ORIGINALS = [path.read_bytes() for path in sorted(FIXTURES.glob("*.xml"))]


@given(st.sampled_from(ORIGINALS), st.data())
@settings(max_examples=400, deadline=None)
def test_changed_bytes_never_raise_anything_else(original, data):
    damaged = bytearray(original)
    changes = st.lists(
        st.tuples(st.integers(0, len(damaged) - 1), st.integers(0, 255)), min_size=1, max_size=6
    )
    for position, byte in data.draw(changes):
        damaged[position] = byte
    read_or_refuse(bytes(damaged))


@given(st.sampled_from(ORIGINALS), st.data())
@settings(max_examples=200, deadline=None)
def test_cut_moved_and_doubled_parts_never_raise_anything_else(original, data):
    places = st.integers(0, len(original))
    a, b, c = sorted(data.draw(st.tuples(places, places, places)))
    read_or_refuse(original[:a] + original[b:c] + original[a:b] + original[b:c])


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_random_bytes_are_refused(content):
    read_or_refuse(content)
    read_or_refuse(b"<NAXML-POSJournal><JournalReport>" + content)


NARROW = [original for original in ORIGINALS if b"\0<" not in original]


@given(st.sampled_from(NARROW), st.data())
@settings(max_examples=200, deadline=None)
def test_changed_values_never_raise_anything_else(original, data):
    """Any text of any element replaced by any other: the file stays readable."""
    pieces = original.split(b">")
    leaves = [
        index
        for index, piece in enumerate(pieces)
        if b"</" in piece and piece.split(b"<")[0].strip()
    ]
    index = data.draw(st.sampled_from(leaves))
    strange = st.sampled_from(
        [
            "-0",
            "1e5",
            "NaN",
            "",
            "9" * 400,
            "0000-00-00",
            "24:00:00",
            "yes",
            "PAID OUT",
            "5\n5",
            "é",
        ]
    )
    text = data.draw(strange | TEXT)
    tail = pieces[index][pieces[index].index(b"<") :]
    pieces[index] = escape(text).encode("ascii", "xmlcharrefreplace") + tail
    read_or_refuse(b">".join(pieces))
