"""Recordings put into real time, and what of them a window needs.

In the hour that clocks show twice, a recording's written times fit two instants. Where
both passes are listed, their order tells which is which; where one is, it is taken for
the one asked for. Either way the clip says that it may be the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Final

from footage.window import UtcWindow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from footage.recorders.hikvision_isapi.search import Recorded
    from footage.recorders.hikvision_isapi.times import RecorderTime

_LONGEST: Final = timedelta(hours=25)
_OVERLAP: Final = timedelta(seconds=2)
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Placed:
    """One recording in real time, by the recorder's clock."""

    recorded: Recorded
    start: datetime
    end: datetime
    is_ambiguous: bool = False

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
    readings = [_readings(recorded, time) for recorded in recordings]
    both_passes = _shows_both_passes(recordings, readings)
    placed: list[Placed] = []
    cursor = _LONG_AGO
    for recorded, possible in zip(recordings, readings, strict=True):
        if not possible:
            continue
        if both_passes:
            start, end = _first_from(possible, cursor - _OVERLAP)
        else:
            start, end = _best_for(possible, window)
        placed.append(Placed(recorded, start, end, is_ambiguous=len(possible) > 1))
        cursor = end
    return placed


def _readings(recorded: Recorded, time: RecorderTime) -> list[tuple[datetime, datetime]]:
    """Where it may lie, earlier first. As long as written, where that is possible at all."""
    pairs = sorted(
        (start, end)
        for start, end in product(time.real(recorded.start), time.real(recorded.end))
        if timedelta(0) < end - start <= _LONGEST
    )
    written = recorded.end - recorded.start
    return [pair for pair in pairs if pair[1] - pair[0] == written] or pairs


def _shows_both_passes(
    recordings: Sequence[Recorded], readings: Sequence[Sequence[object]]
) -> bool:
    unsure = [r for r, possible in zip(recordings, readings, strict=True) if len(possible) > 1]
    return any(
        one.start < other.end - _OVERLAP and other.start < one.end - _OVERLAP
        for place, one in enumerate(unsure)
        for other in unsure[place + 1 :]
    )


def _first_from(
    possible: Sequence[tuple[datetime, datetime]], earliest: datetime
) -> tuple[datetime, datetime]:
    return next((pair for pair in possible if pair[0] >= earliest), possible[-1])


def _best_for(
    possible: Sequence[tuple[datetime, datetime]], window: UtcWindow
) -> tuple[datetime, datetime]:
    return next((pair for pair in possible if window.overlaps(*pair)), possible[0])
