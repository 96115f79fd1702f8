"""Which flag speaks for a transaction, and how far up its list it belongs.

The risk is a sum of named parts, so that a manager can be told where it comes from. It
orders one list; it says nothing about a person.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from transactions.formats.canonical import Confidence, Flag, TenderClass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transactions.formats.canonical import Event, FlagHit

HIGHEST: Final = 100

POINTS: Final[dict[Flag, int]] = {
    Flag.REFUND: 45,
    Flag.VOID: 40,
    Flag.DRAWER_ALARM: 40,
    Flag.PATTERN: 38,
    Flag.NO_SALE: 35,
    Flag.MANUAL_DISCOUNT: 30,
    Flag.PRICE_OVERRIDE: 28,
    Flag.SUSPENDED: 26,
    Flag.TRAINING_SALE: 25,
    Flag.CANCELLATION: 22,
    Flag.UNEXPLAINED_DISCOUNT: 20,
    Flag.AGE_BYPASS: 18,
    Flag.OVERRIDE: 12,
}
"""Most serious first; the order is also the order of :func:`primary_flag`."""

_RANK: Final = {flag: rank for rank, flag in enumerate(POINTS)}
_STEPS: Final = ((Decimal(200), 25), (Decimal(100), 20), (Decimal(50), 14), (Decimal(20), 8))
_FURTHER_FLAG: Final = 6


class Ranked(NamedTuple):
    """All that a list of transactions needs to be in order."""

    flags: tuple[Flag, ...]
    """Most serious first."""
    risk: int
    parts: tuple[tuple[str, int], ...]
    """What ``risk`` adds up, as code and points."""


def rank(event: Event, hits: Iterable[FlagHit]) -> Ranked:
    """Flags in the order of their weight, the risk and what it is made of."""
    found = sorted(hits, key=lambda hit: _RANK[hit.flag])
    parts = risk_parts(event, found)
    total = min(HIGHEST, max(0, sum(points for _, points in parts)))
    return Ranked(tuple(hit.flag for hit in found), total, tuple(parts))


def primary_flag(flags: Iterable[Flag]) -> Flag | None:
    """The most serious flag, None where there is none."""
    return min(flags, key=_RANK.__getitem__, default=None)


def risk(event: Event, hits: Iterable[FlagHit]) -> int:
    """0 (nothing) to 100 (look first)."""
    return rank(event, hits).risk


def risk_parts(event: Event, hits: Iterable[FlagHit]) -> list[tuple[str, int]]:
    """What :func:`risk` adds up: (code, points), the main flag first."""
    found = [Found(hit.flag, hit.confidence, hit.code) for hit in hits]
    return base_parts(found, event.amount, is_cash=_paid_cash(event))


class Found(NamedTuple):
    """What of a flag counts here: a hit, or what was stored of one."""

    flag: Flag
    confidence: Confidence
    code: str


def base_parts(
    flags: Iterable[Found], amount: Decimal | None, *, is_cash: bool
) -> list[tuple[str, int]]:
    """The same for an event that is read and for one that was stored."""
    found = sorted(flags, key=lambda hit: _RANK[hit.flag])
    if not found:
        return []
    main = found[0]
    parts = [(str(main.flag), POINTS[main.flag])]
    if main.confidence is Confidence.LIKELY:
        parts.append(("not_certain", -POINTS[main.flag] // 3))
    if len(found) > 1:
        parts.append(("further_flags", _FURTHER_FLAG * (len(found) - 1)))
    if points := _points_of_amount(amount):
        parts.append(("amount", points))
    if main.code == "refund_no_link":
        parts.append(("no_sale_linked", 8))
    if main.flag is Flag.REFUND and is_cash:
        parts.append(("cash", 10))
    return parts


def _points_of_amount(amount: Decimal | None) -> int:
    if amount is None:
        return 0
    return next((points for step, points in _STEPS if abs(amount) >= step), 0)


def _paid_cash(event: Event) -> bool:
    return any(tender.tender_class is TenderClass.CASH for tender in event.tenders)
