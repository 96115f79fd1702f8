"""What stands around every page: how much is left to review, and whether we still hear."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from alerts.selectors.alerts import panel_of
from transactions.health.judgment import State
from transactions.health.reconcile import metric_name
from transactions.health.sentences import what
from transactions.health.watching import Watched, watched_stores
from transactions.selectors import queue
from transactions.selectors.wording import ago

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from alerts.selectors.alerts import Panel
    from stores.access import Member

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Frame:
    """``alarm`` is what the banner says when a store is not watched any more, "" otherwise.
    ``at`` is when an event was last heard, shown beside the sentence unless that counts
    stores. ``unread_layouts`` files wait until somebody says what their columns mean.
    ``version`` changes when anything on it does, except the running clock."""

    to_review: str
    sentence: str
    where: str
    state: str
    at: datetime | None
    counts_stores: bool
    alarm: str
    href: str
    unread_layouts: int
    alerts: Panel
    version: str


def frame_of(member: Member) -> Frame:
    left = queue.count(queue.Queue(store_ids=member.store_ids))
    stores = watched_stores(member.store_ids)
    last = _last(stores)
    silent = [store for store in stores if _fell_silent(store)]
    state = _state(stores, silent)
    sentence = _sentence(state, stores, silent)
    alarm, at = _alarm(silent), last.signs.received_at if last else None
    alerts = panel_of(member)
    return Frame(
        to_review=count_word(left),
        sentence=sentence,
        where=_where(last),
        state=state,
        at=at,
        counts_stores=len(stores) > 1 and state not in {"nothing", "by_hand"},
        alarm=alarm,
        href=_href(stores, silent),
        unread_layouts=sum(store.signs.layouts.count for store in stores),
        alerts=alerts,
        version=version(
            left, at, state, sentence, [store.store_id for store in silent], alerts.version
        ),
    )


def count_word(count: int) -> str:
    """``1001`` as 1,000+, since counting stops there."""
    if count > queue.COUNT_LIMIT:
        return f"{queue.COUNT_LIMIT:,}+"
    return f"{count:,}"


def version(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def heard_ago(at: datetime | None) -> str:
    return ago((timezone.now() - at).total_seconds()) if at else ""


def _last(stores: Sequence[Watched]) -> Watched | None:
    """The store that was heard last."""
    heard = [store for store in stores if store.signs.received_at is not None]
    return max(heard, key=lambda store: store.signs.received_at or timezone.now(), default=None)


def _fell_silent(store: Watched) -> bool:
    return store.judgment.state is State.NOT_WATCHING and not store.judgment.never_heard


def _state(stores: Sequence[Watched], silent: Sequence[Watched]) -> str:
    if all(store.judgment.never_heard for store in stores):
        return "nothing"
    if all(_by_hand(store) for store in stores):
        return "by_hand"
    if silent:
        return "not_watching"
    watched = all(store.judgment.state is State.WATCHING for store in stores)
    return "watching" if watched else "partly"


def _by_hand(store: Watched) -> bool:
    """Nothing is amiss but that somebody has to bring the journals, if ever."""
    judged = store.judgment
    return judged.only_by_hand or judged.never_heard or (store.signs.by_hand and _old(store))


def _old(store: Watched) -> bool:
    return [reason.code for reason in store.judgment.reasons] == ["by_hand_old"]


def _sentence(state: str, stores: Sequence[Watched], silent: Sequence[Watched]) -> str:
    if len(stores) > 1 and state not in {"nothing", "by_hand"}:
        watched = sum(store.judgment.state is State.WATCHING for store in stores)
        counts = {"silent": len(silent), "watched": watched, "all": len(stores)}
        if silent:
            return gettext("Not watching %(silent)s of %(all)s") % counts
        return gettext("Watching %(watched)s of %(all)s") % counts
    return {
        "nothing": gettext("No event heard yet"),
        "by_hand": gettext("Last upload"),
        "not_watching": gettext("Not watching: last event heard"),
        "partly": gettext("Partly watching: last event heard"),
        "watching": gettext("Watching: last event heard"),
    }[state]


def _alarm(silent: Sequence[Watched]) -> str:
    """Which stores, and the weightiest reason if it is one store alone. Uploads that are
    old are said where one looks for them: nothing broke."""
    broken = [store for store in silent if not store.signs.by_hand]
    if not broken:
        return ""
    names = ", ".join(store.name for store in broken[:MOST_NAMES])
    if len(broken) > 1:
        words = {"names": names, "more": len(broken) - MOST_NAMES}
        if len(broken) > MOST_NAMES:
            return gettext("Not watching %(names)s and %(more)s more.") % words
        return gettext("Not watching %(names)s.") % words
    said = what(broken[0].judgment.reasons[0], metric_name)
    return gettext("Not watching %(name)s. %(why)s") % {"name": names, "why": said}


def _href(stores: Sequence[Watched], silent: Sequence[Watched]) -> str:
    """The page that says more: of the one store that it is about, or of all."""
    about = silent if silent else stores
    if len(about) == 1:
        return reverse("review:store_health", args=[about[0].store_id])
    return reverse("review:health")


def _where(last: Watched | None) -> str:
    if last is None or not last.register:
        return ""
    words = {"register": last.register, "store": last.code}
    return gettext("register %(register)s, store %(store)s") % words
