"""Figures as text, and changes in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from transactions.selectors.wording import MINUS, money

if TYPE_CHECKING:
    from decimal import Decimal

    from alerts.trends.periods import Period, Unit
    from alerts.trends.totals import Sum

DASH = "\N{EN DASH}"


def whole(number: int | Decimal) -> str:
    return number_format(number, 0, force_grouping=True)


def rate(number: float | None) -> str:
    if number is None:
        return DASH
    return number_format(number, 2 if number < 10 else 1, force_grouping=True)


def shown(total: Sum, show: str) -> str:
    """The figure that the page is about."""
    if show == "rate":
        return rate(total.rate)
    return whole(total.count) if show == "count" else money(total.amount) or "$0.00"


def value(total: Sum, show: str) -> float:
    """The same as a length."""
    if show == "rate":
        return total.rate or 0.0
    return float(total.count if show == "count" else abs(total.amount))


def change(now: float, was: float) -> str:
    """``+12 %``; "" where there was nothing before to compare with."""
    if not was:
        return ""
    percent = round(100 * (now - was) / was)
    sign = "+" if percent > 0 else MINUS if percent < 0 else ""
    return gettext("%(sign)s%(n)s %%") % {"sign": sign, "n": abs(percent)}


def period_name(unit: Unit, period: Period) -> str:
    if unit == "month":
        return date_format(period.start, "F Y")
    return gettext("week of %(day)s") % {"day": date_format(period.start, "j M Y")}


def period_short(unit: Unit, period: Period) -> str:
    return date_format(period.start, "M" if unit == "month" else "j M")
