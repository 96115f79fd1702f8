"""Which stores stand out among similar ones: counts against what stores of like sales would
have had. Pure.

The expected count of a store is its sales times the rate of its peers (without itself).
How much peers differ among each other widens what is still ordinary (gamma-Poisson), and
over all stores and kinds of event no more than a tenth of those named are named by chance
(Benjamini and Hochberg).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PEERS: Final = 8
FEWEST_PEERS: Final = 3
LIKE: Final = 2.0
"""Peers sell at most twice, at least half as much."""
FALSE_SHARE: Final = 0.10
LEAST_SPREAD: Final = 0.05
"""Peers are never taken to be more alike than this: variance of rates over their mean²."""
FEWEST: Final = 5
"""Of fewer events nobody's week is made a question."""


@dataclass(frozen=True, slots=True)
class Week:
    """A store's week: sales, and counts by what was flagged. ``volume`` decides who is like
    it: sales of four weeks."""

    store_id: int
    volume: int
    sales: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Outlier:
    """``low`` and ``high``: what peers had, per the sales of this store."""

    store_id: int
    what: str
    count: int
    sales: int
    expected: float
    low: float
    high: float
    peers: tuple[int, ...]
    chance: float


def peers_of(week: Week, weeks: Sequence[Week]) -> list[Week]:
    """The stores nearest to it in sales, or none where too few are near."""
    if not week.volume:
        return []
    others = [each for each in weeks if each.store_id != week.store_id and each.volume]
    near = sorted(others, key=lambda each: (_distance(each, week), each.store_id))[:PEERS]
    like = [each for each in near if _distance(each, week) <= log(LIKE) and each.sales]
    return like if len(like) >= FEWEST_PEERS else []


def _distance(one: Week, other: Week) -> float:
    return abs(log(one.volume) - log(other.volume))


def outliers(weeks: Sequence[Week]) -> list[Outlier]:
    """Those that stand out, the least likely first."""
    tested = [found for week in weeks for found in _compared(week, peers_of(week, weeks))]
    tested.sort(key=lambda each: each.chance)
    return [each for each in tested[: _named(tested)] if each.count >= FEWEST]


def _named(tested: Sequence[Outlier]) -> int:
    """How many of them, by Benjamini and Hochberg."""
    count = len(tested)
    passing = [
        place
        for place, each in enumerate(tested, start=1)
        if each.chance <= FALSE_SHARE * place / count
    ]
    return max(passing, default=0)


def _compared(week: Week, peers: Sequence[Week]) -> list[Outlier]:
    if not peers or not week.sales:
        return []
    kinds = sorted({what for each in (week, *peers) for what in each.counts})
    return [_one(week, peers, what) for what in kinds]


def _one(week: Week, peers: Sequence[Week], what: str) -> Outlier:
    events = sum(peer.counts.get(what, 0) for peer in peers)
    sales = sum(peer.sales for peer in peers)
    rate = max(events, 0.5) / sales
    expected = rate * week.sales
    rates = [peer.counts.get(what, 0) / peer.sales * week.sales for peer in peers]
    count = week.counts.get(what, 0)
    return Outlier(
        store_id=week.store_id,
        what=what,
        count=count,
        sales=week.sales,
        expected=expected,
        low=min(rates),
        high=max(rates),
        peers=tuple(peer.store_id for peer in peers),
        chance=at_least(count, expected, _spread(peers, what, rate)),
    )


def _spread(peers: Sequence[Week], what: str, rate: float) -> float:
    """How unlike peers are beyond chance, as the variance of their rates over its mean²."""
    expected = [rate * peer.sales for peer in peers]
    counts = [peer.counts.get(what, 0) for peer in peers]
    surplus = sum((y - e) ** 2 - e for y, e in zip(counts, expected, strict=True))
    return max(surplus / sum(e * e for e in expected), LEAST_SPREAD)


def at_least(count: int, expected: float, spread: float) -> float:
    """The chance of ``count`` or more, where the rate itself is gamma-distributed with mean
    ``expected`` and variance ``spread`` times its square."""
    shape = 1 / spread
    chance = 1.0
    for y in range(count):
        chance -= exp(
            lgamma(y + shape)
            - lgamma(shape)
            - lgamma(y + 1)
            + shape * log(shape / (shape + expected))
            + y * log(expected / (shape + expected))
        )
        if chance <= 0:
            return 0.0
    return chance
