"""Data and footage that are missing, in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from alerts.summaries import phrases
from alerts.summaries.letter import Line
from alerts.summaries.names import inert
from footage import reasons as footage_reasons
from footage.checkup.words import SAID
from stores.recorder_reasons import SENTENCES
from transactions.health.judgment import Reason, State
from transactions.health.reconcile import metric_name
from transactions.health.sentences import what

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alerts.summaries.links import Links

_CONDITIONS = {"blocked": "recorder_blocked", "locked": "recorder_locked"}


def made_on(facts: Mapping[str, Any], zone: str) -> date:
    """The day on which a summary was made, by a store's clock."""
    return datetime.fromisoformat(facts["made"]).astimezone(ZoneInfo(zone)).date()


def data_lines(
    store: Mapping[str, Any], today: date, links: Links, *, named: bool
) -> Iterator[Line]:
    """``named``: say whose trouble it is, where there are several stores."""
    href = links.health(store["id"])
    for fact in store["data"]:
        said = data_sentence(fact)
        if fact["since"]:
            said = f"{said} {_since(fact['since'], store['zone'], today)}"
        yield Line(_of(store, said, named), href, strong=fact["is_blind"])


def data_sentence(fact: Mapping[str, Any]) -> str:
    params = {
        name: value if name in {"seconds", "metrics"} else inert(value)
        for name, value in fact["params"].items()
    }
    state = State.NOT_WATCHING if fact["is_blind"] else State.PARTLY
    return what(Reason(fact["code"], state, params=params, count=fact["count"]), metric_name)


def _since(said: str, zone: str, today: date) -> str:
    """A moment, or a business date where only that is known."""
    if "T" in said:
        return gettext("Since %(time)s.") % {"time": phrases.time_of(said, zone, today)}
    return gettext("Since %(time)s.") % {"time": phrases.short_day(date.fromisoformat(said))}


def footage_lines(
    store: Mapping[str, Any], today: date, links: Links, *, named: bool
) -> Iterator[Line]:
    zone = store["zone"]
    for fact in store["footage"]["recorders"]:
        said = recorder_sentence(fact, zone, today)
        note = ""
        if fact["reached"]:
            when = phrases.time_of(fact["reached"], zone, today)
            note = gettext("It last answered %(when)s.") % {"when": when}
        yield Line(_of(store, said, named), links.recorder(fact["id"]), note, strong=True)
    going = store["footage"]["going"]
    if going:
        yield Line(_of(store, going_sentence(going, zone, today), named), links.clips())


def recorder_sentence(fact: Mapping[str, Any], zone: str, today: date) -> str:
    code = _CONDITIONS.get(fact["code"], fact["code"])
    params = {name: inert(value) for name, value in fact["params"].items()}

    def show(at: datetime) -> str:
        return phrases.time_of(at.isoformat(), zone, today)

    said = footage_reasons.say(code, params, {**SAID, **SENTENCES}, gettext, show)
    name = inert(fact["name"])
    return said if name in said else f"{name}: {said}"


def going_sentence(going: Mapping[str, Any], zone: str, today: date) -> str:
    words = {"n": going["count"], "when": phrases.time_of(going["first"], zone, today)}
    return (
        ngettext(
            "%(n)s clip is not fetched yet; its footage will be overwritten at about %(when)s.",
            "%(n)s clips are not fetched yet; the first of their footage will be overwritten at "
            "about %(when)s.",
            going["count"],
        )
        % words
    )


def _of(store: Mapping[str, Any], said: str, named: bool) -> str:
    return f"{phrases.store_name(store)}: {said}" if named else said
