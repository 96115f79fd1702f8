"""The arithmetic of a Passport receipt: net includes tax and is after every price cut."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from .catalogue import CAR_WASH, TAX_RATES
from .journal import ZERO, DepartmentLine, ItemLine, Tax, Tender

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from .journal import JournalEvent, ReceiptLine

CENT = Decimal("0.01")
_NOTES = (Decimal(1), Decimal(5), Decimal(10), Decimal(20))


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def cut_of(line: ReceiptLine) -> Decimal:
    """What promotions and discounts take off a line, with the line's own sign."""
    return line.cut.amount if isinstance(line, ItemLine) and line.cut else ZERO


def taxes_of(lines: Sequence[ReceiptLine]) -> list[Tax]:
    """One tax per level of the lines that count, on the price after cuts."""
    taxable: dict[str, Decimal] = {}
    for line in lines:
        level = tax_level(line)
        if level and not line.cancelled:
            taxable[level] = taxable.get(level, ZERO) + line.amount - cut_of(line)
    return [
        Tax(level, base, cents(base * TAX_RATES[level])) for level, base in sorted(taxable.items())
    ]


def tax_level(line: ReceiptLine) -> str:
    if isinstance(line, ItemLine):
        return line.item.department.tax_level
    if isinstance(line, DepartmentLine) and line.department is CAR_WASH:
        return CAR_WASH.tax_level
    return ""


def add_up(event: JournalEvent, *, include_cancelled: bool = False) -> JournalEvent:
    """Fill taxes and totals from the lines; a void counts the lines it cancels."""
    lines = [line for line in event.lines if include_cancelled or not line.cancelled]
    event.taxes = [] if include_cancelled else taxes_of(lines)
    event.tax = sum((tax.collected for tax in event.taxes), ZERO)
    event.gross = sum((line.amount for line in lines), ZERO)
    event.net = event.gross - sum((cut_of(line) for line in lines), ZERO) + event.tax
    return event


def pay_cash(rng: random.Random, due: Decimal) -> list[Tender]:
    """Cash and, where the note was too big, change as a negative tender."""
    if due <= 0:
        return [Tender(code="cash", amount=due)] if due else []
    given = _cash_given(rng, due)
    tenders = [Tender(code="cash", amount=given)]
    if given > due:
        tenders.append(Tender(code="cash", amount=due - given, is_change=True))
    return tenders


def pay_card(rng: random.Random, due: Decimal, *, outside: bool = False) -> list[Tender]:
    """One card with all but its last four digits masked."""
    codes = ("outsideCredit", "outsideDebit") if outside else ("creditCards", "debitCards")
    return [
        Tender(
            code=rng.choices(codes, (65, 35))[0],
            sub_code=rng.choice(("visa", "mastercard", "discover", "amex")),
            amount=due,
            account=f"XXXXXXXXXXXX{rng.randrange(10_000):04d}",
            entry=rng.choices(("chip", "nfc", "swipe"), (50, 40, 10))[0],
        )
    ]


def pay(rng: random.Random, due: Decimal, cash_share: float = 0.42) -> list[Tender]:
    if due == 0:
        return []
    return pay_cash(rng, due) if rng.random() < cash_share else pay_card(rng, due)


def _cash_given(rng: random.Random, due: Decimal) -> Decimal:
    if rng.random() < 0.2:
        return due
    note = rng.choice(_NOTES)
    return cents(math.ceil(due / note) * note)
