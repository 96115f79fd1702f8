"""The lines of an event's ``TransactionDetailGroup``: goods, tax, tenders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transactions.formats.canonical import Line, LineKind, LineStatus
from transactions.formats.naxml.adjustments import is_adjustment, read_adjustments
from transactions.formats.naxml.extensions import EXTENSIONS, read_extension
from transactions.formats.naxml.extract import attributes_of
from transactions.formats.naxml.goods import KINDS, read_goods, status_of
from transactions.formats.naxml.tenders import discount_of, read_tender

if TYPE_CHECKING:
    from lxml.etree import _Element

    from transactions.formats.canonical import Event
    from transactions.formats.naxml.extract import Extractor


def read_lines(x: Extractor, group: _Element, event: Event) -> None:
    """Append every line, adjustment and tender of the group to ``event``."""
    names = x.names
    for entry in group:
        name = names[entry.tag]
        if name == "transactionline":
            _read_entry(x, entry, event)
        else:
            x.note_unknown(name)


def _read_entry(x: Extractor, entry: _Element, event: Event) -> None:
    names = x.names
    status_raw = approver = ""
    for key, value in attributes_of(entry):
        attribute = names[key]
        if attribute == "status":
            status_raw = value
        elif attribute == "approverid":
            approver = value.strip()
    line: Line | None = None
    adjusted = False
    for child in entry:
        name = names[child.tag]
        if name in KINDS:
            line = read_goods(x, child, KINDS[name], status_raw, approver, event)
        elif name == "tenderinfo":
            _read_tender(x, child, status_raw, event)
        elif name == "transactiontax":
            _read_tax(x, child, status_raw, event)
        elif is_adjustment(name):
            adjusted = status_of(status_raw) is not LineStatus.CANCELLED
        elif name in EXTENSIONS:
            read_extension(x, child, event)
        elif name != "transactionlinesequencenumber":
            line = _read_stranger(x, child, name, status_raw, event) or line
    if adjusted:
        event.adjustments += read_adjustments(x, entry, line)


def _read_stranger(
    x: Extractor, element: _Element, name: str, status_raw: str, event: Event
) -> Line | None:
    """Keep a line of a kind that no rule knows, and say so."""
    x.note_unknown(name)
    if not name.endswith("line"):
        return None
    return read_goods(x, element, LineKind.OTHER, status_raw, "", event)


def _read_tender(x: Extractor, element: _Element, status_raw: str, event: Event) -> None:
    tender = read_tender(x, element)
    if status_of(status_raw) is LineStatus.CANCELLED:
        # No payment, but evidence that one was started: it stays on the receipt.
        place = len(event.lines) + 1
        line = Line(LineKind.OTHER, LineStatus.CANCELLED, status_raw, place, "", tender.code)
        line.amount = tender.amount
        event.lines.append(line)
        return
    event.tenders.append(tender)
    if (discount := discount_of(tender)) is not None:
        event.adjustments.append(discount)


def _read_tax(x: Extractor, element: _Element, status_raw: str, event: Event) -> None:
    """Add this tax level up; a receipt has one element per level."""
    if status_of(status_raw) is LineStatus.CANCELLED:
        return
    names = x.names
    for child in element:
        if names[child.tag] == "taxcollectedamount":
            collected = x.amount(child)
            if collected is not None:
                event.tax = collected if event.tax is None else event.tax + collected
