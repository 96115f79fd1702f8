"""Vendors' extensions: what is useful of them is taken, the rest is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transactions.formats.naxml.classify import type_of_name
from transactions.formats.naxml.extract import text_of
from transactions.formats.naxml.names import name_set

if TYPE_CHECKING:
    from transactions.formats.canonical import Event
    from transactions.formats.naxml.extract import Extractor
    from transactions.formats.naxml.part import Part

EXTENSIONS: Final = frozenset({"extension", "transactionlineextension", "eventextension"})
STATISTICS: Final = "statistics"

_UNDERSTOOD: Final = EXTENSIONS | name_set(
    """detaillinenumber hoseid itemline taxitemizermask countrycode currencycode
    recalledtransactionid originaltransactionid"""
)


def read_extension(x: Extractor, extension: Part, event: Event) -> set[str]:
    """Take the resumed transaction's number and the currency; note unknown elements.

    Returns the names below, which may tell what the event is.
    """
    found: set[str] = set()
    for below in extension.iter():
        name = below.name
        if name == "recalledtransactionid" and (number := text_of(below)):
            event.is_recalled = True
            event.linked_transaction_no = event.linked_transaction_no or number
        elif name == "currencycode":
            event.currency = text_of(below)
        elif STATISTICS not in found and name not in _UNDERSTOOD and not type_of_name(name):
            x.note_unknown(name)
        found.add(name)
    return found
