"""Whether a rate has risen: a Poisson CUSUM over weeks.

S = max(0, S + y ln r - (r - 1) e), which is the usual y - k e with k = (r - 1) / ln r, in
units of evidence. By Lorden's bound a limit h keeps false alarms at least e^h weeks apart.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alerts.scores.special import Array

RATIO: Final = 2.0
LIMIT: Final = 5.0
"""False alarms are 148 weeks apart or more."""
RECENT: Final = 4
"""Weeks that are compared with what was usual before them."""
WORTH_EVENTS: Final = 4.0


def usual_level(observed: Array, expected: Array) -> Array:
    """Each cashier's own multiple of the expected in the weeks before the recent ones, never
    below 1 and pulled to it as if so many events had been seen as expected. Weeks are along
    the last axis, the oldest first."""
    y = observed[..., :-RECENT].sum(axis=-1)
    e = expected[..., :-RECENT].sum(axis=-1)
    level: Array = np.maximum(1.0, (y + WORTH_EVENTS) / (e + WORTH_EVENTS))
    return level


def risen_since(observed: Sequence[float], expected: Sequence[float]) -> int | None:
    """The week in which a rise began that stands at the end; None for none."""
    evidence, begins = 0.0, 0
    for week, (y, e) in enumerate(zip(observed, expected, strict=True)):
        if evidence == 0.0:
            begins = week
        evidence = max(0.0, evidence + y * math.log(RATIO) - (RATIO - 1) * e)
    return begins if evidence >= LIMIT else None
