"""The ranked list in words: each with its sentence, its risk, and a link that opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from alerts.score_words import risk_sentence
from alerts.summaries import merged, phrases
from alerts.summaries.letter import Line, Section
from alerts.summaries.names import inert
from transactions.selectors import reasons

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from alerts.summaries.links import Links

LONGEST_SENTENCE = 200


def section(stores: Sequence[Mapping[str, Any]], day: date, links: Links) -> Section | None:
    found = merged.worth(stores)
    if not found:
        return None
    count = merged.to_look_at(stores)
    heading = gettext("Worth a look")
    if count > len(found):
        heading = gettext("Worth a look: the first %(n)s of %(all)s") % {
            "n": len(found),
            "all": count,
        }
    lines = (_line(each, day, links, named=len(stores) > 1) for each in found)
    return Section("look", heading, tuple(lines))


def _line(each: merged.Worth, day: date, links: Links, *, named: bool) -> Line:
    fact, store = each.fact, each.store
    what = reasons.label(fact["flag"])
    if fact["amount"] is not None:
        what = f"{what} {phrases.size_of(fact['amount'])}"
    parts = [
        what,
        phrases.store_name(store) if named else "",
        phrases.place(fact["register"]),
        phrases.person(fact["cashier"]),
        phrases.time_of(fact["at"], store["zone"], day),
    ]
    why = _sentence(reasons.why(fact)) if fact["code"] else ""
    return Line(
        " · ".join(filter(None, parts)),
        links.transaction(fact["id"]),
        f"{why} {_risk(fact)}".strip(),
    )


def _risk(fact: Mapping[str, Any]) -> str:
    """``Risk 87: refund; $82.00 is much.``"""
    if not any(part["points"] > 0 for part in fact["parts"]):
        return gettext("Risk %(risk)s.") % {"risk": fact["risk"]}
    return _sentence(risk_sentence(fact["risk"], fact["parts"]))


def _sentence(said: str) -> str:
    """It may quote what a register wrote."""
    return inert(said, longest=LONGEST_SENTENCE)
