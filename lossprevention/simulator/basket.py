"""What customers buy: baskets of one to eight lines, and how they come over the counter."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from . import catalogue
from .journal import ItemLine, PriceCut
from .receipts import cents

if TYPE_CHECKING:
    import random

    from .catalogue import Department, Item

_SIZES = (1, 2, 3, 4, 5, 6, 7, 8)
_SIZE_WEIGHTS = (34, 28, 16, 9, 6, 4, 2, 1)
_TASTE: tuple[tuple[Department, int], ...] = (
    (catalogue.BEVERAGES, 26),
    (catalogue.TOBACCO, 16),
    (catalogue.COFFEE, 12),
    (catalogue.CANDY, 11),
    (catalogue.SNACKS, 10),
    (catalogue.KITCHEN, 8),
    (catalogue.BEER, 7),
    (catalogue.LOTTERY_SCRATCH, 4),
    (catalogue.DAIRY, 3),
    (catalogue.GROCERY, 3),
    (catalogue.GENERAL, 3),
    (catalogue.HEALTH, 2),
    (catalogue.AUTOMOTIVE, 1),
)
_DEPARTMENTS = [department for department, _ in _TASTE]
_WEIGHTS = [weight for _, weight in _TASTE]
_PROMOTIONS = (
    ("10000417", "2 FOR DEAL", False),
    ("10000533", "COMBO SAVINGS", False),
    ("10000001", "loyaltyDiscount", True),
)


def basket(rng: random.Random, lines: int | None = None) -> list[ItemLine]:
    """Lines of a normal sale, promotions included; always at least one."""
    count = lines or rng.choices(_SIZES, _SIZE_WEIGHTS)[0]
    return [ring(rng, pick(rng)) for _ in range(count)]


def pick(rng: random.Random, department: Department | None = None) -> Item:
    chosen = department or rng.choices(_DEPARTMENTS, _WEIGHTS)[0]
    return rng.choice(catalogue.items_of(chosen))


def pick_dear(rng: random.Random, at_least: str = "5.00") -> Item:
    """An article worth stealing."""
    dear = [
        item
        for item in catalogue.items()
        if item.price >= Decimal(at_least) and item.department.role == "merchandise"
    ]
    return rng.choice(dear)


def ring(rng: random.Random, item: Item, *, promotions: bool = True) -> ItemLine:
    """One article coming over the counter, honestly."""
    quantity = 2 if rng.random() < 0.06 else 1
    line = plain(item, quantity)
    line.entry = _entry(rng, item)
    if item.department.minimum_age:
        line.age_checked = True
    if promotions and item.department.role == "merchandise" and rng.random() < 0.09:
        line.cut = _promotion(rng, line)
    return line


def plain(item: Item, quantity: int = 1) -> ItemLine:
    """A scanned article at its regular price. Quantity is negative in a refund."""
    return ItemLine(item=item, quantity=quantity, price=item.price, amount=item.price * quantity)


def _entry(rng: random.Random, item: Item) -> str:
    if item.code_format == "plu":
        return "PLU"
    return "other" if rng.random() < 0.03 else "scan"


def _promotion(rng: random.Random, line: ItemLine) -> PriceCut:
    identifier, reason, loyalty = rng.choice(_PROMOTIONS)
    share = Decimal("0.05") if loyalty else Decimal("0.20")
    return PriceCut(identifier=identifier, reason=reason, amount=cents(line.amount * share))
