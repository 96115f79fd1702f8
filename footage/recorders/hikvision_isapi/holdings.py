"""What a recorder holds around a window, and why something is missing."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from footage.calibration import device_instant, told_zone
from footage.errors import (
    BadAnswerError,
    NoFootageError,
    NoPermissionError,
    NotYetRecordedError,
    OverwrittenError,
    UnsupportedError,
)
from footage.recorders.hikvision_isapi.device import read_clock
from footage.recorders.hikvision_isapi.placing import Placed, place
from footage.recorders.hikvision_isapi.times import TimeBase
from footage.window import Gap, UtcWindow

if TYPE_CHECKING:
    from footage.recorders.hikvision_isapi.search import Found, Search
    from footage.recorders.hikvision_isapi.session import Session
    from footage.recorders.hikvision_isapi.times import RecorderTime

SETTLE: Final = timedelta(seconds=90)
"""How long after a moment the recorder may still be writing it."""
_AGES: Final = timedelta(days=3 * 365)
_AROUND: Final = timedelta(hours=12)
_NIGHT: Final = 2 * 3600.0
"""Recordings before and after the doubled hour tell which of its passes is which."""
_ROUNDING: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Holdings:
    """Of one track, times by the recorder's clock."""

    window: UtcWindow
    all: tuple[Placed, ...]
    is_whole: bool

    @property
    def within(self) -> list[Placed]:
        return [p for p in self.all if p.within(self.window) is not None]

    @property
    def missing(self) -> list[tuple[datetime, datetime]]:
        """Stretches longer than rounding can explain."""
        held = ((placed.start, placed.end) for placed in self.all)
        return [(a, b) for a, b in self.window.uncovered(held) if b - a > _ROUNDING]


class Keeper:
    """Answers what is held, asking the recorder no more than needed."""

    def __init__(self, session: Session, search: Search, time: RecorderTime, track: str) -> None:
        self._session = session
        self._search = search
        self._time = time
        self._track = track

    def holdings(self, window: UtcWindow) -> Holdings:
        found = self._found(window if self._time.is_plain(window) else window.widened(_NIGHT))
        placed = place(found.items, self._time, window)
        return Holdings(window, tuple(placed), found.is_whole)

    def oldest(self, before: datetime) -> datetime | None:
        """Start of the oldest recording, where the recorder sorts its answer."""
        start, end = self._time.reach(UtcWindow(before - _AGES, before))
        with suppress(UnsupportedError, BadAnswerError):
            first = self._search.first(self._track, start, end)
            return self._time.real(first.start)[0] if first is not None else None
        return None

    def newest(self) -> datetime | None:
        """End of the newest recording of the last hours."""
        now = self.now()
        last = self.holdings(UtcWindow(now - timedelta(hours=1), now + timedelta(hours=1))).all
        return max((placed.end for placed in last), default=None)

    def nearest(self, window: UtcWindow) -> datetime | None:
        middle = window.start + (window.end - window.start) / 2
        around = self.holdings(UtcWindow(window.start - _AROUND, window.end + _AROUND)).all
        instants = [at for placed in around for at in (placed.start, placed.end)]
        return min(instants, key=lambda at: abs(at - middle), default=None)

    def now(self) -> datetime:
        """By the recorder's own clock, as its recordings count; real time where the clock
        may not be read (a user that may only play back) or its zone is not known."""
        with suppress(UnsupportedError, NoPermissionError, BadAnswerError):
            reading = read_clock(self._session)
            zone = self._time.zone
            if self._time.base is TimeBase.UTC:
                zone = told_zone(reading) or zone
            if zone is not None:
                return device_instant(reading, zone)
        return datetime.now(UTC)

    def check_worth_fetching(self, held: Holdings) -> None:
        """Raises NotYetRecordedError while waiting helps, and where nothing is held
        OverwrittenError or NoFootageError."""
        if not held.missing:
            return
        if not held.is_whole:
            raise BadAnswerError("unreadable", "search")
        window, now = held.window, self.now()
        ends_missing = held.missing[-1][1] == window.end
        if ends_missing and now < window.end + SETTLE:
            raise NotYetRecordedError(retry_at=max(now, window.end) + SETTLE)
        if held.within:
            return
        oldest = self.oldest(now)
        if oldest is not None and window.end <= oldest:
            raise OverwrittenError(oldest=oldest)
        raise NoFootageError(nearest=self.nearest(window) or oldest)

    def gaps(self, held: Holdings) -> tuple[Gap, ...]:
        if not held.missing:
            return ()
        oldest, now = self.oldest(held.window.end), self.now()
        return tuple(
            Gap(start, end, _reason(start, end, oldest, now)) for start, end in held.missing
        )

    def _found(self, window: UtcWindow) -> Found:
        start, end = self._time.reach(window)
        return self._search.find(self._track, start, end)


def _reason(start: datetime, end: datetime, oldest: datetime | None, now: datetime) -> str:
    if end > now - SETTLE and start > now - 2 * SETTLE:
        return "gap_not_yet_recorded"
    if oldest is not None and end <= oldest:
        return "gap_overwritten"
    return "not_recorded"
