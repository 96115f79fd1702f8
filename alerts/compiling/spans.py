"""Spans of time in stores: what a rule is asked about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

FIRST: Final = datetime(1, 1, 3, tzinfo=UTC)
LAST: Final = datetime(9999, 12, 28, tzinfo=UTC)
NONE: Final = timedelta(0)


class Span(NamedTuple):
    """Both ends included. With days: only rows of these business dates."""

    store_id: int
    since: datetime
    until: datetime
    first_day: date | None = None
    last_day: date | None = None

    def padded(self, by: timedelta) -> Span:
        return self.around(later(self.since, -by), later(self.until, by))

    def around(self, since: datetime, until: datetime) -> Span:
        """Grown so that it holds these times too."""
        return self._replace(since=min(self.since, since), until=max(self.until, until))

    def meets(self, since: datetime, until: datetime) -> bool:
        return self.since <= until and since <= self.until


def later(at: datetime, by: timedelta) -> datetime:
    """Within what a calendar has: events of the year 1 are believed to be wrong, not absurd."""
    try:
        return min(max(at + by, FIRST), LAST)
    except OverflowError:
        return FIRST if by < NONE else LAST


def merged(spans: Iterable[Span], apart: timedelta = NONE) -> list[Span]:
    """Without overlaps: spans of a store that are at most ``apart`` are one. Those with days
    stay as they are."""
    found: list[Span] = []
    for span in sorted(set(spans), key=lambda each: each[:3]):
        last = found[-1] if found else None
        if (
            last is None
            or last.store_id != span.store_id
            or span.first_day is not None
            or span.since > later(last.until, apart)
        ):
            found.append(span)
        else:
            found[-1] = last.around(span.since, span.until)
    return found
