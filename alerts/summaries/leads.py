"""The one thing that matters, as subject and first sentence, and as a text message."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, ngettext

from alerts.summaries import merged, phrases
from alerts.summaries.letter import Tone
from alerts.summaries.troubles_said import made_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Stores = Sequence[Mapping[str, Any]]


def who(facts: Mapping[str, Any]) -> str:
    """Whose summary it is: the store's name, or all of them."""
    stores: Stores = facts["stores"]
    if len(stores) == 1:
        return phrases.store_name(stores[0])
    return ngettext("%(n)s store", "%(n)s stores", len(stores)) % {"n": len(stores)}


def subject(facts: Mapping[str, Any]) -> str:
    """``Store 101: 3 to look at, first a refund of $82.00; not heard since 21:10``."""
    return gettext("%(who)s: %(what)s") % {"who": who(facts), "what": said(facts)}


def said(facts: Mapping[str, Any]) -> str:
    stores: Stores = facts["stores"]
    if not stores:
        return gettext("no store to tell of")
    parts = [_looked(facts), trouble(facts)]
    return "; ".join(filter(None, parts)) or gettext("all quiet")


def tone(facts: Mapping[str, Any]) -> Tone:
    if merged.blind(facts["stores"]):
        return Tone.BLIND
    return Tone.LOOK if merged.to_look_at(facts["stores"]) else Tone.CALM


def _looked(facts: Mapping[str, Any]) -> str:
    stores: Stores = facts["stores"]
    count = merged.to_look_at(stores)
    if count:
        return _to_look_at(stores, count)
    total = merged.total(stores)
    if total["count"]:
        flagged = phrases.with_usual(phrases.flagged(total["count"]), phrases.normal_in(total))
        return gettext("%(flagged)s, all reviewed") % {"flagged": flagged}
    left = merged.left(stores)["count"]
    if left:
        return ngettext("%(n)s left to review", "%(n)s left to review", left) % {"n": left}
    if not any(store["heard"] for store in stores):
        return gettext("no event of that day was heard")
    return ""


def _to_look_at(stores: Stores, count: int) -> str:
    first = merged.worth(stores)[0]
    one = phrases.one(first.fact["flag"], first.fact["amount"])
    if len(stores) > 1:
        one = gettext("%(what)s at %(store)s") % {
            "what": one,
            "store": phrases.store_name(first.store),
        }
    if count == 1:
        return gettext("1 to look at, %(what)s") % {"what": one}
    return gettext("%(look)s, first %(what)s") % {"look": phrases.to_look_at(count), "what": one}


def trouble(facts: Mapping[str, Any]) -> str:
    """What is gravest of data and footage, short; "" when nothing is."""
    stores: Stores = facts["stores"]
    blind = merged.blind(stores)
    if blind:
        return _blind(facts, blind)
    for store in stores:
        if store["footage"]["recorders"]:
            return _at(stores, store, gettext("recorder needs a look"))
    going = [store for store in stores if store["footage"]["going"]]
    if going:
        first = min(going, key=lambda store: store["footage"]["going"]["first"])
        when = phrases.time_of(
            first["footage"]["going"]["first"], first["zone"], made_on(facts, first["zone"])
        )
        return _at(stores, first, gettext("footage lost from %(when)s on") % {"when": when})
    return ""


def _blind(facts: Mapping[str, Any], blind: Stores) -> str:
    store = blind[0]
    fact = next(fact for fact in store["data"] if fact["is_blind"])
    word = gettext("not watched")
    if fact["code"] == "never_heard":
        word = gettext("never heard from")
    elif fact["since"]:
        word = gettext("not heard since %(when)s") % {"when": _when(facts, store, fact["since"])}
    word = _at(facts["stores"], store, word)
    if len(blind) == 1:
        return word
    more = len(blind) - 1
    return ngettext("%(said)s, and %(n)s more", "%(said)s, and %(n)s more", more) % {
        "said": word,
        "n": more,
    }


def _when(facts: Mapping[str, Any], store: Mapping[str, Any], since: str) -> str:
    if "T" not in since:
        return phrases.short_day(date.fromisoformat(since))
    return phrases.time_of(since, store["zone"], made_on(facts, store["zone"]))


def _at(stores: Stores, store: Mapping[str, Any], what: str) -> str:
    if len(stores) == 1:
        return what
    return gettext("%(store)s %(what)s") % {"store": phrases.store_name(store), "what": what}
