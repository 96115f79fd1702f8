"""One random window cut out of a world, and held against what its pictures say."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from footage.errors import NoFootageError, OverwrittenError
from footage.order import ClipOrder, cut_clip
from footage.recorders.base import Grants
from tests.footage.strip import read_pictures

if TYPE_CHECKING:
    import random
    from datetime import datetime

    from benchmarks.accuracy.world import World
    from footage.cutting import FinishedClip

_JITTER: Final = 0.02
_HOUR: Final = 3700.0


class UntrueError(AssertionError):
    """What a clip claims and its pictures deny."""


@dataclass(slots=True)
class Tally:
    windows: int = 0
    pictures: int = 0
    with_gaps: int = 0
    ambiguous: int = 0
    empty: int = 0
    worst: float = 0.0
    worst_marker: float = 0.0
    failures: list[str] = field(default_factory=list)


def check(world: World, rng: random.Random, out: Path, key: str, tally: Tally) -> None:
    """Cut one window and count what came of it; what is untrue becomes a failure."""
    before, after = rng.uniform(2, 40), rng.uniform(2, 60)
    along = rng.uniform(before, world.window.seconds - after)
    order = ClipOrder(
        driver="folder",
        settings=world.settings,
        moment=world.starts + timedelta(seconds=along),
        channel="cam1",
        before=before,
        after=after,
        offset=world.offset,
    )
    tally.windows += 1
    _long_ago(world)
    try:
        clip = cut_clip(order, out, Grants.everything())
        _held_against(world, clip, tally)
    except (NoFootageError, OverwrittenError):
        tally.empty += 1
        if not _is_hole(world, order):
            tally.failures.append(f"{key}: nothing found where there is footage")
    except UntrueError as untrue:
        tally.failures.append(f"{key}: {untrue}")


def _long_ago(world: World) -> None:
    """The recorder has finished its files: they have lain untouched."""
    for path in _files(world):
        os.utime(path, (0, 0))


def _files(world: World) -> list[Path]:
    return sorted(Path(world.settings["path"]).rglob("*.mp4"))


def _is_hole(world: World, order: ClipOrder) -> bool:
    start = order.moment - timedelta(seconds=order.before)
    end = order.moment + timedelta(seconds=order.after)
    return any(hole.start <= start and hole.end >= end for hole in world.holes)


def _held_against(world: World, clip: FinishedClip, tally: Tally) -> None:
    shown = read_pictures(clip.playback.path, world.camera.fps)
    taken = [picture.taken + world.shift for picture in shown]
    frame = 1 / world.camera.fps
    allowed = _allowed(world, clip, tally)
    off = max(
        abs((clip.timeline.utc_at(picture.at + 1e-4) - real).total_seconds())
        for picture, real in zip(shown, taken, strict=True)
    )
    tally.pictures += len(shown)
    if off > allowed + _JITTER:
        raise UntrueError(f"a picture is {off:.3f} s off")
    if allowed:
        return  # the note says so; which hour it is cannot be told
    tally.worst = max(tally.worst, off)
    tally.with_gaps += bool(clip.gaps)
    _check_ends(clip, taken, frame)
    _check_marker(clip, taken, [picture.at for picture in shown], frame, tally)
    _check_holes(world, clip, taken, frame)


def _allowed(world: World, clip: FinishedClip, tally: Tally) -> float:
    """An hour, where the clip itself says that it may be another."""
    if any(note.code == "time_ambiguous" for note in clip.notes):
        tally.ambiguous += 1
        if not world.is_doubled:
            raise UntrueError("said to be ambiguous outside of the doubled hour")
        return _HOUR
    return 0.0


def _check_ends(clip: FinishedClip, taken: list[datetime], frame: float) -> None:
    edge = timedelta(seconds=max(0.25, 2 * frame) + _JITTER)  # less is no gap, by contract
    starts_late = taken[0] > clip.window.start + edge
    ends_early = taken[-1] < clip.window.end - edge - timedelta(seconds=frame)
    if starts_late and not any(gap.start <= clip.window.start for gap in clip.gaps):
        raise UntrueError("begins too late and does not say so")
    if ends_early and not any(gap.end >= clip.window.end for gap in clip.gaps):
        raise UntrueError("ends too early and does not say so")


def _check_marker(
    clip: FinishedClip, taken: list[datetime], at: list[float], frame: float, tally: Tally
) -> None:
    if not clip.has_moment:
        return
    real = [each for each, second in zip(taken, at, strict=True) if second <= clip.moment_offset]
    off = abs((real[-1] - clip.moment).total_seconds()) / frame
    tally.worst_marker = max(tally.worst_marker, off)
    if off > 1 + _JITTER / frame:
        raise UntrueError(f"the marker is {off:.2f} pictures off")


def _check_holes(world: World, clip: FinishedClip, taken: list[datetime], frame: float) -> None:
    """What no picture shows is told, and what is told missing is shown by no picture."""
    edge = timedelta(seconds=2 * frame)
    for hole in world.holes:
        start, end = max(hole.start, clip.window.start), min(hole.end, clip.window.end)
        if end - start <= edge + edge:
            continue
        middle = start + (end - start) / 2
        if not any(gap.start <= middle <= gap.end for gap in clip.gaps):
            raise UntrueError(f"a hole of {(end - start).total_seconds():.1f} s is not told")
    for gap in clip.gaps:
        if any(gap.start + edge < real < gap.end - edge for real in taken):
            raise UntrueError("told missing and shown all the same")
