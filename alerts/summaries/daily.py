"""A daily summary in words: facts to a letter, section by section. Reads nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext, ngettext

from alerts.models import SummaryPart
from alerts.summaries import (
    flagged_said,
    leads,
    merged,
    phrases,
    pictured,
    troubles_said,
    worth_said,
)
from alerts.summaries.letter import Letter, Line, Section
from alerts.summaries.names import inert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from alerts.summaries.links import Links

MOST_STORES: Final = 12
MOST_TROUBLES: Final = 8
MOST_ALERTS: Final = 7


def letter(facts: Mapping[str, Any], parts: Collection[str], links: Links) -> Letter:
    """``parts``: which sections were asked for; what is empty is left out."""
    day = date.fromisoformat(facts["day"])
    is_quiet = merged.all_quiet(facts)
    words = _Words(facts, day, links)
    return Letter(
        subject=leads.subject(facts),
        title=phrases.long_day(day),
        where=leads.who(facts),
        lead=words.quiet() if is_quiet else _sentence(leads.said(facts)),
        tone=leads.tone(facts),
        notices=tuple(words.notices()),
        sections=() if is_quiet else tuple(words.sections(parts)),
        doors=(
            Line(gettext("Everything to review"), words.queue()),
            Line(gettext("This and earlier summaries, and when they come"), links.summaries()),
        ),
    )


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."


class _Words:
    """The sections of one letter."""

    def __init__(self, facts: Mapping[str, Any], day: date, links: Links) -> None:
        self.facts, self.day, self.links = facts, day, links
        self.stores = facts["stores"]
        self.named = len(self.stores) > 1

    def sections(self, parts: Collection[str]) -> Iterator[Section]:
        made = {
            SummaryPart.LOOK: worth_said.section(self.stores, self.day, self.links),
            SummaryPart.CHART: pictured.section(self.facts),
            SummaryPart.TYPES: flagged_said.types(self.stores, self.day, self.links),
            SummaryPart.REGISTERS: flagged_said.registers(self.stores),
            SummaryPart.CASHIERS: flagged_said.cashiers(self.stores),
            SummaryPart.LEFT: self.left(),
            SummaryPart.ALERTS: self.alerts(),
            SummaryPart.HEALTH: self.troubles("health", gettext("Data"), troubles_said.data_lines),
            SummaryPart.FOOTAGE: self.troubles(
                "footage", gettext("Footage"), troubles_said.footage_lines
            ),
        }
        if self.named:
            yield self.by_store()
        for part, section in made.items():
            if part in parts and section is not None:
                yield section

    def quiet(self) -> str:
        sales = sum(store["sales"] for store in self.stores)
        return gettext(
            "All quiet: nothing was flagged, nothing is left to review, and all was heard "
            "(%(sales)s)."
        ) % {"sales": phrases.sales(sales)}

    def notices(self) -> Iterator[str]:
        if self.facts.get("late"):
            yield gettext("This summary is late: it was due at %(time)s.") % {
                "time": self.facts["late"]
            }
        missed = [
            phrases.short_day(date.fromisoformat(day)) for day in self.facts.get("missed", ())
        ]
        if missed:
            yield gettext(
                "No summary was sent of %(days)s: nothing ran when they were due. What was "
                "flagged then is in the list."
            ) % {"days": ", ".join(missed)}

    def queue(self) -> str:
        return self.links.queue("" if self.named else self.stores[0]["code"])

    def by_store(self) -> Section:
        ordered = merged.by_attention(self.stores)
        told = [store for store in ordered if not merged.is_quiet(store)]
        lines = [self._store(store) for store in told[:MOST_STORES]]
        quiet = len(self.stores) - len(told)
        if len(told) > MOST_STORES:
            more = len(told) - MOST_STORES
            said = ngettext("and %(n)s more store", "and %(n)s more stores", more) % {"n": more}
            lines.append(Line(said))
        if quiet:
            said = ngettext("%(n)s store: all quiet", "%(n)s stores: all quiet", quiet)
            lines.append(Line(said % {"n": quiet}))
        return Section("stores", gettext("Stores"), tuple(lines))

    def _store(self, store: Mapping[str, Any]) -> Line:
        total = store["total"]
        parts = [phrases.to_look_at(store["worth_count"])] if store["worth_count"] else []
        if store["heard"]:
            usual = phrases.normal_in(total)
            parts.append(phrases.with_usual(phrases.flagged(total["count"]), usual))
        else:
            parts.append(gettext("no event of that day was heard"))
        trouble = leads.trouble({**self.facts, "stores": [store]})
        return Line(
            f"{phrases.store_name(store)}: {', '.join(parts)}",
            self.links.queue(store["code"], since=self.day, until=self.day),
            _sentence(trouble) if trouble else "",
            strong=bool(trouble) or merged.excess(total) > 0,
        )

    def left(self) -> Section | None:
        left = merged.left(self.stores)
        if not left["count"]:
            return None
        store = left["store"]
        words = {
            "n": left["count"],
            "when": phrases.time_of(left["oldest"], store["zone"], self.day),
        }
        said = ngettext(
            "%(n)s of earlier days is not reviewed; it is of %(when)s.",
            "%(n)s of earlier days are not reviewed; the oldest is of %(when)s.",
            left["count"],
        )
        return Section("left", gettext("Left over"), (Line(said % words, self.queue()),))

    def alerts(self) -> Section | None:
        count = sum(store["alerts"]["count"] for store in self.stores)
        if not count:
            return None
        rows = [(store, row) for store in self.stores for row in store["alerts"]["rows"]]
        rows.sort(key=lambda each: -each[1]["severity"])
        unseen = sum(store["alerts"]["unseen"] for store in self.stores)
        said = ngettext("%(n)s alert", "%(n)s alerts", count) % {"n": count}
        if unseen:
            said = gettext("%(alerts)s, %(n)s not acknowledged") % {"alerts": said, "n": unseen}
        lines = tuple(self._alert(store, row) for store, row in rows[:MOST_ALERTS])
        return Section("alerts", said, lines)

    def _alert(self, store: Mapping[str, Any], row: Mapping[str, Any]) -> Line:
        when = phrases.time_of(row["at"], store["zone"], self.day)
        parts = [inert(row["rule"]), phrases.store_name(store) if self.named else "", when]
        return Line(" · ".join(filter(None, parts)), self.links.alert(row["id"]))

    def troubles(self, key: str, heading: str, lines_of: Any) -> Section | None:
        lines = [
            line
            for store in merged.by_attention(self.stores)
            for line in lines_of(
                store,
                troubles_said.made_on(self.facts, store["zone"]),
                self.links,
                named=self.named,
            )
        ]
        if not lines:
            return None
        more = len(lines) - MOST_TROUBLES
        if more > 0:
            said = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}
            lines = [*lines[:MOST_TROUBLES], Line(said)]
        return Section(key, heading, tuple(lines))
