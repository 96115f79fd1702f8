"""What is normal among peers: how much the true rates of cashiers differ.

theta, a cashier's true rate as a multiple of the expected, is Gamma distributed among peers
with mean ``mean`` and variance ``spread``. Both are estimated for each cashier from all the
others: nobody is part of the yardstick that they are measured with. Who stands far out is
left out of everybody's, or two such would hide each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from alerts.scores.special import Array

USUAL_SPREAD: Final = 0.4
"""What is taken for the variance of theta where peers tell too little: true rates that
differ from the mean by half."""
UNSURE: Final = 0.3
"""How sure of that one is, as a standard error. What peers tell counts by its own error."""
LEAST, MOST = 0.05, 4.0
FAR_OUT: Final = 5.0
FIRST_SPREAD: Final = 0.5
WORTH_EVENTS: Final = 2.0
"""The mean is pulled to 1 as if so many events had been seen as expected."""


@dataclass(frozen=True, slots=True)
class Prior:
    """Per cashier: Gamma(shape, rate) of peers' true rates."""

    mean: Array
    spread: Array

    @property
    def shape(self) -> Array:
        return self.mean**2 / self.spread

    @property
    def rate(self) -> Array:
        return self.mean / self.spread


def fit(observed: Array, expected: Array) -> Prior:
    """The prior of each cashier, from all the others."""
    spread = np.full(observed.shape, FIRST_SPREAD)
    mean = np.ones(observed.shape)
    for _ in range(3):
        errors = np.sqrt(_variance(mean, expected, np.maximum(spread, USUAL_SPREAD)))
        is_peer = (observed - mean * expected) / errors < FAR_OUT
        mean, spread = _moments(observed, expected, is_peer.astype(float))
    return Prior(mean, spread)


def _variance(mean: Array, expected: Array, spread: Array | float) -> Array:
    """Of what is observed."""
    return np.maximum(mean * expected + spread * expected**2, 1e-9)


def _moments(y: Array, e: Array, weight: Array) -> tuple[Array, Array]:
    """By moments: E[(y - m e)^2 - y] = spread * e^2, summed over the others; drawn to the
    usual spread by how uncertain that is, and set on the side of caution by half an error."""

    def others(values: Array) -> Array:
        return np.sum(values * weight) - values * weight

    mean = (others(y) + WORTH_EVENTS) / (others(e) + WORTH_EVENTS)
    squares = np.maximum(others(e * e), 1e-9)
    excess = others(y * y) - 2 * mean * others(y * e) + mean**2 * squares - others(y)
    usual = _variance(mean, e, USUAL_SPREAD)
    error = others(2 * usual**2 + usual) / squares**2
    trust = UNSURE**2 / (UNSURE**2 + error)
    spread = trust * np.maximum(excess / squares, 0) + (1 - trust) * USUAL_SPREAD
    return mean, np.clip(spread + np.sqrt(trust * error), LEAST, MOST)
