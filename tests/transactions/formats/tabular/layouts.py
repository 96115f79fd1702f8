"""Exports as text, and what is read of them, for the tests of what columns mean."""

from __future__ import annotations

import csv
import io

from transactions.formats.canonical import FormatContext
from transactions.formats.tabular.proposal import propose
from transactions.formats.tabular.reader import TabularReader

HEADER = ["Trans #", "Date", "Time", "Register", "Cashier", "Tran Type", "Amount"]


def table(*rows, header=HEADER, delimiter=",") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerows([header, *rows])
    return text.getvalue().encode()


def row(number="1001", when="08/15/2026", clock="1:31:38 PM", kind="Sale", amount="5.00"):
    return [number, when, clock, "1", "JOHN", kind, amount]


def reader_of(data: bytes, name="export.csv", **context) -> TabularReader:
    return TabularReader(io.BytesIO(data), name, FormatContext(accept_proposed=True, **context))


def read(data: bytes, name="export.csv", **context):
    """Events and the reader that is through with them."""
    reader = reader_of(data, name, **context)
    return list(reader), reader


def only(data: bytes, name="export.csv", **context):
    (event,), _ = read(data, name, **context)
    return event


def proposal_of(data: bytes, name="export.csv", **context):
    (proposal,) = propose(io.BytesIO(data), name, FormatContext(**context))
    return proposal


def codes(reader) -> list[str]:
    return [problem.code for problem in reader.problems]


def questions(data: bytes, name="export.csv") -> list[str]:
    return [question.code for question in proposal_of(data, name).questions]
