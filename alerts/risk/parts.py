"""The parts of a risk: what ingest found, and what the rest of the chain's data adds.

Each part is a code, points and what its words need. They are added up and kept between 0
and 100. The same rows give the same parts, however often they are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from alerts.risk.amounts import step
from transactions.flags.ranking import HIGHEST, Found, base_parts
from transactions.formats.canonical import Confidence, Flag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

BY_SEVERITY: Final = {30: 20, 20: 12, 10: 6}
_FURTHER_RULE, _MOST_FURTHER = 3, 6
STANDING_POINTS: Final = 20
LEAST_PROBABLE: Final = 0.5
RARE_HOURS: Final = ((0.002, 12), (0.01, 8))
"""Of the store's sales, at most this share in that hour: so many points."""
ENOUGH_SALES: Final = 500
TAG_WORTH: Final = 10.0
"""A kind's share is pulled to that of all kinds as if so many had been decided."""
TAG_POINTS, MOST_TAGS, LEAST_TAGS = 30, 15, -10


class Part(NamedTuple):
    code: str
    points: int
    params: dict[str, Any]


class Score(NamedTuple):
    """What of a cashier's score counts here."""

    observed: int
    expected: float
    sales: int
    probability: float


@dataclass(frozen=True, slots=True)
class Item:
    """A flagged transaction as it is stored, and what surrounds it."""

    flag: str
    amount: Decimal | None
    details: Sequence[Mapping[str, Any]]
    is_cash: bool
    hour: int
    sales_by_hour: Sequence[int]
    score: Score | None
    rules: Sequence[tuple[int, str]]
    """(severity, name) of the rules that found it, the most severe first."""


def parts_of(item: Item, tags: Mapping[str, Sequence[int]]) -> list[Part]:
    """``tags``: per "flag|step", how many were to be looked at, of all decided."""
    added = (_rules(item), _standing(item), _hour(item), _tagged(item, tags))
    return [*_base(item), *(part for part in added if part is not None)]


def total(parts: Sequence[Part]) -> int:
    return min(HIGHEST, max(0, sum(part.points for part in parts)))


def _base(item: Item) -> list[Part]:
    found = [
        Found(Flag(each["flag"]), Confidence(each["confidence"]), each["code"])
        for each in item.details
    ]
    amount = str(item.amount) if item.amount is not None else ""
    more: dict[str, dict[str, Any]] = {
        "amount": {"amount": amount},
        "further_flags": {"count": len(found) - 1},
    }
    return [
        Part(code, points, more.get(code, {}))
        for code, points in base_parts(found, item.amount, is_cash=item.is_cash)
    ]


def _rules(item: Item) -> Part | None:
    if not item.rules:
        return None
    further = min(_MOST_FURTHER, _FURTHER_RULE * (len(item.rules) - 1))
    points = BY_SEVERITY.get(item.rules[0][0], BY_SEVERITY[10]) + further
    return Part("rules", points, {"names": [name for _severity, name in item.rules[:3]]})


def _standing(item: Item) -> Part | None:
    score = item.score
    if score is None or score.probability < LEAST_PROBABLE:
        return None
    points = round(STANDING_POINTS * score.probability)
    return Part("standing", points, {"metric": item.flag, **score._asdict()})


def _hour(item: Item) -> Part | None:
    sales = sum(item.sales_by_hour)
    if sales < ENOUGH_SALES:
        return None
    share = item.sales_by_hour[item.hour] / sales
    points = next((points for most, points in RARE_HOURS if share <= most), 0)
    return Part("hour", points, {"hour": item.hour, "share": round(share, 4)}) if points else None


def _tagged(item: Item, tags: Mapping[str, Sequence[int]]) -> Part | None:
    high, decided = tags.get(f"{item.flag}|{step(item.amount)}", (0, 0))
    if not decided:
        return None
    of_all = sum(each[0] for each in tags.values()) / sum(each[1] for each in tags.values())
    share = (high + TAG_WORTH * of_all) / (decided + TAG_WORTH)
    points = min(MOST_TAGS, max(LEAST_TAGS, round(TAG_POINTS * (share - of_all))))
    return Part("tagged", points, {"high": high, "decided": decided}) if points else None
