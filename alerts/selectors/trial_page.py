"""The page of a trial: its figures with the names that they are about."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.tenancy import current_chain
from alerts.models import TrialState
from alerts.selectors.rule_numbers import RuleNumbers
from alerts.selectors.rule_rows import right_word
from alerts.selectors.rule_scope import visible_rules
from alerts.selectors.rule_slider import slider_in, slider_of
from alerts.selectors.rule_words import name_of
from alerts.selectors.trial_chart import chart_of
from alerts.services.rule_wishes import RuleError
from alerts.services.rules import text_with
from alerts.services.trials import RUN
from jobs.models import Job
from stores.models import Cashier, Register, Store
from transactions.models import ReviewStatus, Transaction
from transactions.selectors.wording import money, short_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from alerts.models import Rule, Trial
    from alerts.selectors.rule_slider import SliderView
    from alerts.selectors.trial_chart import Chart
    from stores.access import Member

REASONS = {
    "too_slow": gettext_lazy(
        "This takes too long over so many days and stores. Choose fewer, or a narrower rule."
    ),
    "broken": gettext_lazy("Something went wrong on our side. Try again."),
}
MOST_STORES = 12
"""Of the table by day; further ones are added up."""


@dataclass(frozen=True, slots=True)
class Named:
    """A store, register or cashier and what the rule would have found there."""

    name: str
    hits: int
    dollars: str


@dataclass(frozen=True, slots=True)
class Example:
    id: int
    title: str
    place: str
    time: str
    amount: str
    more: str
    tag: str


@dataclass(frozen=True, slots=True)
class Overlap:
    rule: Rule
    name: str
    shared: int


@dataclass(frozen=True, slots=True)
class DayRow:
    day: str
    counts: list[int]
    total: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that there is once the trial is done."""

    hits: int
    per_store_week: str
    dollars: str
    minutes: str
    right: str
    chart: Chart
    day_stores: list[str]
    days: list[DayRow]
    stores: list[Named]
    registers: list[Named]
    cashiers: list[Named]
    overlap: list[Overlap]
    examples: list[Example] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TrialPage:
    trial: Trial
    name: str
    slider: SliderView | None
    scope: str
    version: str
    is_waiting: bool
    percent: int
    wrong: str
    figures: Figures | None
    is_moved: bool
    """It is the rule that it was begun from, with another number in it."""


def trial_page(member: Member, trial: Trial) -> TrialPage:
    is_waiting = trial.state == TrialState.WAITING
    percent = _percent(trial) if is_waiting else 100
    slider = _slider(trial)
    return TrialPage(
        trial=trial,
        name=name_of(trial.rule) if trial.rule else "",
        slider=slider,
        scope=_scope(trial),
        version=f"{trial.state}-{percent}",
        is_waiting=is_waiting,
        percent=percent,
        wrong=str(REASONS[trial.reason]) if trial.reason else "",
        figures=_figures(member, trial) if trial.state == TrialState.DONE else None,
        is_moved=_is_moved(trial, slider),
    )


def _slider(trial: Trial) -> SliderView | None:
    """With the limits of the rule that it was begun from, where these are wide enough."""
    moved = slider_in(trial.text)
    if trial.rule is None or moved is None:
        return moved
    usual = slider_of(trial.rule)
    if (
        usual is None
        or usual.part is not moved.part
        or not usual.least <= moved.value <= usual.most
    ):
        return moved
    return usual.at(moved.value)


def _is_moved(trial: Trial, slider: SliderView | None) -> bool:
    if trial.rule is None or slider is None or trial.rule.text == trial.text:
        return False
    try:
        return text_with(trial.rule.text, slider.value) == trial.text
    except RuleError:
        return False


def _percent(trial: Trial) -> int:
    job = Job.objects.filter(chain=current_chain().schema_name, kind=RUN, key=str(trial.pk)).first()
    return round(100 * float(job.progress.get("done", 0))) if job else 0


def _scope(trial: Trial) -> str:
    stores = ngettext("%(n)s store", "%(n)s stores", len(trial.stores)) % {"n": len(trial.stores)}
    days = ngettext("%(n)s day", "%(n)s days", trial.days) % {"n": trial.days}
    return f"{stores} · {days}"


