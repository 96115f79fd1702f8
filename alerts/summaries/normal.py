"""What is usual: the middle and the spread of the same weekday in earlier weeks. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WEEKS: Final = 8
FEWEST: Final = 3
"""Of fewer days nothing is called usual."""
TRIMMED_FROM: Final = 6


@dataclass(frozen=True, slots=True)
class Normal:
    """Of ``days`` days: the middle, and between what most of them were."""

    low: int
    middle: int
    high: int
    days: int

    def excess(self, count: int) -> int:
        return max(count - self.high, 0)


def normal_of(samples: Iterable[int | None]) -> Normal | None:
    """None of too few days. Of many, the quietest and the busiest do not count: one odd day
    would otherwise make every later one look usual."""
    known = sorted(sample for sample in samples if sample is not None)
    if len(known) < FEWEST:
        return None
    kept = known[1:-1] if len(known) >= TRIMMED_FROM else known
    return Normal(kept[0], round(median(known)), kept[-1], len(known))


def added(samples: Sequence[Sequence[int | None]]) -> list[int | None]:
    """Samples of several stores, week by week, but for those that were never heard. A week in
    which not nearly all of them were heard says nothing of them together; what lacks is
    filled up in proportion."""
    known = [store for store in samples if any(count is not None for count in store)]
    return [_week([store[week] for store in known]) for week in range(WEEKS)]


def _week(counts: Sequence[int | None]) -> int | None:
    heard = [count for count in counts if count is not None]
    if not heard or len(heard) < 0.8 * len(counts):
        return None
    return round(sum(heard) * len(counts) / len(heard))
