"""Hours by a store's clock: whether a moment is inside them, and when they begin again.

Pure. Hours run from ``since`` to ``until``, over midnight where that is not later, and belong
to the day on which they began. No hours: all day. No days: every day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Hours:
    days: Collection[int] = ()
    """1 is Monday."""
    since: time | None = None
    until: time | None = None

    def hold(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether ``at`` is inside."""
        local = at.astimezone(zone)
        if self.since is None or self.until is None or self.since == self.until:
            return self._on(local.date())
        clock = local.time()
        if self.since < self.until:
            return self.since <= clock < self.until and self._on(local.date())
        if clock >= self.since:
            return self._on(local.date())
        return clock < self.until and self._on(local.date() - timedelta(days=1))

    def next(self, at: datetime, zone: ZoneInfo) -> datetime:
        """``at`` itself when it is inside, else when the hours begin next (UTC). A beginning
        that the clocks skip in spring is an hour later by the wall."""
        if self.hold(at, zone):
            return at
        begin = self.since if self.since is not None and self.until is not None else time()
        today = at.astimezone(zone).date()
        for ahead in range(9):
            day = today + timedelta(days=ahead)
            moment = datetime.combine(day, begin, zone).astimezone(UTC)
            if moment > at and self._on(day):
                return moment
        return at

    def _on(self, day: date) -> bool:
        return not self.days or day.isoweekday() in self.days
