"""Lines of goods and price adjustments, from the columns of a row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import (
    Adjustment,
    AdjustmentKind,
    Event,
    EventType,
    Line,
    LineKind,
    LineStatus,
)
from transactions.formats.naxml.overrides import derive_price_override
from transactions.formats.tabular.roles import Role
from transactions.formats.tabular.types import Meaning

if TYPE_CHECKING:
    from collections.abc import Container
    from decimal import Decimal

    from transactions.formats.tabular.reader_facts import Facts
    from transactions.formats.tabular.reader_meaning import RowMeaning

_GIVEN_BACK: Final = frozenset({EventType.REFUND})
_FUEL: Final = re.compile(
    r"\b(fuel|unleaded|diesel|gasoline|premium unl|regular unl|unl|e85)\b", re.I
)
_PREPAY: Final = re.compile(r"\bpre-?pay", re.IGNORECASE)
REDUCTIONS: Final = (
    (Role.DISCOUNT, AdjustmentKind.MANUAL_DISCOUNT),
    (Role.PROMOTION, AdjustmentKind.PROMOTION),
    (Role.COUPON, AdjustmentKind.COUPON),
)
_EXPLAINED: Final = frozenset({Role.DISCOUNT, Role.PROMOTION, Role.COUPON})


def has_goods(facts: Facts) -> bool:
    """Whether a row speaks of one item or one department."""
    return bool(facts.text(Role.SKU, Role.DESCRIPTION)) or Role.LINE_AMOUNT in facts.amounts


def add_line(
    event: Event, facts: Facts, said: RowMeaning, amount: Decimal | None, *, cancelled: bool
) -> Line:
    """The row's item as the event's next line; ``amount`` is the line's own."""
    prices = facts.amounts
    if amount is not None and event.event_type in _GIVEN_BACK:
        amount = -abs(amount)
    line = Line(
        kind=_kind(facts),
        status=LineStatus.CANCELLED if cancelled else LineStatus.NORMAL,
        status_raw=(said.word or facts.text(Role.STATUS)) if cancelled else "",
        sequence=len(event.lines) + 1,
        sku=facts.text(Role.SKU),
        description=facts.text(Role.DESCRIPTION),
        department=facts.text(Role.DEPARTMENT),
        quantity=prices.get(Role.QUANTITY),
        unit_price=prices.get(Role.NEW_PRICE, prices.get(Role.UNIT_PRICE)),
        regular_price=prices.get(Role.REGULAR_PRICE),
        amount=amount,
        approver=facts.text(Role.APPROVER),
        age_bypassed=said.meaning is Meaning.AGE_BYPASS,
    )
    event.lines.append(line)
    return line


def _kind(facts: Facts) -> LineKind:
    words = f"{facts.text(Role.DESCRIPTION)} {facts.text(Role.DEPARTMENT)}"
    if _PREPAY.search(words):
        return LineKind.FUEL_PREPAY
    if facts.text(Role.PUMP) or _FUEL.search(words):
        return LineKind.FUEL
    open_ring = not facts.text(Role.SKU) and not facts.text(Role.DESCRIPTION)
    return LineKind.OPEN_DEPARTMENT if open_ring and facts.text(Role.DEPARTMENT) else LineKind.ITEM


def is_fuel(facts: Facts) -> bool:
    return _kind(facts) in (LineKind.FUEL, LineKind.FUEL_PREPAY)


def add_reductions(
    event: Event, facts: Facts, line: Line | None, skip: Container[str] = ()
) -> None:
    """Discount, promotion and coupon columns; what they hold is what the customer saved."""
    place = line.sequence if line else None
    for role, kind in REDUCTIONS:
        if role not in skip and (value := facts.amounts.get(role)):
            reason = facts.text(Role.REASON) if role == Role.DISCOUNT else ""
            event.adjustments.append(Adjustment(kind, abs(value), place, reason=reason))


def add_override(event: Event, facts: Facts, said: RowMeaning, line: Line | None) -> None:
    """A price that was changed: said by the type, by two price columns, or off the shelf's."""
    place = line.sequence if line else None
    changed = _price_difference(facts)
    if said.meaning is Meaning.PRICE_OVERRIDE or changed:
        reason = facts.text(Role.REASON)
        kind = AdjustmentKind.PRICE_OVERRIDE
        event.adjustments.append(Adjustment(kind, changed, place, reason=reason))
        return
    if line is None or _EXPLAINED & facts.amounts.keys():
        return
    if (derived := derive_price_override(line)) is not None:
        event.adjustments.append(derived)


def _price_difference(facts: Facts) -> Decimal | None:
    """What the customer pays less, where the row tells the price before and after."""
    before = facts.amounts.get(Role.REGULAR_PRICE)
    after = facts.amounts.get(Role.NEW_PRICE)
    if before is None or after is None or before == after:
        return None
    quantity = facts.amounts.get(Role.QUANTITY)
    return (before - after) * (abs(quantity) if quantity else 1)
