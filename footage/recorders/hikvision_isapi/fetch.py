"""All of a window that a recorder holds, recording by recording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from footage.errors import (
    BadAnswerError,
    CutCancelledError,
    FootageError,
    NoFootageError,
    NoPermissionError,
    TruncatedError,
    UnsupportedError,
)
from footage.recorders.base import RawMedia
from footage.recorders.hikvision_isapi.order import Order

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from footage.recorders.base import Cancelled, Progress
    from footage.recorders.hikvision_isapi.holdings import Holdings, Keeper
    from footage.recorders.hikvision_isapi.order import Fetched
    from footage.recorders.hikvision_isapi.placing import Placed
    from footage.recorders.hikvision_isapi.ways import Ways

_TRY_ANOTHER_WAY = (
    UnsupportedError,
    BadAnswerError,
    TruncatedError,
    NoPermissionError,
    NoFootageError,
)


@dataclass(frozen=True, slots=True)
class Errand:
    """One fetch. ``source`` and ``channel`` are for the record."""

    ways: Ways
    keeper: Keeper
    dest: Path
    source: str
    channel: str
    progress: Progress | None = None
    cancelled: Cancelled | None = None


def fetch(errand: Errand, held: Holdings) -> RawMedia:
    """Raises what :meth:`Keeper.check_worth_fetching` and the ways raise."""
    errand.keeper.check_worth_fetching(held)
    wanted = _wanted(held)
    got = [_obtain(errand, placed, held, n, len(wanted)) for n, placed in enumerate(wanted)]
    return RawMedia(
        asked=held.window,
        files=tuple(sorted((one.raw for one in got), key=lambda raw: raw.start)),
        gaps=errand.keeper.gaps(held),
        source=errand.source,
        channel=errand.channel,
        time_error=max(one.time_error for one in got),
        notes=_notes(got, wanted),
    )


def _notes(got: Sequence[Fetched], wanted: Sequence[Placed]) -> tuple[str, ...]:
    said = {note for one in got for note in one.notes}
    if any(placed.is_ambiguous for placed in wanted):
        said.add("time_ambiguous")
    return tuple(sorted(said))


def _wanted(held: Holdings) -> list[Placed]:
    """What lies in the window; in the hour that comes twice also the other pass, since
    nobody but a viewer can tell the two apart."""
    within = held.within
    if not any(placed.is_ambiguous for placed in within):
        return within
    walls = [(placed.recorded.start, placed.recorded.end) for placed in within]
    return [
        placed
        for placed in held.all
        if placed in within
        or (placed.is_ambiguous and any(_meet(placed, start, end) for start, end in walls))
    ]


def _meet(placed: Placed, start: datetime, end: datetime) -> bool:
    recorded = placed.recorded
    return bool(recorded.start < end and recorded.end > start)


def _obtain(errand: Errand, placed: Placed, held: Holdings, number: int, count: int) -> Fetched:
    """By the first way that works. What stands for a refusal of *everything* (a wrong
    password, a lock, no slot free) is never tried around."""
    if errand.cancelled is not None and errand.cancelled():
        raise CutCancelledError
    order = Order(
        placed=placed,
        part=placed.within(held.window) or placed.whole,
        dest=errand.dest,
        name=f"part{number}",
        progress=_share(errand.progress, number, count),
        cancelled=errand.cancelled,
    )
    failed: list[FootageError] = []
    for way in errand.ways.in_turn(order):
        try:
            return way(order)
        except _TRY_ANOTHER_WAY as error:
            failed.append(error)
    raise _most_hopeful(failed)


def _most_hopeful(failed: Sequence[FootageError]) -> FootageError:
    """One that waiting may heal; or else the best way's own reason, and where none of the
    ways exists, what each of them lacks."""
    hopeful = next((error for error in failed if error.retries), None)
    if hopeful is None and all(isinstance(error, UnsupportedError) for error in failed):
        return UnsupportedError("; ".join(error.params["what"] for error in failed))
    return hopeful or failed[0]


def _share(progress: Progress | None, number: int, count: int) -> Progress | None:
    if progress is None:
        return None
    return lambda step, fraction: progress(step, (number + fraction) / count)
