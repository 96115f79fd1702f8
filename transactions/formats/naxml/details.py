"""Financial and other events: cash movements, no sales, open and close, and the unknown.

No public source shows all of Passport's element names, so the details are searched at
any depth and recognised by pattern; what no rule knows is kept and reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import LineStatus
from transactions.formats.naxml.classify import type_of_name
from transactions.formats.naxml.extensions import STATISTICS
from transactions.formats.naxml.extract import text_of
from transactions.formats.naxml.goods import status_of
from transactions.formats.naxml.names import name_set
from transactions.formats.naxml.tenders import read_tender

if TYPE_CHECKING:
    from decimal import Decimal

    from transactions.formats.canonical import Event
    from transactions.formats.naxml.extract import Extractor
    from transactions.formats.naxml.part import Part

_MOVED: Final = name_set(
    """detailamount payoutamount paidoutamount payinamount paidinamount dropamount loanamount
    amount safedropamount safeloanamount checkamount salesamount"""
)
_WORDS: Final = ("reason", "description", "type", "comment", "name", "text")
_KNOWN: Final = name_set(
    """financialeventdetail eventdetail envelopeid dropnumber accountinfo accountid
    accountname cashindrawer tender tendercode tendersubcode tenderamount changeflag
    fuelpositionid fuelgradeid salesquantity pricetiercode servicelevelcode vendorid
    invoicenumber shiftnumber openingbalance closingbalance extension"""
)


@dataclass(slots=True)
class Details:
    """What an event says outside of a transaction's lines."""

    names: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    amount: Decimal | None = None
    envelope: str = ""
    cancelled: bool = False

    @property
    def is_cancelled_drop(self) -> bool:
        nothing_dropped = self.amount is not None and not self.amount
        return nothing_dropped and "cancel" in self.envelope.lower()


def read_details(x: Extractor, parts: list[Part], event: Event) -> Details:
    """Walk the event's parts that are neither header, lines nor summary."""
    found = Details()
    for part in parts:
        for element in part.iter():
            _read_one(x, element, event, found)
    tendered = [tender.amount for tender in event.tenders if tender.amount is not None]
    if found.amount is None and tendered:
        found.amount = sum(tendered[1:], tendered[0])
    return found


def _read_one(x: Extractor, element: Part, event: Event, found: Details) -> None:
    name = element.name
    found.names.add(name)
    for key, value in element.attributes.items():
        if x.names[key] == "status" and status_of(value) is LineStatus.CANCELLED:
            found.cancelled = True
        elif not value.isdigit():
            found.words.append(value)
    if name in _MOVED:
        amount = x.amount(element)
        found.amount = amount if found.amount is None else found.amount
    elif name == "envelopeid":
        found.envelope = text_of(element)
    elif name == "tenderinfo":
        event.tenders.append(read_tender(x, element))
    elif name.endswith(_WORDS):
        _read_words(name, text_of(element), event, found)
    elif name not in _KNOWN and not type_of_name(name) and STATISTICS not in found.names:
        x.note_unknown(name)


def _read_words(name: str, text: str, event: Event, found: Details) -> None:
    if text:
        found.words.append(text)
    if name.endswith(("reason", "comment")) and not event.reason_text:
        event.reason_text = text
