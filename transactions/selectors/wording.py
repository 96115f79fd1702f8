"""Money and times as a manager reads them."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

if TYPE_CHECKING:
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

MINUS = "\N{MINUS SIGN}"
KB = 1024


def money(amount: Decimal | str | None) -> str:
    """Two decimals, thousands set apart, a real minus sign in front; "" for none."""
    if amount is None or amount == "":
        return ""
    value = Decimal(amount)
    text = gettext("$%(amount)s") % {"amount": f"{abs(value):,.2f}"}
    return f"{MINUS}{text}" if value < 0 else text


def quantity(number: Decimal | str | None) -> str:
    """``2.000`` as 2, ``1.500`` as 1.5; "" for none."""
    if number is None or number == "":
        return ""
    text = f"{Decimal(number):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", MINUS)


def clock(at: datetime, zone: ZoneInfo) -> str:
    """Time of day in the store's zone, to the second."""
    return f"{at.astimezone(zone):%H:%M:%S}"


def short_time(at: datetime, zone: ZoneInfo, today: date) -> str:
    """Time of day, with the day in front when it is not ``today``."""
    local = at.astimezone(zone)
    if local.date() == today:
        return f"{local:%H:%M}"
    return f"{_day(local.date(), get_language() or '', local.year == today.year)} {local:%H:%M}"


def full_time(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{_long_day(local.date(), get_language() or '')} {local:%H:%M:%S}"


@lru_cache(maxsize=512)
def _day(day: date, language: str, this_year: bool) -> str:
    return date_format(day, "j M" if this_year else "j M Y")


@lru_cache(maxsize=512)
def _long_day(day: date, language: str) -> str:
    return date_format(day, "D j M Y")


def ago(seconds: float) -> str:
    """How long ago, in the one unit that matters. The page counts on by itself."""
    elapsed = max(int(seconds), 0)
    if elapsed < 60:
        return ngettext("%(n)s s ago", "%(n)s s ago", elapsed) % {"n": elapsed}
    if elapsed < 3600:
        return ngettext("%(n)s min ago", "%(n)s min ago", elapsed // 60) % {"n": elapsed // 60}
    if elapsed < 48 * 3600:
        return ngettext("%(n)s h ago", "%(n)s h ago", elapsed // 3600) % {"n": elapsed // 3600}
    days = elapsed // 86400
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}


def size(count: int) -> str:
    """Bytes as B, kB, MB or GB."""
    value, units = float(count), ("B", "kB", "MB", "GB")
    for unit in units[:-1]:
        if value < KB:
            return f"{value:.0f} {unit}" if value >= 10 or unit == "B" else f"{value:.1f} {unit}"
        value /= KB
    return f"{value:.1f} {units[-1]}"
