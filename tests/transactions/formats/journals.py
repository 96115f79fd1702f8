"""Journals for the tests: those of the fixtures folder, and small ones written here."""

from __future__ import annotations

import io
from pathlib import Path

from transactions.flags import find_flags
from transactions.formats import open_journal
from transactions.formats.canonical import FormatContext

FIXTURES = Path(__file__).parents[2] / "fixtures" / "naxml"
CONTEXT = FormatContext()


def read(data: bytes, name: str = "journal.xml", context: FormatContext = CONTEXT):
    """(events, reader) of a journal in memory."""
    reader = open_journal(io.BytesIO(data), name, context)
    return list(reader), reader


def read_fixture(case: str, context: FormatContext = CONTEXT):
    return read((FIXTURES / f"{case}.xml").read_bytes(), f"{case}.xml", context)


def only_event(case: str, context: FormatContext = CONTEXT):
    (event,), _ = read_fixture(case, context)
    return event


def flags_of(case: str, context: FormatContext = CONTEXT):
    """One set of flag names per event of the fixture."""
    events, _ = read_fixture(case, context)
    return [{str(hit.flag) for hit in find_flags(event, context)} for event in events]


def journal(events: str, *, head: str = '<?xml version="1.0"?>') -> bytes:
    return (
        f'{head}<NAXML-POSJournal version="3.4"><JournalReport>{events}</JournalReport>'
        "</NAXML-POSJournal>"
    ).encode()


def sale(inside: str = "", *, number: str = "1", tag: str = "SaleEvent") -> str:
    return (
        f"<{tag}><TransactionID>{number}</TransactionID><RegisterID>2</RegisterID>"
        "<CashierID>14</CashierID><EventEndDate>2026-03-09</EventEndDate>"
        f"<EventEndTime>10:00:00</EventEndTime>{inside}</{tag}>"
    )
