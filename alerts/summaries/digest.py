"""The day in one text message: what matters, a link, and no cashier's name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from alerts.summaries import leads, phrases

if TYPE_CHECKING:
    from collections.abc import Mapping


def words(facts: Mapping[str, Any]) -> str:
    """``Store 101, Mon 30 Nov: 3 to look at, first a refund of $82.00; not heard since
    21:10``. Names no cashier, because the sentence that leads a summary never does."""
    day = phrases.short_day(date.fromisoformat(facts["day"]))
    return f"{leads.who(facts)}, {day}: {leads.said(facts)}"
