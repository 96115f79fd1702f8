"""The weekly comparison in words: facts to a letter. Reads nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, ngettext

from alerts.summaries import phrases, pictured, standing
from alerts.summaries.leads import who
from alerts.summaries.letter import Letter, Line, Section, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from alerts.summaries.links import Links


def letter(facts: Mapping[str, Any], links: Links) -> Letter:
    day = date.fromisoformat(facts["day"])
    said = _said(facts)
    return Letter(
        subject=gettext("%(who)s, the week: %(what)s") % {"who": who(facts), "what": said},
        title=gettext("Week to %(day)s") % {"day": phrases.long_day(day)},
        where=who(facts),
        lead=f"{said[:1].upper()}{said[1:]}.",
        tone=Tone.LOOK if facts["outliers"] or facts["cashiers"] else Tone.CALM,
        notices=tuple(_notices(facts)),
        sections=tuple(_sections(facts, day, links)),
        doors=(
            Line(gettext("Everything to review"), links.queue()),
            Line(gettext("This and earlier summaries, and when they come"), links.summaries()),
        ),
    )


def is_quiet(facts: Mapping[str, Any]) -> bool:
    return not facts["outliers"] and not facts["cashiers"]


def _said(facts: Mapping[str, Any]) -> str:
    if facts["outliers"]:
        first = facts["outliers"][0]
        return gettext("%(store)s had %(what)s, similar stores about %(expected)s") % {
            "store": phrases.store_name(first["store"]),
            "what": phrases.flags(first["flag"], first["count"]),
            "expected": _about(first["expected"]),
        }
    if facts["cashiers"]:
        count = len(facts["cashiers"])
        return ngettext(
            "%(n)s cashier stands out among similar ones",
            "%(n)s cashiers stand out among similar ones",
            count,
        ) % {"n": count}
    return gettext("nothing stands out among similar stores")


def _notices(facts: Mapping[str, Any]) -> Iterator[str]:
    if facts.get("late"):
        yield gettext("This summary is late: it was due at %(time)s.") % {"time": facts["late"]}
    if facts["compared"] < 4:
        yield gettext(
            "Stores are compared with stores of like sales; that takes four of them, and there "
            "are fewer."
        )


def _sections(facts: Mapping[str, Any], day: date, links: Links) -> Iterator[Section]:
    since = day - timedelta(days=6)
    if facts["outliers"]:
        lines = tuple(_store(each, since, day, links) for each in facts["outliers"])
        yield Section("stores", gettext("Stores that stand out"), lines)
    if facts["cashiers"]:
        lines = tuple(_cashier(each, links) for each in facts["cashiers"])
        yield Section("cashiers", gettext("Cashiers that stand out"), lines)
    picture = pictured.picture_of(facts)
    if picture is not None:
        yield Section("chart", _heading(facts), (Line(_in_words(facts)),), is_picture=True)
    yield Section("week", gettext("The week"), (Line(_week(facts)),))


def _store(fact: Mapping[str, Any], since: date, day: date, links: Links) -> Line:
    store = fact["store"]
    return Line(
        gettext("%(store)s: %(what)s in %(sales)s")
        % {
            "store": phrases.store_name(store),
            "what": phrases.flags(fact["flag"], fact["count"]),
            "sales": phrases.sales(fact["sales"]),
        },
        links.found(store["code"], since=since, until=day, flag=fact["flag"]),
        _compared(fact),
        strong=True,
    )


def _compared(fact: Mapping[str, Any]) -> str:
    words = {
        "n": fact["peers"],
        "low": _about(fact["low"]),
        "high": _about(fact["high"]),
        "expected": _about(fact["expected"]),
    }
    return (
        gettext(
            "%(n)s stores of like sales had %(low)s to %(high)s on as many sales, about "
            "%(expected)s in the middle."
        )
        % words
    )


def _cashier(fact: Mapping[str, Any], links: Links) -> Line:
    who = f"{phrases.person(fact)} · {phrases.store_name(fact['store'])}"
    return Line(who, links.cashier(fact["id"]), standing.sentence(fact), strong=True)


def _heading(facts: Mapping[str, Any]) -> str:
    if not facts["outliers"]:
        return gettext("Flagged each day, last 30 days")
    first = facts["outliers"][0]
    return gettext("%(store)s, %(what)s each day, last 30 days") % {
        "store": phrases.store_name(first["store"]),
        "what": phrases.label(first["flag"]),
    }


def _in_words(facts: Mapping[str, Any]) -> str:
    bars = [bar for bar in facts["picture"]["bars"] if bar is not None]
    words = {"low": min(bars), "high": max(bars), "mean": f"{sum(bars) / len(bars):.1f}"}
    said = gettext("%(low)s to %(high)s a day, %(mean)s on average.") % words
    if facts["picture"]["high"] is None:
        return said
    like = {
        "low": _about(facts["picture"]["low"]),
        "high": _about(facts["picture"]["high"]),
    }
    return f"{said} {gettext('Similar stores: %(low)s to %(high)s a day.') % like}"


def _week(facts: Mapping[str, Any]) -> str:
    compared = facts["compared"]
    stores = ngettext("%(n)s store", "%(n)s stores", compared) % {"n": compared}
    return gettext("%(stores)s compared: %(sales)s, %(flagged)s.") % {
        "stores": stores,
        "sales": phrases.sales(facts["sales"]),
        "flagged": phrases.flagged(facts["flagged"]),
    }


def _about(number: float) -> str:
    return f"{number:.1f}" if number < 10 and number != round(number) else f"{number:.0f}"
