"""Other accounts of one event, and where they disagree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transactions.models import EVENT_TYPES, Match, MatchHow, Transaction
from transactions.selectors.receipts import TENDERS
from transactions.selectors.wording import full_time, money, short_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from stores.models import Store

FIELDS = {
    "type": _("What"),
    "amount": _("Amount"),
    "cashier": _("Cashier"),
    "time": _("Time"),
    "tender": _("Payment"),
}


@dataclass(frozen=True, slots=True)
class Account:
    """One account of an event; ``differs`` names the fields that another tells otherwise."""

    id: int
    word: str
    time: str
    register: str
    cashier: str
    number: str
    amount: str
    tender: str
    file_id: int
    file: str
    differs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ToldElsewhere:
    """Another account of a transaction, as the transaction's page names it."""

    file_id: int
    file: str
    kind: str
    when: str
    differences: list[str]
    is_undecided: bool


def plain_number(number: str) -> str:
    """Without the zeros in front, which some reports leave out."""
    return number.lstrip("0")


def differing(lower: Transaction, upper: Transaction) -> frozenset[str]:
    apart = {
        "type": lower.event_type != upper.event_type,
        "amount": lower.amount != upper.amount,
        "number": plain_number(lower.transaction_no) != plain_number(upper.transaction_no),
        "register": lower.register_id != upper.register_id,
        "cashier": lower.cashier_id != upper.cashier_id,
        "tender": lower.tender_class != upper.tender_class,
        "time": abs(lower.occurred_at - upper.occurred_at) >= timedelta(minutes=1),
    }
    return frozenset(name for name, is_apart in apart.items() if is_apart)


def account_of(row: Transaction, store: Store, differs: Iterable[str] = frozenset()) -> Account:
    return Account(
        id=row.pk,
        word=str(EVENT_TYPES[row.event_type]),
        time=full_time(row.occurred_at, store.zone),
        register=row.register.said if row.register else "",
        cashier=row.cashier.said if row.cashier else "",
        number=row.transaction_no,
        amount=money(row.amount),
        tender=str(TENDERS.get(row.tender_class, "")),  # type: ignore[call-overload]
        file_id=row.source_file_id,
        file=row.source_file.original_name,
        differs=frozenset(differs),
    )


def told_elsewhere(transaction: Transaction) -> list[ToldElsewhere]:
    """The other accounts of a transaction, or what it is itself an account of; one query."""
    rows = Match.objects.filter(Q(upper=transaction) | Q(lower=transaction)).select_related(
        "lower__source_file", "upper__source_file"
    )
    return [_told(match, transaction) for match in rows[:10]]


def _told(match: Match, transaction: Transaction) -> ToldElsewhere:
    other = match.lower if match.lower_id != transaction.pk else match.upper or match.lower
    file = other.source_file
    return ToldElsewhere(
        file_id=file.pk,
        file=file.original_name,
        kind=file.vendor,
        when=said_at(file.received_at, transaction.store),
        differences=[difference(each) for each in match.differences],
        is_undecided=match.how == MatchHow.UNSURE,
    )


def difference(each: Mapping[str, Any]) -> str:
    """``Amount: here $5.00, there $4.50``, the better source's word first."""
    words = {
        "field": str(FIELDS.get(each["field"], each["field"])),
        "upper": _value(each["field"], each["upper"]),
        "lower": _value(each["field"], each["lower"]),
    }
    return gettext("%(field)s: %(upper)s in one, %(lower)s in the other") % words


def _value(field: str, value: str) -> str:
    if field == "amount":
        return money(value)
    if field == "type":
        return str(EVENT_TYPES.get(value, value))
    if field == "tender":
        return str(TENDERS.get(value, value))  # type: ignore[call-overload]
    return value.replace("T", " ")


def said_at(at: datetime, store: Store) -> str:
    return short_time(at, store.zone, timezone.now().astimezone(store.zone).date())
