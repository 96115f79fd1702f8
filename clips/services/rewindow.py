"""A finished clip whose moment turned out to be another: its marker and window move at
once, what the new window lacks is said, and the rest is fetched. Nothing is thrown away
before something better is there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from clips.services import schedule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clips.models import Clip
    from footage.window import Stretch

REASON = "outside_first_cut"
EDGE = timedelta(seconds=1)
"""Less than this missing at an edge is no gap that anybody would see."""


def rewindow(clip: Clip, moment: datetime) -> None:
    """Set the unsaved clip's moment, window, marker, gaps and note. All times UTC."""
    note = {"code": "clock_corrected", "params": {"moment": clip.moment.isoformat()}}
    clip.notes = [
        *(each for each in clip.notes if each["code"] not in {"clock_corrected", "moment_missing"}),
        note,
    ]
    window = schedule.window_of(moment)
    clip.moment, clip.window_start, clip.window_end = moment, window.start, window.end
    clip.gaps = list(_gaps(clip))
    clip.is_partial = bool(clip.gaps)
    clip.moment_ms = _marker(clip)


def spans_of(clip: Clip) -> list[tuple[float, datetime, float]]:
    """Second of the file, real time, seconds: of each stretch that the clip shows."""
    return [
        (span["at"], datetime.fromisoformat(span["start"]), span["seconds"])
        for span in clip.timeline
    ]


def real_time_at(clip: Clip, second: float) -> datetime:
    """The real time that ``second`` of the playback copy shows. ValueError outside of it."""
    for at, start, seconds in spans_of(clip):
        if at <= second < at + seconds + 0.5:
            return start + timedelta(seconds=second - at)
    message = f"second {second:.1f} is not in the clip"
    raise ValueError(message)


def _gaps(clip: Clip) -> Iterator[dict[str, str]]:
    shown: list[Stretch] = [
        (start, start + timedelta(seconds=seconds)) for _, start, seconds in spans_of(clip)
    ]
    window = schedule.window_of(clip.moment)
    for start, end in window.uncovered(shown):
        if end - start > EDGE:
            reason = _known(clip.gaps, start, end)
            yield {"start": start.isoformat(), "end": end.isoformat(), "reason": reason}


def _known(gaps: list[dict[str, str]], start: datetime, end: datetime) -> str:
    """The reason that was known for this stretch, or that nobody asked for it yet."""
    for gap in gaps:
        if datetime.fromisoformat(gap["start"]) <= start < datetime.fromisoformat(gap["end"]):
            return gap["reason"]
    return REASON


def _marker(clip: Clip) -> int | None:
    for at, start, seconds in spans_of(clip):
        inside = (clip.moment - start).total_seconds()
        if 0 <= inside < seconds:
            return round((at + inside) * 1000)
    return None
