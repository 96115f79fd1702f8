"""From seconds of a clip to real time and back.

A clip's file holds pictures only: where the recorder has none for more than the
tolerance, the file goes straight on with the next one, and the timeline says so. Within
a span, file seconds and real seconds run together.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from footage.window import Gap, UtcWindow

if TYPE_CHECKING:
    from collections.abc import Sequence

_JITTER_SECONDS = 0.02


@dataclass(slots=True)
class Frames:
    """Every picture of a file in the order shown: its second in the file, its real time
    (POSIX seconds), and how long a picture lasts."""

    interval: float
    at: list[float] = field(default_factory=list)
    real: list[float] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.at)

    def in_order(self) -> Frames:
        pairs = sorted(zip(self.at, self.real, strict=True))
        return Frames(self.interval, [at for at, _ in pairs], [real for _, real in pairs])


@dataclass(frozen=True, slots=True)
class TimelineSpan:
    """``seconds`` of the file from ``at`` on show real time from ``start`` on."""

    at: float
    start: datetime
    seconds: float

    @property
    def end(self) -> datetime:
        return self.start + timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Spans in order; never empty."""

    spans: tuple[TimelineSpan, ...]

    @property
    def seconds(self) -> float:
        last = self.spans[-1]
        return last.at + last.seconds

    def utc_at(self, seconds: float) -> datetime:
        """Real time shown at ``seconds`` of the file (clamped to the file)."""
        seconds = min(max(seconds, 0.0), self.seconds)
        index = bisect_right([span.at for span in self.spans], seconds) - 1
        span = self.spans[max(index, 0)]
        return span.start + timedelta(seconds=min(seconds - span.at, span.seconds))

    def seconds_at(self, at: datetime) -> float:
        """Second of the file that shows ``at``; inside a gap, where the file goes on."""
        for span in self.spans:
            if at < span.start:
                return span.at
            if at < span.end:
                return span.at + (at - span.start).total_seconds()
        return self.seconds

    def shows(self, at: datetime) -> bool:
        return any(span.start <= at < span.end for span in self.spans)


def timeline_of(frames: Frames) -> Timeline:
    """Spans in which file time and real time run together, by the pictures themselves."""
    spans = []
    first = 0
    for index in range(1, len(frames) + 1):
        if index < len(frames) and not _jumps(frames, first, index):
            continue
        seconds = frames.at[index - 1] - frames.at[first] + frames.interval
        start = datetime.fromtimestamp(frames.real[first], UTC)
        spans.append(TimelineSpan(frames.at[first], start, seconds))
        first = index
    return Timeline(tuple(spans))


def _jumps(frames: Frames, first: int, index: int) -> bool:
    """Real time and file time part company here, measured from the span's first picture."""
    drift = (frames.real[index] - frames.real[first]) - (frames.at[index] - frames.at[first])
    return abs(drift) > _JITTER_SECONDS


def measured_gaps(
    real: Sequence[float],
    interval: float,
    window: UtcWindow,
    known: Sequence[Gap],
    tolerance: float,
) -> tuple[Gap, ...]:
    """Stretches of ``window`` that no picture shows, by the pictures' real times.

    ``known`` lends the reasons. At the window's edges two pictures' time is enough to
    count as missing; between pictures, ``tolerance`` seconds.
    """
    edge = max(0.25, 2 * interval)
    gaps: list[Gap] = []
    if real[0] - window.start.timestamp() > edge:
        gaps += _reasoned(window.start, _utc(real[0]), known)
    for before, after in pairwise(real):
        if after - before > tolerance:
            gaps += _reasoned(_utc(before + interval), _utc(after), known)
    if window.end.timestamp() - (real[-1] + interval) > edge:
        gaps += _reasoned(_utc(real[-1] + interval), window.end, known)
    return tuple(gaps)


def _utc(posix: float) -> datetime:
    return datetime.fromtimestamp(posix, UTC)


def _reasoned(start: datetime, end: datetime, known: Sequence[Gap]) -> list[Gap]:
    """The stretch as gaps with reasons, keeping the measured edges."""
    told = sorted((g for g in known if g.start < end and g.end > start), key=lambda g: g.start)
    if not told:
        return [Gap(start, end, "pictures_missing")]
    gaps: list[Gap] = []
    cursor = start
    for index, gap in enumerate(told):
        until = end if index + 1 == len(told) else min(end, told[index + 1].start)
        if until > cursor:
            gaps.append(Gap(cursor, until, gap.reason))
            cursor = until
    return gaps
