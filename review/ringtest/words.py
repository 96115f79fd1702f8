"""Everything that a ring test says, in the language and zone of whoever reads it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext, ngettext

from transactions.models import EVENT_TYPES, FLAGS
from transactions.selectors.wording import MINUS, clock, money

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from review.ringtest.clock import Offset
    from transactions.models import Transaction

SECOND: Final = timedelta(seconds=1)


def length(span: timedelta) -> str:
    """``under 1 s``, ``4 s``, ``2 min 5 s``, ``3 h 10 min``; days as days."""
    seconds = round(abs(span) / SECOND)
    if seconds == 0:
        return gettext("under 1 s")
    if seconds < 60:
        return gettext("%(n)s s") % {"n": seconds}
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        words = {"minutes": minutes, "seconds": seconds}
        return gettext("%(minutes)s min %(seconds)s s") % words
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    days = hours // 24
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": f"{days:,}"}


def read_as(event_type: str, flags: Sequence[str]) -> str:
    """``Sale (item removed, manual discount)``: flags that only repeat the type are left out."""
    word = str(EVENT_TYPES.get(event_type, event_type))
    same = {"suspend": "suspended", "post_void": "void"}.get(event_type, event_type)
    extra = [str(FLAGS[flag]).lower() for flag in flags if flag in FLAGS and flag != same]
    if not extra:
        return word
    return gettext("%(type)s (%(flags)s)") % {"type": word, "flags": ", ".join(extra)}


def told(row: Transaction, zone: ZoneInfo) -> str:
    """One event in a line: ``Sale · $4.50 · 14:03:07 · number 9006``."""
    parts = [
        read_as(row.event_type, row.flags),
        money(row.amount) if row.amount is not None else "",
        clock(row.occurred_at, zone),
        gettext("number %(number)s") % {"number": row.transaction_no} if row.transaction_no else "",
    ]
    return " · ".join(part for part in parts if part)


def written_as(source_tag: str, elements: Sequence[str]) -> str:
    """``OtherEvent / NoSaleEventDetail``: the event's tag and the part that tells its kind."""
    parts = [part for part in elements if _tells(part)]
    return " / ".join([source_tag, *parts[:2]]) if source_tag else ""


def _tells(part: str) -> bool:
    return part.lower().endswith("detail") and part.lower() != "transactiondetail"


def seen_after(delay: timedelta) -> str:
    if delay < SECOND:
        return gettext("Seen at once")
    return gettext("Seen %(time)s after you rang it") % {"time": length(delay)}


def clock_words(measured: Offset | None) -> str:
    """How wrong the register's clock is, and how sure that is."""
    if measured is None:
        return gettext("not measured")
    words = {"time": length(measured.middle), "error": length(measured.error)}
    if measured.holds(timedelta(0), SECOND):
        return gettext("right, to within %(error)s") % {"error": length(measured.error)}
    if measured.middle > timedelta(0):
        return gettext("%(time)s slow (± %(error)s)") % words
    return gettext("%(time)s fast (± %(error)s)") % words


def offset_words(offset: timedelta) -> str:
    """What is added to the register's time: ``+12 min 4 s``."""
    sign = MINUS if offset < timedelta(0) else "+"
    return f"{sign}{length(offset)}"
