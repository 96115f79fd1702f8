"""A search and what is wrong with it, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from transactions.models import EVENT_TYPES, FLAGS, ReviewStatus
from transactions.search.query import Basis, Order
from transactions.search.writing import times_text
from transactions.selectors.wording import money

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from django_stubs_ext import StrOrPromise

    from transactions.search.days import Day
    from transactions.search.problems import Problem
    from transactions.search.query import Query

PARTS: Final[dict[str, StrOrPromise]] = {
    "from": gettext_lazy("From"),
    "to": gettext_lazy("To"),
    "dates": gettext_lazy("Dates"),
    "time": gettext_lazy("Time of day"),
    "store": gettext_lazy("Store"),
    "register": gettext_lazy("Register"),
    "cashier": gettext_lazy("Cashier"),
    "type": gettext_lazy("Type"),
    "flag": gettext_lazy("Flag"),
    "status": gettext_lazy("Status"),
    "tender": gettext_lazy("Paid by"),
    "min": gettext_lazy("Amount at least"),
    "max": gettext_lazy("Amount at most"),
    "item": gettext_lazy("Item"),
    "note": gettext_lazy("Note"),
    "number": gettext_lazy("Number"),
    "training": gettext_lazy("Training"),
    "rule": gettext_lazy("Rule"),
    "alert": gettext_lazy("Alert"),
    "accounts": gettext_lazy("Accounts"),
    "sort": gettext_lazy("Order"),
}
TENDERS: Final[dict[str, StrOrPromise]] = {
    "cash": gettext_lazy("Cash"),
    "card": gettext_lazy("Card"),
    "mobile": gettext_lazy("Phone"),
    "fleet": gettext_lazy("Fleet card"),
    "ebt": gettext_lazy("EBT"),
    "check": gettext_lazy("Check"),
    "gift": gettext_lazy("Gift card"),
    "loyalty": gettext_lazy("Loyalty"),
    "house": gettext_lazy("House account"),
    "rounding": gettext_lazy("Rounding"),
    "other": gettext_lazy("Other"),
}
ORDERS: Final[dict[str, StrOrPromise]] = {
    Order.NEWEST: gettext_lazy("Newest"),
    Order.OLDEST: gettext_lazy("Oldest"),
    Order.AMOUNT: gettext_lazy("Largest amount"),
    Order.RISK: gettext_lazy("Risk"),
}
TO: Final = "\N{EN DASH}"
_ANY_FLAG: Final = gettext_lazy("anything flagged")
_PROBLEMS: Final[dict[str, StrOrPromise]] = {
    "no_day": gettext_lazy(
        "“%(value)s” is not a day. Write 2026-03-14, today, yesterday or -7d for seven days back."
    ),
    "no_time": gettext_lazy("“%(value)s” is no time of day. Write 22:00-05:00, 22:00- or -05:00."),
    "no_money": gettext_lazy("“%(value)s” is not an amount. Write 50 or 49.99, without a sign."),
    "not_a_choice": gettext_lazy("“%(value)s” is not something to choose here."),
    "too_long": gettext_lazy("This is too long to search for."),
    "no_words": gettext_lazy("“%(value)s” has no letter or digit to look for."),
    "ends_before": gettext_lazy("The last day is before the first one."),
    "less_than_least": gettext_lazy("The largest amount is below the smallest one."),
    "not_here": gettext_lazy("“%(value)s” is not here, or not yours to see."),
    "too_many_items": gettext_lazy("Too many items fit “%(value)s”. Write more of the name."),
}


def problem_sentence(problem: Problem) -> str:
    part = PARTS.get(problem.part, problem.part)
    said = str(_PROBLEMS[problem.code]) % {"value": problem.value}
    return gettext("%(part)s: %(problem)s") % {"part": part, "problem": said}


def parts_said(query: Query) -> Iterator[tuple[str, str, str]]:
    """What narrows a search, one by one: name in the address, value there ("" for the whole
    part), and how it is said. Rules and alerts are said by the app that knows their names."""
    if query.since or query.until:
        yield "from,to,dates", "", _days(query)
    if said := times_text(query.from_time, query.to_time):
        yield "time", "", said.replace("-", TO)
    for name, values, words in (
        ("store", query.stores, {}),
        ("register", query.registers, {}),
        ("cashier", query.cashiers, {}),
        ("type", query.types, EVENT_TYPES),
        ("flag", query.flags, {**FLAGS, "any": _ANY_FLAG}),
        ("status", query.statuses, {each.value: each.label for each in ReviewStatus}),
        ("tender", query.tenders, TENDERS),
    ):
        for value in values:
            yield name, value, _named(name, str(words.get(value, value)))
    if query.least is not None or query.most is not None:
        yield "min,max", "", _amounts(query.least, query.most)
    for name, text in (("item", query.item), ("note", query.note), ("number", query.number)):
        if text:
            yield name, "", _named(name, f"“{text}”")
    if query.training is not None:
        yield "training", "", gettext("In training") if query.training else gettext("Not training")
    if query.every_account:
        yield "accounts", "", gettext("Second accounts too")


def said(query: Query) -> str:
    """The whole search in a line."""
    parts = [words for _name, _value, words in parts_said(query)]
    return " · ".join(parts) or gettext("Everything")


def _named(name: str, words: str) -> str:
    if name in {"type", "tender"}:
        return words
    return gettext("%(part)s %(value)s") % {"part": PARTS[name], "value": words}


def _days(query: Query) -> str:
    since, until = (day_said(day) if day else "…" for day in (query.since, query.until))
    days = since if since == until else f"{since} {TO} {until}"
    if query.basis is Basis.BUSINESS:
        return gettext("%(days)s (business date)") % {"days": days}
    return days


def day_said(day: Day) -> str:
    if day.on is not None:
        return date_format(day.on, "j M Y")
    if day.back < 2:
        return gettext("yesterday") if day.back else gettext("today")
    return gettext("%(n)s days ago") % {"n": day.back}


def _amounts(least: Decimal | None, most: Decimal | None) -> str:
    if least is not None and most is not None:
        same = least == most
        return money(least) if same else f"{money(least)} {TO} {money(most)}"
    if least is not None:
        return f"≥ {money(least)}"
    return f"≤ {money(most)}"
