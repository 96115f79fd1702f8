"""How far a register's clock is off, told by what moves when it rings. Pure.

When a register opens its drawer or takes a payment, hands move in front of it. One clip
proves nothing, hundreds do: each clip's motion is laid over the others by its event's
believed time, and where they agree is when the events really happened. The interval comes
from drawing the clips anew with replacement; a peak that does not stand out, or that moves
about between draws, is no estimate at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from footage.motion import Curve

    Profile = NDArray[np.float64]

REACH: Final = 55.0
"""Seconds to either side that are searched: a clip begins a minute before its event."""
STEP: Final = 0.25
WIDTH: Final = 1.5
"""Seconds over which hands are about a drawer."""
FEWEST: Final = 30
DRAWS: Final = 200
CLEAREST_BELOW: Final = 5.0
"""How far the peak must stand above the rest, in its usual spread."""
WIDEST_ERROR: Final = 3.0
_MOST_OF_ONE: Final = 4.0


@dataclass(frozen=True, slots=True)
class LineUp:
    """``offset``: seconds to add to the register's time, with a 95 % interval half-width."""

    offset: float
    error: float
    clips: int
    clearness: float


@dataclass(frozen=True, slots=True)
class NoLineUp:
    """``reason``: ``too_few``, ``no_peak`` or ``unsteady``."""

    reason: str
    clips: int


def centred(curve: Curve, event_second: float) -> Profile | None:
    """A clip's motion on the common grid, its event at 0, in its own usual spread.

    One busy clip must not outvote ten quiet ones, so that it is limited. None when the
    clip covers less than half of the grid or nothing ever moves in it.
    """
    grid = _grid()
    if len(curve.at) < 2:
        return None
    at = curve.at - event_second
    inside = (grid >= at[0]) & (grid <= at[-1])
    if inside.mean() < 0.5:
        return None
    values = np.interp(grid, at, curve.energy)
    usual = np.median(values[inside])
    spread = np.median(np.abs(values[inside] - usual)) * 1.4826
    spread = max(spread, float(values[inside].max()) / 20, 1e-9)
    scored = np.clip((values - usual) / spread, 0.0, _MOST_OF_ONE)
    scored[~inside] = np.nan
    return scored if float(np.nanmax(scored)) > 0 else None


def line_up(profiles: Sequence[Profile], *, seed: int = 0) -> LineUp | NoLineUp:
    """What most of the clips agree on. ``profiles`` are of :func:`centred`; the same clips
    and seed give the same answer."""
    if len(profiles) < FEWEST:
        return NoLineUp("too_few", len(profiles))
    stacked = np.vstack(profiles)
    smooth = _smoothed(stacked)
    offset, clearness = _peak(smooth)
    if clearness < CLEAREST_BELOW:
        return NoLineUp("no_peak", len(profiles))
    random = np.random.default_rng(seed)
    draws = [_peak(smooth[random.integers(0, len(smooth), len(smooth))])[0] for _ in range(DRAWS)]
    low, high = np.quantile(draws, [0.025, 0.975])
    error = max(float(high - offset), float(offset - low), STEP)
    if error > WIDEST_ERROR:
        return NoLineUp("unsteady", len(profiles))
    return LineUp(float(offset), round(error, 2), len(profiles), round(clearness, 1))


def _grid() -> Profile:
    return np.arange(-REACH, REACH + STEP, STEP)


def _smoothed(stacked: Profile) -> Profile:
    """Each row under a window as long as hands are about; what is not there counts nothing."""
    half = round(WIDTH / STEP)
    window = np.hanning(2 * half + 3)[1:-1]
    known = ~np.isnan(stacked)
    filled = np.where(known, stacked, 0.0)
    sums = np.apply_along_axis(np.convolve, 1, filled, window, mode="same")
    weights = np.apply_along_axis(np.convolve, 1, known.astype(float), window, mode="same")
    smooth: Profile = np.full_like(sums, np.nan)
    np.divide(sums, weights, out=smooth, where=weights > 1e-9)
    return smooth


def _peak(smooth: Profile) -> tuple[float, float]:
    """Where the mean of all rows is highest, between its grid points, and how many usual
    spreads that lies above the rest."""
    mean = np.nanmean(smooth, axis=0)
    best = int(np.nanargmax(mean))
    grid = _grid()
    rest = mean[np.abs(grid - grid[best]) > 2 * WIDTH]
    usual = float(np.nanmedian(rest))
    spread = max(float(np.nanmedian(np.abs(rest - usual))) * 1.4826, 1e-9)
    return float(grid[best] + STEP * _between(mean, best)), float((mean[best] - usual) / spread)


def _between(mean: Profile, best: int) -> float:
    """The top of a parabola through the best point and its neighbours, in steps."""
    if not 0 < best < len(mean) - 1:
        return 0.0
    left, top, right = mean[best - 1], mean[best], mean[best + 1]
    bend = left - 2 * top + right
    return float(np.clip((left - right) / (2 * bend), -0.5, 0.5)) if bend < 0 else 0.0
