"""The readers that are tried, each with good files of its kind to damage."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from transactions.flags import find_flags
from transactions.formats import FORMATS, open_journal
from transactions.formats.canonical import FormatContext
from transactions.formats.problems import MESSAGES
from transactions.formats.redaction import Redactor

if TYPE_CHECKING:
    from collections.abc import Callable

_FIXTURES: Final = Path(__file__).resolve().parent.parent.parent / "tests" / "fixtures"
GRID_START: Final = b'{"grid":'
_CONTEXT: Final = FormatContext(accept_proposed=True)
_LARGEST_SEED: Final = 8_000
_TABLE: Final = (
    ("Date", "Time", "Register", "Cashier", "Trans #", "Type", "Amount", "Card No"),
    ("03/09/2026", "2:03:07 PM", "2", "JOHN (12)", "000123", "Sale", "$9.00", ""),
    ("03/09/2026", "2:05:00 PM", "2", "JOHN (12)", "000124", "Refund", "(4.50)", "x1111"),
    ("03/09/2026", "2:06:11 PM", "1", "ANN (7)", "000125", "No Sale", "", ""),
    ("Total", "", "", "", "", "", "4.50", ""),
)
_XML_WORDS: Final = (
    b'<SuspendFlag value="yes"/>', b"<RefundEvent>", b"</SaleEvent>", b'status="cancel"',
    b"<TenderInfo>", b"<FuelPrepayLine>", b"<ItemLine>", b"<MSMDetail>", b"REGISTERID",
    b"<Statistics>", b"<CashInDrawer>", b"<PayOutDetail>", b"2026-03-09T", b"+99:99",
)  # fmt: skip
_JSON_WORDS: Final = (
    b'"lines"', b'"amount": 4.5', b'"event_type"', b"null", b"true", b'"\\ud800"', b'"\\u0000"',
    b'"loyalty_id":', b"[[[[[[[[[", b'"version": 2', b'"count": 7', b'"occurred_local"',
)  # fmt: skip
_TABLE_WORDS: Final = (
    b"Total", b"Void", b"No Sale", b"Cashier: X (1)", b"(5.00)", b"5.00-", b"1.234,50", b"31/12/26",
    b"45000.5", b"25:61", b"Page 1 of 3", b'rowspan="9"', b'colspan="99999"', b"<table>", b"<tr>",
    b"</td>", b'ss:Index="70000"', b'{"d":"x"}', b'{"skip":5}', b'{"n":"1"}', b"Amount,Date,Type\n",
)  # fmt: skip


class UnknownReasonError(AssertionError):
    """A reader gave a reason that no sentence is made for."""


@dataclass(frozen=True, slots=True)
class Target:
    """``read`` takes one file's bytes; it may raise UnreadableFileError and nothing else."""

    name: str
    seeds: tuple[bytes, ...]
    words: tuple[bytes, ...]
    read: Callable[[bytes], None]


def _journal(format: str) -> Callable[[bytes], None]:  # noqa: A002  a key of FORMATS
    def read(data: bytes) -> None:
        reader = open_journal(io.BytesIO(data), "fuzz", _CONTEXT, format)
        for event in reader:
            find_flags(event, _CONTEXT)
        for problem in reader.problems:
            if problem.code not in MESSAGES:
                raise UnknownReasonError(problem.code)
        list(reader.control_totals)

    if format not in FORMATS:
        raise KeyError(format)
    return read


def _redact(data: bytes) -> None:
    """Masking keeps the length, but for rows of a kept grid, which are written anew."""
    redactor = Redactor()
    half = len(data) // 2
    out = redactor.feed(data[:half]) + redactor.feed(data[half:]) + redactor.finish()
    if len(out) != len(data) and not data.startswith(GRID_START):
        raise AssertionError("the length changed")


def _files(folder: str, pattern: str) -> tuple[bytes, ...]:
    found = [path.read_bytes() for path in sorted((_FIXTURES / folder).glob(pattern))]
    return tuple(data for data in found if 0 < len(data) <= _LARGEST_SEED)


def _csv() -> bytes:
    return "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in _TABLE).encode()


def _html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in _TABLE)
    return f"<html><body><table>{rows}</table></body></html>".encode()


def _spreadsheetml() -> bytes:
    rows = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row)
        + "</Row>"
        for row in _TABLE
    )
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="Report"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


def _grid() -> bytes:
    lines = [{"grid": 1, "container": "xlsx", "name": "export.xlsx"}, {"sheet": "Report"}, *_TABLE]
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines).encode()


_JOURNALS: Final = _files("naxml", "*.xml")
_MOVEMENTS: Final = _files("naxml_movement", "*.xml")
_JSON: Final = _files("canonical_json", "*.json*")
_TABLES: Final = (_csv(), _html(), _spreadsheetml(), _grid())

TARGETS: Final = (
    Target("naxml journal", _JOURNALS, _XML_WORDS, _journal("naxml_journal")),
    Target("naxml movement", _MOVEMENTS, _XML_WORDS, _journal("naxml_movement")),
    Target("canonical json", _JSON, _JSON_WORDS, _journal("canonical_json")),
    Target("delimited text", (_csv(),), _TABLE_WORDS, _journal("tabular")),
    Target("web page", (_html(),), _TABLE_WORDS, _journal("tabular")),
    Target("xml spreadsheet", (_spreadsheetml(),), _TABLE_WORDS, _journal("tabular")),
    Target("kept grid", (_grid(),), _TABLE_WORDS, _journal("tabular")),
    Target(
        "redactor",
        (*_JOURNALS, *_MOVEMENTS, *_JSON, *_TABLES),
        (*_XML_WORDS, *_JSON_WORDS, *_TABLE_WORDS),
        _redact,
    ),
)
