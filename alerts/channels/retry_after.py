"""When the other side wants to be asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

LONGEST: Final = timedelta(hours=6)


def retry_after(told: str) -> timedelta | None:
    """Seconds or a date, bounded; None for what is neither."""
    told = told.strip()
    if told.isascii() and told.isdigit():
        return min(timedelta(seconds=min(int(told), 10**6)), LONGEST)
    try:
        at = parsedate_to_datetime(told)
    except (TypeError, ValueError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at - datetime.now(UTC), timedelta()), LONGEST)
