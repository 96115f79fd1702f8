"""What stands around every page: how much is left to review, and whether we still hear."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext

from transactions.selectors import queue
from transactions.selectors.heard import Heard, last_heard
from transactions.selectors.wording import ago

if TYPE_CHECKING:
    from datetime import datetime

    from stores.access import Member


@dataclass(frozen=True, slots=True)
class Frame:
    """``version`` changes when anything on it does, except the running clock."""

    to_review: str
    sentence: str
    where: str
    state: str
    at: datetime | None
    version: str


def frame_of(member: Member) -> Frame:
    left = queue.count(queue.Queue(store_ids=member.store_ids))
    heard = last_heard(member.store_ids)
    state = _state(heard)
    return Frame(
        to_review=count_word(left),
        sentence=_sentence(state),
        where=_where(heard),
        state=state,
        at=heard.at if heard else None,
        version=version(left, heard, state),
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


def _state(heard: Heard | None) -> str:
    if heard is None:
        return "nothing"
    if heard.by_hand:
        return "by_hand"
    return "quiet" if heard.is_quiet else "watching"


def _sentence(state: str) -> str:
    return {
        "nothing": gettext("No event heard yet"),
        "by_hand": gettext("Last upload"),
        "quiet": gettext("Quiet: last event heard"),
        "watching": gettext("Watching: last event heard"),
    }[state]


def _where(heard: Heard | None) -> str:
    if heard is None or not heard.register:
        return ""
    words = {"register": heard.register, "store": heard.store}
    return gettext("register %(register)s, store %(store)s") % words