def _figures(member: Member, trial: Trial) -> Figures:
    found: dict[str, Any] = trial.result
    stores = {each.pk: each for each in Store.objects.filter(pk__in=trial.stores)}
    columns = _columns(found, stores)
    return Figures(
        hits=found["hits"],
        per_store_week=f"{found['per_store_week']:.1f}",
        dollars=money(found["dollars"]),
        minutes=_minutes(found["seconds_per_week"]),
        right=right_word(RuleNumbers(right=found["right"], decided=found["decided"])),
        chart=chart_of([_bar(row) for row in found["days"]]),
        day_stores=[*(str(stores[each]) for each in columns), *_rest_word(found, columns)],
        days=[_day(row, columns) for row in reversed(found["days"]) if row["stores"]],
        stores=_named(found["stores"], {pk: str(each) for pk, each in stores.items()}),
        registers=_named(found["registers"], _registers(found["registers"])),
        cashiers=_named(found["cashiers"], _cashiers(found["cashiers"])),
        overlap=_overlaps(member, found["overlap"]),
        examples=_examples(found["examples"], stores),
    )


def _minutes(seconds: int) -> str:
    """A reviewer's time a week."""
    if seconds < 90:
        return _("%(n)s s") % {"n": seconds}
    return _("%(n)s min") % {"n": round(seconds / 60)}


def _bar(row: Mapping[str, Any]) -> tuple[str, int, str]:
    total = sum(row["stores"].values())
    day = date_format(date.fromisoformat(row["day"]), "j M")
    said = ngettext("%(n)s alert", "%(n)s alerts", total) % {"n": total}
    return day, total, f"{day}: {said}"


def _columns(found: Mapping[str, Any], stores: Mapping[int, Store]) -> list[int]:
    return [each["id"] for each in found["stores"] if each["id"] in stores][:MOST_STORES]


def _rest_word(found: Mapping[str, Any], columns: list[int]) -> list[str]:
    return [_("others")] if len(found["stores"]) > len(columns) else []


def _day(row: Mapping[str, Any], columns: list[int]) -> DayRow:
    counts = [row["stores"].get(str(each), 0) for each in columns]
    total = sum(row["stores"].values())
    if total > sum(counts):
        counts.append(total - sum(counts))
    return DayRow(date_format(date.fromisoformat(row["day"]), "D j M"), counts, total)


def _named(rows: Iterable[Mapping[str, Any]], names: Mapping[int, str]) -> list[Named]:
    return [
        Named(names[each["id"]], each["hits"], money(Decimal(each["dollars"])))
        for each in rows
        if each["id"] in names
    ]


def _registers(rows: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    found = Register.objects.select_related("store").filter(pk__in=[each["id"] for each in rows])
    return {each.pk: f"{each.store.code} · {each}" for each in found}


def _cashiers(rows: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    found = Cashier.objects.select_related("store").filter(pk__in=[each["id"] for each in rows])
    return {each.pk: f"{each.store.code} · {each}" for each in found}


def _overlaps(member: Member, rows: Iterable[Mapping[str, Any]]) -> list[Overlap]:
    rules = visible_rules(member).in_bulk([each["rule"] for each in rows])
    return [
        Overlap(rules[each["rule"]], name_of(rules[each["rule"]]), each["shared"])
        for each in rows
        if each["rule"] in rules
    ]


def _examples(rows: Iterable[Mapping[str, Any]], stores: Mapping[int, Store]) -> list[Example]:
    ids = [each["transaction"] for each in rows]
    found = Transaction.objects.select_related("register", "cashier").in_bulk(ids)
    now = timezone.now()
    return [
        _example(each, found[each["transaction"]], stores, now)
        for each in rows
        if each["transaction"] in found and found[each["transaction"]].store_id in stores
    ]


def _example(
    row: Mapping[str, Any], found: Transaction, stores: Mapping[int, Store], now: Any
) -> Example:
    store = stores[found.store_id]
    place = [str(store), *([str(found.register)] if found.register else [])]
    more = row["count"] - 1
    return Example(
        id=found.pk,
        title=found.get_event_type_display(),
        place=" · ".join(place),
        time=short_time(found.occurred_at, store.zone, now.astimezone(store.zone).date()),
        amount=money(found.amount),
        more=ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more} if more else "",
        tag=str(ReviewStatus(row["tag"]).label) if row["tag"] else "",
    )
