"""Where on the time line an event stands, and how sure that is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from transactions.formats.canonical import TimeBasis, TimeQuality, to_utc

if TYPE_CHECKING:
    from transactions.formats.canonical import Event
    from transactions.services.row_file import FileContext

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
FAST_CLOCK = timedelta(minutes=10)
LATEST = timedelta(hours=24)


def placed_at(
    event: Event, file: FileContext, declared_at: datetime | None
) -> tuple[datetime, TimeBasis, TimeQuality]:
    """An event without any time is placed at its file's time, and says so; one with a time
    that cannot be true keeps it, and is marked."""
    if event.occurred_local is None:
        return declared_at or file.received_at, TimeBasis.FILE, TimeQuality.ASSUMED
    try:
        utc, quality = to_utc(event.occurred_local, file.zone, event.utc_offset)
        utc.astimezone(file.zone)
    except OverflowError:  # the first or last hours that a calendar has
        return declared_at or file.received_at, TimeBasis.FILE, TimeQuality.IMPLAUSIBLE
    if utc < EARLIEST or utc > file.received_at + LATEST:
        return utc, event.time_basis, TimeQuality.IMPLAUSIBLE
    if utc > file.received_at + FAST_CLOCK and quality is TimeQuality.EXACT:
        quality = TimeQuality.AHEAD
    return utc, event.time_basis, quality
