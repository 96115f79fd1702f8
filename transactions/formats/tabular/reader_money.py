"""What an event's amount is, and how it was paid, in the vocabulary's own signs.

Reports write refunds and paid-outs positive as often as negative; the event's type
decides the sign, so that money that left the till is always negative.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import EventType, Tender, TenderClass
from transactions.formats.naxml.amounts import moved_amount
from transactions.formats.naxml.tenders import tender_class
from transactions.formats.tabular.roles import Role

if TYPE_CHECKING:
    from transactions.formats.canonical import Event, FormatContext
    from transactions.formats.tabular.reader_facts import Facts

_PAID: Final = frozenset({EventType.SALE, EventType.REFUND, EventType.RESUME, EventType.UNKNOWN})
_CLASSES: Final = frozenset(map(str, TenderClass))
_SPLIT: Final = re.compile(r"\s*[/,+&;|]\s*")
_LAST4: Final = re.compile(r"[x*#•.]{2,}\s?-?(\d{4})\b", re.IGNORECASE)


def take_totals(event: Event, facts: Facts) -> None:
    """The receipt's own totals, as given."""
    event.gross = facts.amounts.get(Role.GROSS)
    event.net = facts.amounts.get(Role.NET)
    event.tax = facts.amounts.get(Role.TAX)


def stated_amount(facts: Facts, formula: str) -> Decimal | None:
    """The receipt's amount as its row writes it, without regard to its meaning."""
    amounts = facts.amounts
    if (total := amounts.get(Role.AMOUNT)) is not None:
        return total
    if (net := amounts.get(Role.NET)) is not None:
        return net + _tax_beside(net, facts, formula)
    for role in (Role.VOID_AMOUNT, Role.REFUND_AMOUNT, Role.GROSS):
        if amounts.get(role):
            return amounts[role]
    return next((amounts[r] for r in (Role.GROSS, Role.TENDER_AMOUNT) if r in amounts), None)


def _tax_beside(net: Decimal, facts: Facts, formula: str) -> Decimal:
    """The tax that a net amount leaves out; where nobody said, the sums may tell."""
    tax = facts.amounts.get(Role.TAX)
    if tax is None or formula == "net_includes_tax":
        return Decimal(0)
    if formula == "auto" and facts.amounts.get(Role.GROSS) != net:
        return Decimal(0)
    return tax


def signed_amount(event_type: EventType, stated: Decimal | None) -> Decimal | None:
    """``Event.amount`` of what the row states."""
    if stated is None or event_type is EventType.NO_SALE:
        return None
    if event_type in (EventType.VOID, EventType.POST_VOID, EventType.SUSPEND):
        return abs(stated)
    if event_type is EventType.REFUND:
        return -abs(stated)
    return moved_amount(event_type, stated)


def tenders_of(event: Event, facts: Facts, context: FormatContext) -> list[Tender]:
    """How it was paid. One way of paying took the whole amount; of several nobody knows."""
    words = facts.text(Role.TENDER)
    if event.event_type not in _PAID or not (words or Role.TENDER_AMOUNT in facts.amounts):
        return []
    codes = [code for code in _SPLIT.split(words) if code] or [""]
    given = facts.amounts.get(Role.TENDER_AMOUNT)
    amount = given if given is not None else event.amount
    if amount is not None and event.event_type is EventType.REFUND:
        amount = -abs(amount)
    tenders = [tender_of(code, amount if len(codes) == 1 else None, context) for code in codes]
    if change := facts.amounts.get(Role.CHANGE):
        cash = Tender(TenderClass.CASH, -abs(change), "change", is_change=True)
        tenders.append(cash)
    return tenders


def tender_of(code: str, amount: Decimal | None, context: FormatContext) -> Tender:
    """A tender whose class a person said, or its words do."""
    said = context.tender_classes.get(code.lower())
    kind = TenderClass(said) if said in _CLASSES else tender_class(code, "")
    last4 = _LAST4.search(code)
    return Tender(kind, amount, code, card_last4=last4[1] if last4 else "")
