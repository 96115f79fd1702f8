"""The page of trends, every figure as text and every mark with its place and its link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext

from accounts.roles import Action
from alerts.score_words import metric_name
from alerts.scores.metrics import METRICS
from alerts.trends import totals
from alerts.trends.choices import SHOWS, UNITS, Choices
from alerts.trends.dots import Dots, dots_of
from alerts.trends.drawing import Bar, Line, bars
from alerts.trends.figures import change, period_name, period_short, rate, shown, value, whole
from alerts.trends.heat import Heat, heat_of
from alerts.trends.like import LikeRow, like_rows, like_sum
from alerts.trends.links import href_of
from alerts.trends.periods import Period, so_far, steps_on
from alerts.trends.totals import NowAndBefore, Sum
from stores.models import Register
from transactions.selectors.wording import money

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

MOST_REGISTERS = 40


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    word: str
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Tile:
    name: str
    figure: str
    was: str
    change: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """One bar, and the row of the table beside it."""

    bar: Bar
    short: str
    name: str
    figure: str
    was: str
    change: str
    href: str
    at: str
    is_chosen: bool
    is_unfinished: bool


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    href: str
    count: str
    amount: str
    rate: str
    was: str
    change: str
    behind: str
    """The transactions behind it; "" where there are none."""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class TrendsPage:
    choices: Choices
    metric: str
    period: str
    before: str
    metrics: list[Choice]
    units: list[Choice]
    shows: list[Choice]
    tiles: list[Tile]
    bars: list[BarRow]
    lines: list[tuple[Line, str]]
    heat: Heat
    types: list[Row]
    stores: list[LikeRow]
    registers: list[Row]
    dots: Dots | None
    behind: str
    earlier: str
    later: str
    until: str
    is_empty: bool


def trends_page(choices: Choices) -> TrendsPage:
    """In a number of statements that does not depend on the chain."""
    by_period, by_part = totals.series(choices), totals.parts(choices)
    rows, lines = _bars(choices, by_period)
    types = totals.types(choices)
    chosen = types[choices.metric]
    may_see_scores = choices.member.may(Action.SEE_SCORES)
    return TrendsPage(
        choices=choices,
        metric=metric_name(choices.metric),
        period=period_name(choices.unit, choices.period),
        before=_span(choices.before),
        metrics=_choices(choices, "metric", {name: metric_name(name) for name in METRICS}),
        units=_choices(choices, "unit", {name: str(word) for name, word in UNITS.items()}),
        shows=_choices(choices, "show", {name: str(word) for name, word in SHOWS.items()}),
        tiles=_tiles(choices, chosen, by_part["store"]),
        bars=rows,
        lines=lines,
        heat=heat_of(choices, totals.hours(choices)),
        types=[
            _type(choices, metric, found)
            for metric, found in types.items()
            if found.now.count or found.before.count or metric == choices.metric
        ],
        stores=like_rows(choices, by_part["store"]),
        registers=_registers(choices, by_part["register"]),
        dots=dots_of(choices, by_part["cashier"]) if may_see_scores else None,
        behind=_behind(choices) if chosen.now.count else "",
        earlier=choices.address(period=steps_on(choices.unit, choices.period, -1)),
        later=_later(choices),
        until=date_format(choices.last, "j M Y"),
        is_empty=not any(total.sales or total.count for total in by_period.values()),
    )


def _choices(choices: Choices, name: str, known: Mapping[str, str]) -> list[Choice]:
    now = getattr(choices, name)
    return [
        Choice(value, word, choices.address(**{name: value}), value == now)
        for value, word in known.items()
    ]


def _bars(
    choices: Choices, found: Mapping[date, Sum]
) -> tuple[list[BarRow], list[tuple[Line, str]]]:
    shown_ones = choices.shown
    earlier = [steps_on(choices.unit, period, -len(shown_ones)) for period in shown_ones]
    now = [found.get(period.start, Sum()) for period in shown_ones]
    was = [found.get(period.start, Sum()) for period in earlier]
    drawn, lines = bars(
        [value(each, choices.show) for each in now], [value(each, choices.show) for each in was]
    )
    rows = [_bar(choices, *each) for each in zip(drawn, shown_ones, now, was, strict=True)]
    return rows, [(line, _tick(line.value, choices.show)) for line in lines]


def _bar(choices: Choices, bar: Bar, period: Period, now: Sum, was: Sum) -> BarRow:
    heard = so_far(period, choices.last)
    return BarRow(
        bar=bar,
        short=period_short(choices.unit, period),
        name=period_name(choices.unit, period),
        figure=shown(now, choices.show),
        was=shown(was, choices.show),
        change=change(value(now, choices.show), value(was, choices.show)),
        href=_behind(choices, heard) if now.count else "",
        at=choices.address(period=period),
        is_chosen=period.start == choices.period.start,
        is_unfinished=heard.end < period.end,
    )


def _tick(number: float, show: str) -> str:
    text = whole(int(number)) if number >= 10 or number == int(number) else rate(number)
    return f"${text}" if show == "amount" else text


def _tiles(
    choices: Choices, chosen: NowAndBefore, by_store: Mapping[int | None, NowAndBefore]
) -> list[Tile]:
    now, was = chosen.now, chosen.before
    tiles = [
        _tile(gettext("Number"), whole(now.count), whole(was.count), now.count, was.count),
        _tile(
            gettext("Dollars"),
            money(now.amount) or "$0.00",
            money(was.amount) or "$0.00",
            float(abs(now.amount)),
            float(abs(was.amount)),
        ),
        _tile(
            gettext("Per 1,000 sales"), rate(now.rate), rate(was.rate), now.rate or 0, was.rate or 0
        ),
    ]
    like = like_sum(choices, by_store) if choices.store else None
    if like is not None:
        there = gettext("%(n)s stores") % {"n": like.stores}
        tiles.append(Tile(gettext("Like stores, per 1,000"), rate(like.sum.rate), there, ""))
    return tiles


def _tile(name: str, figure: str, was: str, now_value: float, was_value: float) -> Tile:
    return Tile(name, figure, was, change(now_value, was_value))


def _type(choices: Choices, metric: str, found: NowAndBefore) -> Row:
    return row_of(
        choices,
        found,
        name=metric_name(metric),
        href=choices.address(metric=metric),
        behind=_behind(choices, metric=metric),
        is_chosen=metric == choices.metric,
    )


def row_of(
    choices: Choices,
    found: NowAndBefore,
    *,
    name: str,
    href: str,
    behind: str,
    is_chosen: bool = False,
) -> Row:
    return Row(
        name=name,
        href=href,
        count=whole(found.now.count),
        amount=money(found.now.amount) or "$0.00",
        rate=rate(found.now.rate),
        was=shown(found.before, choices.show),
        change=change(value(found.now, choices.show), value(found.before, choices.show)),
        behind=behind if found.now.count else "",
        is_chosen=is_chosen,
    )


def _registers(choices: Choices, found: Mapping[int | None, NowAndBefore]) -> list[Row]:
    """Of the store chosen."""
    if choices.store is None:
        return []
    registers = Register.objects.filter(store=choices.store).exclude(register_class="outside")
    return [
        row_of(
            choices,
            found[register.pk],
            name=register.said,
            href=choices.address(register=None if register == choices.register else register),
            behind=_behind(choices, register=register.code),
            is_chosen=register == choices.register,
        )
        for register in registers[:MOST_REGISTERS]
    ]


def _behind(
    choices: Choices, period: Period | None = None, *, metric: str = "", register: str = ""
) -> str:
    period = period or choices.period
    return href_of(
        measure=METRICS[metric or choices.metric],
        since=period.start,
        until=period.end,
        store=choices.store.code if choices.store else "",
        register=register or (choices.register.code if choices.register else ""),
        cashier=choices.cashier.code if choices.cashier else "",
    )


def _later(choices: Choices) -> str:
    following = steps_on(choices.unit, choices.period, 1)
    return choices.address(period=following) if following.start <= choices.last else ""


def _span(period: Period) -> str:
    words = {"start": date_format(period.start, "j M"), "end": date_format(period.end, "j M Y")}
    return gettext("%(start)s to %(end)s") % words
