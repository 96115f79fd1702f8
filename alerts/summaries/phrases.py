"""The small words of a summary: counts, what is usual, days."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from alerts import score_words
from alerts.summaries.names import inert
from alerts.summaries.normal import Normal, normal_of
from transactions.models import FLAGS
from transactions.selectors.wording import money

if TYPE_CHECKING:
    from collections.abc import Mapping

COUNTED: Final[Mapping[str, Any]] = {
    **score_words.COUNTED,
    "training_sale": ngettext_lazy(
        "%(n)s sale in training mode", "%(n)s sales in training mode", "n"
    ),
    "pattern": ngettext_lazy("%(n)s pattern", "%(n)s patterns", "n"),
}
ONE: Final[Mapping[str, Any]] = {
    "refund": _("a refund"),
    "void": _("a voided sale"),
    "no_sale": _("a no sale"),
    "suspended": _("a suspended sale"),
    "cancellation": _("a removed item"),
    "manual_discount": _("a manual discount"),
    "price_override": _("a price override"),
    "override": _("a manager override"),
    "age_bypass": _("a skipped age check"),
    "drawer_alarm": _("a drawer alarm"),
    "training_sale": _("a sale in training mode"),
    "unexplained_discount": _("an unexplained discount"),
    "pattern": _("a pattern"),
}


def flags(flag: str, count: int) -> str:
    """``4 refunds``."""
    return str(COUNTED[flag] % {"n": count}) if flag in COUNTED else f"{count} {inert(flag)}"


def label(flag: str) -> str:
    """``refund``, within a sentence."""
    return str(FLAGS.get(flag, inert(flag))).lower()


def one(flag: str, amount: str | None) -> str:
    """``a refund of $82.00``."""
    what = str(ONE[flag]) if flag in ONE else inert(flag)
    if amount is None or not Decimal(amount):
        return what
    return gettext("%(what)s of %(amount)s") % {"what": what, "amount": size_of(amount)}


def size_of(amount: str) -> str:
    """Without its sign: "a refund of -$82" would be said twice."""
    return money(abs(Decimal(amount)))


def to_look_at(count: int) -> str:
    return ngettext("%(n)s to look at", "%(n)s to look at", count) % {"n": count}


def flagged(count: int) -> str:
    return ngettext("%(n)s thing flagged", "%(n)s things flagged", count) % {"n": count}


def sales(count: int) -> str:
    return ngettext("%(n)s sale", "%(n)s sales", count) % {"n": f"{count:,}"}


def usual(normal: Normal | None, *, any_day: bool = False) -> str:
    """``usually 0 to 2``; "" where too little is known."""
    if normal is None:
        return ""
    if normal.high == 0:
        said = gettext("usually none")
    elif normal.low == normal.high:
        said = gettext("usually %(n)s") % {"n": normal.low}
    else:
        said = gettext("usually %(low)s to %(high)s") % {"low": normal.low, "high": normal.high}
    return gettext("%(usual)s on days worked") % {"usual": said} if any_day else said


def with_usual(said: str, normal: Normal | None, *, any_day: bool = False) -> str:
    usually = usual(normal, any_day=any_day)
    return f"{said}, {usually}" if usually else said


def normal_in(fact: Mapping[str, Any]) -> Normal | None:
    """Of a fact that carries samples, or the figures themselves."""
    if "samples" in fact:
        return normal_of(fact["samples"])
    if "high" in fact:
        return Normal(fact["low"], fact["middle"], fact["high"], fact["days"])
    return None


def long_day(day: date) -> str:
    """``Monday 30 November``."""
    return date_format(day, "l j F")


def short_day(day: date) -> str:
    """``Mon 30 Nov``."""
    return date_format(day, "D j M")


def time_of(said: str, zone: str, today: date) -> str:
    """Time of day at the store, with the day in front when it is not ``today``."""
    local = datetime.fromisoformat(said).astimezone(ZoneInfo(zone))
    if local.date() == today:
        return f"{local:%H:%M}"
    return f"{short_day(local.date())} {local:%H:%M}"


def place(fact: Mapping[str, Any]) -> str:
    """A register as people say it, "" for none."""
    if fact["label"]:
        return inert(fact["label"])
    return gettext("Register %(code)s") % {"code": inert(fact["code"])} if fact["code"] else ""


def person(fact: Mapping[str, Any]) -> str:
    """A cashier as people say them, "" for none."""
    if fact["name"]:
        return inert(fact["name"])
    return gettext("Cashier %(code)s") % {"code": inert(fact["code"])} if fact["code"] else ""


def store_name(fact: Mapping[str, Any]) -> str:
    return inert(fact["name"]) or inert(fact["code"])
