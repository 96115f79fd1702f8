"""The lines of an event's ``TransactionDetailGroup``: goods, tax, tenders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import Line, LineKind, LineStatus, TenderClass
from transactions.formats.naxml.adjustments import is_adjustment, read_adjustments
from transactions.formats.naxml.extensions import EXTENSIONS, read_extension
from transactions.formats.naxml.goods import KINDS, read_goods, status_of
from transactions.formats.naxml.tenders import discount_of, read_tender

if TYPE_CHECKING:
    from transactions.formats.canonical import Event
    from transactions.formats.naxml.extract import Extractor
    from transactions.formats.naxml.part import Part


_USUAL: Final = {"status": "normal"}


def read_lines(x: Extractor, group: Part, event: Event) -> None:
    """Append every line, adjustment and tender of the group to ``event``."""
    for entry in group.parts:
        if entry.name != "transactionline":
            x.note_unknown(entry.name)
            continue
        status_raw, approver = "normal", ""
        if entry.attributes != _USUAL:
            status_raw, approver = _status_and_approver(x, entry)
        for child in entry.parts:
            name = child.name
            if kind := KINDS.get(name):
                read_goods(x, child, kind, status_raw, approver, event)
            elif name == "tenderinfo":
                _read_tender(x, child, status_raw, event)
            elif name == "transactiontax":
                _read_tax(x, child, status_raw, event)
            elif name != "transactionlinesequencenumber":
                _read_other(x, child, entry, name, status_raw, event)


def _read_other(
    x: Extractor, element: Part, entry: Part, name: str, status_raw: str, event: Event
) -> None:
    if name in EXTENSIONS:
        read_extension(x, element, event)
    elif is_adjustment(name):
        _read_adjustment(x, element, entry, status_raw, event)
    else:
        x.note_unknown(name)
        if name.endswith("line"):
            # A kind that no rule knows is kept all the same.
            read_goods(x, element, LineKind.OTHER, status_raw, "", event)


def _read_adjustment(
    x: Extractor, element: Part, entry: Part, status_raw: str, event: Event
) -> None:
    """An adjustment beside a line belongs to it; one alone to the whole receipt."""
    if status_of(status_raw) is LineStatus.CANCELLED:
        return
    beside_goods = any(child.name in KINDS for child in entry.parts)
    line = event.lines[-1] if beside_goods and event.lines else None
    event.adjustments += read_adjustments(x, [element], line)


def _status_and_approver(x: Extractor, entry: Part) -> tuple[str, str]:
    """However the attributes' names are spelt; a line without status is a normal one."""
    found = {x.names[key]: value for key, value in entry.attributes.items()}
    return found.get("status", ""), found.get("approverid", "").strip()


def _read_tender(x: Extractor, element: Part, status_raw: str, event: Event) -> None:
    tender = read_tender(x, element)
    if status_raw != "normal" and status_of(status_raw) is LineStatus.CANCELLED:
        # No payment, but evidence that one was started: it stays on the receipt.
        place = len(event.lines) + 1
        line = Line(LineKind.OTHER, LineStatus.CANCELLED, status_raw, place, "", tender.code)
        line.amount = tender.amount
        event.lines.append(line)
        return
    event.tenders.append(tender)
    if tender.tender_class is TenderClass.OTHER and (discount := discount_of(tender)):
        event.adjustments.append(discount)


def _read_tax(x: Extractor, element: Part, status_raw: str, event: Event) -> None:
    """Add this tax level up; a receipt has one element per level."""
    if status_raw != "normal" and status_of(status_raw) is LineStatus.CANCELLED:
        return
    for child in element.parts:
        if child.name == "taxcollectedamount":
            collected = x.amount(child)
            if collected is not None:
                event.tax = collected if event.tax is None else event.tax + collected
