"""Stretches of real time. Everything outside a recorder driver is aware UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def as_utc(at: datetime) -> datetime:
    """``at`` in UTC; a naive time is refused, for nobody can say when it was."""
    if at.tzinfo is None or at.utcoffset() is None:
        message = f"naive datetime: {at.isoformat()}"
        raise ValueError(message)
    return at.astimezone(UTC)


Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class UtcWindow:
    """From ``start`` to ``end``, aware UTC, never empty."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", as_utc(self.start))
        object.__setattr__(self, "end", as_utc(self.end))
        if self.end <= self.start:
            message = f"window ends ({self.end}) before it starts ({self.start})"
            raise ValueError(message)

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()

    def overlaps(self, start: datetime, end: datetime) -> bool:
        return start < self.end and end > self.start

    def contains(self, at: datetime) -> bool:
        return self.start <= at <= self.end

    def uncovered(self, stretches: Iterable[Stretch]) -> list[Stretch]:
        """What of this window none of ``stretches`` covers, in order."""
        missing: list[Stretch] = []
        cursor = self.start
        for start, end in sorted(stretches):
            if start > cursor:
                missing.append((cursor, min(start, self.end)))
            cursor = max(cursor, end)
            if cursor >= self.end:
                return missing
        missing.append((cursor, self.end))
        return missing

    def widened(self, seconds: float) -> UtcWindow:
        margin = timedelta(seconds=seconds)
        return UtcWindow(self.start - margin, self.end + margin)


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch without footage; ``reason`` is a code of :mod:`footage.reasons`."""

    start: datetime
    end: datetime
    reason: str

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()
