"""What was measured: samples of reference and subject, and figures beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.statistic import median, quantile

if TYPE_CHECKING:
    from benchmarks.goals import Goal


@dataclass(frozen=True, slots=True)
class Finding:
    """One goal's pairs of (reference, subject), in the order they were taken."""

    goal: Goal
    pairs: tuple[tuple[float, float], ...]

    @property
    def ratios(self) -> list[float]:
        return [self.goal.ratio(reference, subject) for reference, subject in self.pairs]

    @property
    def ratio(self) -> float:
        """The median of the pairs' own ratios: the only number that is judged."""
        return median(self.ratios)

    @property
    def spread(self) -> tuple[float, float]:
        """The 10th and 90th percentile of the ratios."""
        return quantile(self.ratios, 0.1), quantile(self.ratios, 0.9)

    @property
    def reference(self) -> float:
        return median([reference for reference, _ in self.pairs])

    @property
    def subject(self) -> float:
        return median([subject for _, subject in self.pairs])

    @property
    def is_met(self) -> bool:
        return self.goal.is_met(self.ratio)

    @property
    def is_moonshot(self) -> bool:
        return self.goal.is_moonshot(self.ratio)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is told and not judged."""

    says: str
    value: float
    unit: str
