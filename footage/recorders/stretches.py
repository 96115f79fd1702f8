"""What a recorder says it holds, as stretches to fetch one by one and to put together."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from footage.errors import NoFootageError, NotYetRecordedError
from footage.recorders.base import RawMedia
from footage.recorders.playing import PATIENCE_SECONDS, RETRY_SECONDS
from footage.window import Gap, UtcWindow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from footage.window import Stretch

_TOUCHING: Final = timedelta(seconds=2)
"""Files that follow one another this closely are one recording, and are played as one."""
_SHORTEST: Final = timedelta(seconds=1)


def joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """In order, those that touch or overlap made one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1] + _TOUCHING:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def wanted_of(
    held: Sequence[Stretch], wide: UtcWindow, window: UtcWindow, at: datetime
) -> list[UtcWindow]:
    """The parts of ``held`` to play in order to show ``window``, none beyond ``wide``.

    Raises NoFootageError, and NotYetRecordedError while the end may still be coming.
    """
    inside = [pair for pair in held if window.overlaps(*pair)]
    is_fresh = at < window.end + timedelta(seconds=PATIENCE_SECONDS)
    if is_fresh and not (inside and inside[-1][1] >= window.end - _SHORTEST):
        raise NotYetRecordedError(at + timedelta(seconds=RETRY_SECONDS))
    if not inside:
        raise NoFootageError(nearest=_nearest(held, window))
    cut = [(max(start, wide.start), min(end, wide.end)) for start, end in inside]
    return [UtcWindow(start, end) for start, end in cut if end - start >= _SHORTEST]


def together(parts: Sequence[RawMedia], window: UtcWindow, source: str, channel: str) -> RawMedia:
    """The stretches that were played as one answer; what lies between them is a gap."""
    shown = [(part.asked.start, part.asked.end) for part in parts]
    between = [Gap(start, end, "not_recorded") for start, end in window.uncovered(shown)]
    told = [gap for part in parts for gap in part.gaps]
    return RawMedia(
        asked=window,
        files=tuple(file for part in parts for file in part.files),
        gaps=tuple(sorted([*between, *told], key=lambda gap: gap.start)),
        source=source,
        channel=channel,
        time_error=max((part.time_error for part in parts), default=0.0),
        notes=tuple(dict.fromkeys(note for part in parts for note in part.notes)),
    )


def _nearest(held: Sequence[Stretch], window: UtcWindow) -> datetime | None:
    middle = window.start + (window.end - window.start) / 2
    instants = [instant for pair in held for instant in pair]
    return min(instants, key=lambda at: abs(at - middle), default=None)
