"""Recordings put into real time, and what of them a window needs.

In the hour that clocks show twice, a recording's written times fit two instants. The
recorder lists its recordings as they were made, so that reading is taken in which they
neither overlap nor leave holes; where that decides nothing, the one that shows what was
asked for. Whatever is decided, the clip says that it may be the other hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Final

from footage.window import UtcWindow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from footage.recorders.hikvision_isapi.search import Recorded
    from footage.recorders.hikvision_isapi.times import RecorderTime

    Reading = tuple[datetime, datetime]

_LONGEST: Final = timedelta(days=40)
_OVERLAP_COSTS: Final = 1e6
"""More than any hole: a camera makes one recording at a time."""
_ROUNDING: Final = 2.0
_BESIDE_COSTS: Final = 0.5
_OTHER_LENGTH_COSTS: Final = 0.25


@dataclass(frozen=True, slots=True)
class Placed:
    """One recording in real time, by the recorder's clock."""

    recorded: Recorded
    start: datetime
    end: datetime
    is_ambiguous: bool = False
    """Its written start fits two instants."""

    @property
    def whole(self) -> UtcWindow:
        return UtcWindow(self.start, self.end)

    def within(self, window: UtcWindow) -> UtcWindow | None:
        """The part of ``window`` that it shows."""
        if not window.overlaps(self.start, self.end):
            return None
        return UtcWindow(max(self.start, window.start), min(self.end, window.end))


def place(recordings: Sequence[Recorded], time: RecorderTime, window: UtcWindow) -> list[Placed]:
    """All of ``recordings`` in their own order, also those beside ``window``."""
    known = [(one, readings) for one in recordings if (readings := _readings(one, time))]
    chosen = _likeliest(known, window)
    return [
        Placed(one, start, end, is_ambiguous=len({reading[0] for reading in readings}) > 1)
        for (one, readings), (start, end) in zip(known, chosen, strict=True)
    ]


def _readings(recorded: Recorded, time: RecorderTime) -> list[Reading]:
    """Where it may lie, earlier first."""
    return sorted(
        (start, end)
        for start, end in product(time.real(recorded.start), time.real(recorded.end))
        if timedelta(0) < end - start <= _LONGEST
    )


def _likeliest(
    known: Sequence[tuple[Recorded, Sequence[Reading]]], window: UtcWindow
) -> list[Reading]:
    """The cheapest chain through one reading of each, found step by step."""
    chains: list[tuple[float, list[Reading]]] = [(0.0, [])]
    for recorded, readings in known:
        chains = [
            min(
                (
                    (cost + _cost(chain, reading, recorded, window), [*chain, reading])
                    for cost, chain in chains
                ),
                key=lambda one: one[0],
            )
            for reading in readings
        ]
    return min(chains, key=lambda one: one[0])[1]


def _cost(
    chain: Sequence[Reading], reading: Reading, recorded: Recorded, window: UtcWindow
) -> float:
    start, end = reading
    cost = 0.0 if window.overlaps(start, end) else _BESIDE_COSTS
    if end - start != recorded.end - recorded.start:
        cost += _OTHER_LENGTH_COSTS
    if chain:
        hole = (start - chain[-1][1]).total_seconds()
        cost += abs(hole) + (_OVERLAP_COSTS if hole < -_ROUNDING else 0.0)
    return cost
