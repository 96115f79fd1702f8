"""How a clock was measured around a moment: what its offset and error rest on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from stores.models import ClockSample

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from stores.models import Recorder, Register

AROUND: Final = timedelta(days=7)
MOST: Final = 20


def register_clock(register: Register, moment: datetime, until: datetime) -> list[dict[str, Any]]:
    return _told(ClockSample.objects.filter(register=register), moment, until)


def recorder_clock(recorder: Recorder, moment: datetime, until: datetime) -> list[dict[str, Any]]:
    return _told(ClockSample.objects.filter(recorder=recorder), moment, until)


def _told(rows: QuerySet[ClockSample], moment: datetime, until: datetime) -> list[dict[str, Any]]:
    """Oldest first; of very many the latest."""
    span = (moment - AROUND, min(moment + AROUND, until))
    return [
        {
            "at_utc": sample.at.isoformat(),
            "how": str(sample.get_how_display()),
            "ahead_ms": sample.offset_ms,
            "error_ms": sample.error_ms,
            "is_jump": sample.is_jump,
        }
        for sample in reversed(list(rows.filter(at__range=span).order_by("-at", "-pk")[:MOST]))
    ]
