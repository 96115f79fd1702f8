"""Rows of the exception queue, every cell text already: templates only print them.

Formatting a row here costs a third of formatting it in the template, and a page has 50.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypedDict
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clips.models import ClipState
from clips.selectors import clip_states
from transactions.models import Transaction
from transactions.selectors import reasons
from transactions.selectors.people import person_name
from transactions.selectors.wording import full_time, money, short_time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from transactions.selectors.paging import Place

HIGH, MIDDLE = 70, 40
COLUMNS = (
    "id",
    "amount",
    "flag_details",
    "occurred_at",
    "transaction_no",
    "store__code",
    "store__name",
    "store__timezone",
    "register__code",
    "register__label",
    "cashier__code",
    "cashier__name",
    "review__status",
    "review__primary_flag",
    "review__risk",
)
_CLIP_ICONS = {
    ClipState.READY: ("clip-ready", _("Video ready")),
    ClipState.FETCHING: ("clip-coming", _("Video being fetched")),
    ClipState.WAITING: ("clip-coming", _("Video on its way")),
    ClipState.REQUESTED: ("clip-coming", _("Video asked for")),
    ClipState.UNAVAILABLE: ("clip-none", _("No video")),
    ClipState.REMOVED: ("clip-none", _("Video removed")),
}


class Row(TypedDict):
    id: int
    href: str
    risk: str
    band: str
    title: str
    why: str
    amount: str
    register: str
    store: str
    who: str
    time: str
    when: str
    clip: str
    clip_word: str
    status: str


def rows(places: Sequence[Place], address: str) -> list[Row]:
    """A row per place, in that order, in two queries. ``address`` is the query string
    that keeps the filters while one works through the list."""
    ids = [place.transaction_id for place in places]
    chosen = Transaction.objects.filter(id__in=ids).values(*COLUMNS, person=person_name())
    found = {row["id"]: row for row in chosen}
    clips = clip_states(ids)
    make = _Maker(address)
    return [make(found[each], clips.get(each, "")) for each in ids if each in found]


def band(risk: int) -> str:
    """Severity as a word that the page turns into shape and colour."""
    return "high" if risk >= HIGH else "middle" if risk >= MIDDLE else "low"


def clip_icon(state: str) -> tuple[str, str]:
    """Icon and word; ("", "") where no clip is asked for."""
    icon, word = _CLIP_ICONS.get(ClipState(state), ("", "")) if state else ("", "")
    return icon, str(word)


class _Maker:
    """Formats rows of one page; what is equal in all of them is worked out once."""

    def __init__(self, address: str) -> None:
        head, tail = reverse("review:transaction", args=[0]).split("0")
        self.head, self.tail = head, tail + address
        self.now = timezone.now()
        self.register = gettext("Register %(code)s")
        self.cashier = gettext("Cashier %(code)s")
        self.icons = {state: clip_icon(state) for state in ("", *ClipState.values)}

    def __call__(self, row: dict[str, Any], clip: str) -> Row:
        zone = ZoneInfo(row["store__timezone"])
        flag = row["review__primary_flag"]
        details = reasons.ordered(row["flag_details"], flag)
        icon, word = self.icons[clip]
        return {
            "id": row["id"],
            "href": f"{self.head}{row['id']}{self.tail}",
            "risk": str(row["review__risk"]),
            "band": band(row["review__risk"]),
            "title": reasons.label(flag),
            "why": reasons.why(details[0]) if details else "",
            "amount": money(row["amount"]),
            "register": row["register__label"] or self._coded(self.register, row["register__code"]),
            "store": row["store__name"] or row["store__code"],
            "who": row["person"]
            or row["cashier__name"]
            or self._coded(self.cashier, row["cashier__code"]),
            "time": short_time(row["occurred_at"], zone, _today(self.now, zone)),
            "when": full_time(row["occurred_at"], zone),
            "clip": icon,
            "clip_word": word,
            "status": row["review__status"],
        }

    @staticmethod
    def _coded(pattern: str, code: str | None) -> str:
        return pattern % {"code": code} if code else ""


@lru_cache(maxsize=256)
def _today(now: datetime, zone: ZoneInfo) -> Any:
    return now.astimezone(zone).date()
