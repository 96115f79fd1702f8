"""Where each cashier stands: posterior, interval, chance of a truly high rate, p, z, verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from alerts.scores.metrics import TWICE, Q
from alerts.scores.prior import Prior, fit
from alerts.scores.special import beta_below, gamma_above, gamma_quantile

if TYPE_CHECKING:
    from alerts.scores.special import Array

TAIL: Final = 0.05
"""On either side of the interval, which so holds 90 %."""
WINSOR: Final = 0.1


@dataclass(frozen=True, slots=True)
class Standing:
    """Arrays over cashiers. ``rate``, ``low`` and ``high`` are multiples of the expected."""

    rate: Array
    low: Array
    high: Array
    probability: Array
    """Of a true rate above twice that of peers."""
    p: Array
    """Of so many events or more, were the cashier one like the peers."""
    z: Array
    prior: Prior


def standing(observed: Array, expected: Array) -> Standing:
    """Everybody against everybody else; all are taken to have enough sales."""
    prior = fit(observed, expected)
    shape, rate = prior.shape + observed, prior.rate + expected
    return Standing(
        rate=shape / rate,
        low=gamma_quantile(shape, TAIL) / rate,
        high=gamma_quantile(shape, 1 - TAIL) / rate,
        probability=gamma_above(shape, TWICE * rate),
        p=_predictive(observed, expected, prior.shape, prior.rate),
        z=funnel(observed, expected),
        prior=prior,
    )


def interval(prior: Prior, observed: Array, expected: Array) -> tuple[Array, Array]:
    """Low and high end, where the last axis is of weeks and ``prior`` is of cashiers."""
    shape, rate = prior.shape[:, None] + observed, prior.rate[:, None] + expected
    return gamma_quantile(shape, TAIL) / rate, gamma_quantile(shape, 1 - TAIL) / rate


def _predictive(observed: Array, expected: Array, shape: Array, rate: Array) -> Array:
    """P(Y >= y) where Y is Poisson with a Gamma(shape, rate) rate: negative binomial."""
    some = np.maximum(observed, 1.0)
    p = beta_below(expected / (rate + expected), some, shape)
    return np.where(observed < 1, 1.0, p)


def funnel(observed: Array, expected: Array) -> Array:
    """Distance from the expected in standard errors, the errors widened by how much cashiers
    differ anyway (winsorised, so that a few far out do not widen it)."""
    z: Array = (observed - expected) / np.sqrt(np.maximum(expected, 1e-9))
    if not z.size:
        return z
    low, high = np.quantile(z, (WINSOR, 1 - WINSOR))
    wider = max(1.0, float(np.mean(np.clip(z, low, high) ** 2)))
    widened: Array = z / math.sqrt(wider)
    return widened


def discovered(p: Array, q: float = Q) -> Array:
    """Benjamini and Hochberg: which of these may be said to stand out, so that at most
    ``q`` of what is said is expected to be chance."""
    order = np.argsort(p, kind="stable")
    passes = p[order] <= q * np.arange(1, p.size + 1) / max(p.size, 1)
    last = np.flatnonzero(passes)
    found = np.zeros(p.shape, dtype=bool)
    if last.size:
        found[order[: last[-1] + 1]] = True
    return found
