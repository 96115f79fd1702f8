"""Gamma and beta distribution functions over arrays, by series and continued fractions.

The three functions that are needed of a library a hundred times the size of all the rest.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

_MOST: Final = 20_000
_CLOSE: Final = 1e-13
_TINY: Final = 1e-300
_TRIES: Final = 80

lgamma: Callable[[Array], Array] = np.vectorize(math.lgamma, otypes=[float])


def gamma_below(shape: Array, x: Array) -> Array:
    """P(G <= x) for G ~ Gamma(shape, 1)."""
    shape, x = np.broadcast_arrays(np.asarray(shape, float), np.asarray(x, float))
    answer = np.zeros(shape.shape)
    is_low = (x > 0) & (x < shape + 1)
    is_high = x >= shape + 1
    if is_low.any():
        answer[is_low] = _gamma_series(shape[is_low], x[is_low])
    if is_high.any():
        answer[is_high] = 1 - _gamma_fraction(shape[is_high], x[is_high])
    return np.clip(answer, 0.0, 1.0)


def gamma_above(shape: Array, x: Array) -> Array:
    """P(G > x); keeps its precision where :func:`gamma_below` is nearly one."""
    shape, x = np.broadcast_arrays(np.asarray(shape, float), np.asarray(x, float))
    answer = 1 - gamma_below(shape, x)
    is_high = x >= shape + 1
    if is_high.any():
        answer[is_high] = _gamma_fraction(shape[is_high], x[is_high])
    return np.clip(answer, 0.0, 1.0)


def gamma_quantile(shape: Array, share: float) -> Array:
    """The x below which ``share`` of Gamma(shape, 1) lies: Newton's way on the logarithm of
    the smaller tail, kept inside an interval that is known to hold the answer."""
    shape = np.asarray(shape, float)
    is_low, known = share < 0.5, lgamma(shape)
    tail, sign = (gamma_below, 1.0) if is_low else (gamma_above, -1.0)
    wanted = math.log(share if is_low else 1 - share)
    low = np.full(shape.shape, -700.0)
    high = np.log(shape + 20 * np.sqrt(shape) + 60)
    at = np.clip(np.log(_wilson_hilferty(shape, share)), low, high)
    for _ in range(_TRIES):
        reached = np.maximum(tail(shape, np.exp(at)), _TINY)
        off = np.log(reached) - wanted
        if np.max(np.abs(off), initial=0.0) < 1e-10:
            break
        is_below = sign * off < 0
        low, high = np.where(is_below, at, low), np.where(is_below, high, at)
        slope = sign * np.exp(shape * at - np.exp(at) - known) / reached
        step = at - np.divide(off, slope, out=np.full(at.shape, np.inf), where=slope != 0)
        at = np.where((step > low) & (step < high), step, (low + high) / 2)
    found: Array = np.exp(at)
    return found


def _wilson_hilferty(shape: Array, share: float) -> Array:
    """Where to begin: the cube root of a gamma variable is nearly normal."""
    ninth = 1 / (9 * shape)
    root = 1 - ninth + NormalDist().inv_cdf(share) * np.sqrt(ninth)
    return np.maximum(shape * root**3, 1e-6)


def beta_below(x: Array, a: Array, b: Array) -> Array:
    """P(B <= x) for B ~ Beta(a, b)."""
    x, a, b = np.broadcast_arrays(*(np.asarray(each, float) for each in (x, a, b)))
    answer = np.where(x >= 1, 1.0, 0.0)
    is_inside = (x > 0) & (x < 1)
    is_first = is_inside & (x < (a + 1) / (a + b + 2))
    is_second = is_inside & ~is_first
    answer[is_first] = _beta_fraction(x[is_first], a[is_first], b[is_first])
    answer[is_second] = 1 - _beta_fraction(1 - x[is_second], b[is_second], a[is_second])
    return np.clip(answer, 0.0, 1.0)


def _gamma_series(shape: Array, x: Array) -> Array:
    term = 1 / shape
    total, n = term.copy(), 0
    while n < _MOST and np.any(np.abs(term) > np.abs(total) * _CLOSE):
        n += 1
        term = term * x / (shape + n)
        total = total + term
    return total * np.exp(shape * np.log(x) - x - lgamma(shape))


def _gamma_fraction(shape: Array, x: Array) -> Array:
    b = x + 1 - shape
    c = np.full(shape.shape, 1 / _TINY)
    d = 1 / b
    h = d.copy()
    for n in range(1, _MOST):
        an = -n * (n - shape)
        b = b + 2
        d = 1 / _not_zero(an * d + b)
        c = _not_zero(b + an / c)
        step = d * c
        h = h * step
        if np.all(np.abs(step - 1) < _CLOSE):
            break
    return h * np.exp(shape * np.log(x) - x - lgamma(shape))


def _beta_fraction(x: Array, a: Array, b: Array) -> Array:
    if not x.size:
        return x
    c = np.ones(x.shape)
    d = 1 / _not_zero(1 - (a + b) * x / (a + 1))
    h = d.copy()
    for n in range(1, _MOST):
        even = n * (b - n) * x / ((a - 1 + 2 * n) * (a + 2 * n))
        odd = -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 1 + 2 * n))
        for number in (even, odd):
            d = 1 / _not_zero(1 + number * d)
            c = _not_zero(1 + number / c)
            step = d * c
            h = h * step
        if np.all(np.abs(step - 1) < _CLOSE):
            break
    front = a * np.log(x) + b * np.log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)
    return np.exp(front) * h / a


def _not_zero(number: Array) -> Array:
    return np.where(np.abs(number) < _TINY, _TINY, number)
