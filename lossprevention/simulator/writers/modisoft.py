"""Reports of a back office that reads the register's journal, in the manner of Modisoft.

Nobody published the layout of its files: the column names are those that its pages use. As
such programs do, it gives times without seconds, loses a few rows, and now and then tells of
one in a way that cannot be matched for certain: without its number, or at another time.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from lossprevention.simulator.journal import ZERO, ItemLine
from lossprevention.simulator.receipts import cut_of
from transactions.formats.canonical import EventType

from .tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from lossprevention.simulator.journal import JournalEvent
    from lossprevention.simulator.profiles import StoreProfile
    from lossprevention.simulator.store_day import StoreDay

    from .tables import Cell

WORDS: Final = {
    EventType.SALE: "Sale",
    EventType.REFUND: "Refund",
    EventType.VOID: "Void",
    EventType.NO_SALE: "No Sale",
    EventType.SUSPEND: "Suspended",
    EventType.RESUME: "Recalled",
    EventType.PAID_OUT: "Paid Out",
    EventType.SAFE_DROP: "Safe Drop",
}
"""What it calls each event that it lists; openings and closings it does not."""
_TENDERS: Final = {
    "cash": "Cash",
    "creditCards": "Credit",
    "debitCards": "Debit",
    "outsideCredit": "Outside Credit",
    "outsideDebit": "Outside Debit",
}
MISSING_SHARE: Final = 0.004
WRONG_BY: Final = timedelta(minutes=7)
_LOST: Final = frozenset({EventType.SALE})
"""Only plain sales get lost: the reports of exceptions must agree with the list."""


@dataclass(frozen=True, slots=True)
class Noise:
    """What the report of a day gets wrong, by register and transaction number."""

    missing: frozenset[tuple[str, str]] = frozenset()
    without_number: frozenset[tuple[str, str]] = frozenset()
    at_wrong_time: frozenset[tuple[str, str]] = frozenset()

    @property
    def unsure(self) -> frozenset[tuple[str, str]]:
        """Rows that nobody can match for certain."""
        return self.without_number | self.at_wrong_time


@dataclass(frozen=True, slots=True)
class Report:
    """``name`` without an extension; ``events`` are those it has a row for."""

    kind: str
    name: str
    table: Table
    events: list[JournalEvent] = field(default_factory=list)


def noise_of(day: StoreDay, seed: int) -> Noise:
    """A few rows missing, one without a number, one seven minutes late."""
    rng = random.Random(f"modisoft:{seed}:{day.profile.code}:{day.date}")
    plain = [key_of(each) for each in day.events if _is_plain(each)]
    count = round(len(plain) * MISSING_SHARE)
    chosen = rng.sample(plain, min(len(plain), count + 2))
    return Noise(frozenset(chosen[2:]), frozenset(chosen[:1]), frozenset(chosen[1:2]))


def key_of(event: JournalEvent) -> tuple[str, str]:
    return event.register, event.transaction_no


def modisoft_reports(day: StoreDay, noise: Noise) -> list[Report]:
    """The list of all transactions, and a report each of voids, refunds and no sales."""
    return [
        _transactions(day, noise),
        _exceptions(day, EventType.VOID, "Void", "Void Amount"),
        _exceptions(day, EventType.REFUND, "Refund", "Refund Amount"),
        _exceptions(day, EventType.NO_SALE, "No Sale", ""),
    ]


def _transactions(day: StoreDay, noise: Noise) -> Report:
    events = [
        each
        for each in _by_time(day.events)
        if each.expected_type in WORDS and key_of(each) not in noise.missing
    ]
    names = _names(day.profile)
    columns = _columns(day.profile, names, noise)
    rows = [tuple(cell(each) for cell in columns.values()) for each in events]
    money = frozenset(header for header in columns if header.endswith("Amount"))
    table = Table(_titles(day, "Transaction List"), tuple(columns), rows, money)
    return Report("modisoft_transactions", f"Transactions-{day.date:%m-%d-%Y}", table, events)


def _columns(
    profile: StoreProfile, names: dict[str, str], noise: Noise
) -> dict[str, Callable[[JournalEvent], Cell]]:
    """Header to what stands below it."""
    return {
        "OrderID": lambda e: None if key_of(e) in noise.without_number else int(e.transaction_no),
        "TranDate": lambda e: _minute(
            profile, e.moment + (WRONG_BY if key_of(e) in noise.at_wrong_time else timedelta(0))
        ),
        "TranType": lambda e: "Training" if e.training else WORDS[e.expected_type],
        "Tender": _tender,
        "StoreId": lambda _: profile.code,
        "StoreName": lambda _: profile.name,
        "PosRegisterNo": lambda e: int(e.register),
        "CashierID": lambda e: int(e.cashier),
        "CashierName": lambda e: names.get(e.cashier, ""),
        "HasLineVoid": _has_line_void,
        "GrossAmount": lambda e: e.gross,
        "DiscountAmount": lambda e: _cuts(e, manual=True),
        "PromotionAmount": lambda e: _cuts(e, manual=False),
        "TaxNetAmount": lambda e: e.tax,
        "NetAmount": amount_of,
    }


def _exceptions(day: StoreDay, kind: EventType, word: str, amount: str) -> Report:
    events = [each for each in _by_time(day.events) if each.expected_type is kind]
    names = _names(day.profile)
    headers = ("Receipt #", "Date Time", "Register", "Cashier ID", "Cashier Name")
    rows: list[tuple[Cell, ...]] = []
    for each in events:
        row: tuple[Cell, ...] = (
            int(each.transaction_no),
            _minute(day.profile, each.moment),
            int(each.register),
            int(each.cashier),
            names.get(each.cashier, ""),
        )
        rows.append((*row, amount_of(each)) if amount else row)
    table = Table(
        _titles(day, f"{word} Report"),
        (*headers, amount) if amount else headers,
        rows,
        frozenset({amount} if amount else ()),
    )
    name = f"{word.replace(' ', '')}s-{day.date:%m-%d-%Y}"
    return Report(f"modisoft_{kind.value}s", name, table, events)


def amount_of(event: JournalEvent) -> Decimal | None:
    """What the event is worth; for a void without a summary the sum of what it cancelled."""
    if event.detail is not None:
        return event.detail.amount
    return event.net if event.net is not None else sum((e.amount for e in event.lines), ZERO)


def _titles(day: StoreDay, name: str) -> tuple[str, ...]:
    span = f"{day.date:%m/%d/%Y} - {day.date:%m/%d/%Y}"
    return name, f"Store: {day.profile.code} {day.profile.name}", span


def _names(profile: StoreProfile) -> dict[str, str]:
    return {person.code: person.name for person in profile.cashiers}


def _by_time(events: Iterable[JournalEvent]) -> list[JournalEvent]:
    return sorted(events, key=lambda each: (each.moment, int(each.register)))


def _minute(profile: StoreProfile, at: datetime) -> datetime:
    """The store's wall clock without seconds, cut off."""
    return at.astimezone(profile.zone).replace(second=0, microsecond=0, tzinfo=None)


def _tender(event: JournalEvent) -> str:
    """The first way of paying; change is none of its own."""
    return next((_TENDERS[each.code] for each in event.tenders), "")


def _has_line_void(event: JournalEvent) -> bool:
    """Goods taken off a sale that went on; prepaid fuel that was settled is none."""
    return event.expected_type is not EventType.VOID and any(
        line.cancelled for line in _items(event.lines)
    )


def _cuts(event: JournalEvent, *, manual: bool) -> Decimal | None:
    if event.net is None:
        return None
    cuts = (line for line in _items(event.lines) if line.cut and line.cut.manual is manual)
    return sum((cut_of(line) for line in cuts if not line.cancelled), ZERO)


def _items(lines: Sequence[object]) -> list[ItemLine]:
    return [line for line in lines if isinstance(line, ItemLine)]


def _is_plain(event: JournalEvent) -> bool:
    return event.expected_type in _LOST and not event.expected_flags and not event.outside
