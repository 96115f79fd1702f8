"""Rows of a search, every cell text already.

A page has 50 rows of 13 cells. The template of a row is rendered once, with its cells as
places to fill, and filled for each row by ``format_html_join``, which escapes every cell:
that takes a tenth of rendering the template 50 times.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypedDict
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from clips.selectors import clip_states
from review.selectors.rows import band, clip_icon
from transactions.models import EVENT_TYPES, FLAGS, ReviewStatus, Transaction
from transactions.selectors.people import person_name
from transactions.selectors.wording import full_time, money, short_time

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from transactions.search.scope import Place

COLUMNS = (
    "id",
    "store_id",
    "occurred_at",
    "event_type",
    "transaction_no",
    "amount",
    "flags",
    "is_training",
    "register__code",
    "register__label",
    "cashier__code",
    "cashier__name",
    "review__status",
    "review__risk",
)


class Row(TypedDict):
    id: int
    href: str
    risk: str
    risk_class: str
    title: str
    flags: str
    place: str
    who: str
    number: str
    time: str
    when: str
    amount: str
    status: str
    clip: str
    clip_word: str


def rows_html(ids: Sequence[int], places: Mapping[int, Place], *, names_stores: bool) -> SafeString:
    """The rows as items of a list."""
    found = rows(ids, places, names_stores=names_stores)
    with_clip, plain = _pattern(has_clip=True), _pattern(has_clip=False)
    each = (format_html(with_clip if row["clip"] else plain, **row) for row in found)
    return SafeString("".join(each))


@lru_cache(maxsize=2)
def _pattern(*, has_clip: bool) -> str:
    return render_to_string("review/search/row.html", {"has_clip": has_clip}).strip()


def rows(ids: Sequence[int], places: Mapping[int, Place], *, names_stores: bool) -> list[Row]:
    """A row per id, in that order, in two queries."""
    chosen = Transaction.objects.filter(id__in=ids).values(*COLUMNS, person=person_name())
    found = {row["id"]: row for row in chosen}
    clips = clip_states(list(ids))
    make = _Maker(places, names_stores=names_stores)
    return [make(found[each], clips.get(each, "")) for each in ids if each in found]


class _Maker:
    """Formats rows of one page; what is equal in all of them is worked out once."""

    def __init__(self, places: Mapping[int, Place], *, names_stores: bool) -> None:
        self.head, self.tail = reverse("review:transaction", args=[0]).split("0")
        self.now = timezone.now()
        self.stores = {pk: place.name or place.code for pk, place in places.items()}
        self.zones = {pk: ZoneInfo(place.zone) for pk, place in places.items()}
        self.names_stores = names_stores
        self.types = {name: str(label) for name, label in EVENT_TYPES.items()}
        self.flags = {name: str(label) for name, label in FLAGS.items()}
        self.statuses = {each.value: str(each.label) for each in ReviewStatus}
        self.register = gettext("Register %(code)s")
        self.cashier = gettext("Cashier %(code)s")
        self.training = gettext("Training")
        self.icons: dict[str, tuple[str, str]] = {}

    def __call__(self, row: dict[str, Any], clip: str) -> Row:
        zone, risk = self.zones[row["store_id"]], row["review__risk"]
        if clip not in self.icons:
            self.icons[clip] = clip_icon(clip)
        icon, word = self.icons[clip]
        return {
            "id": row["id"],
            "href": f"{self.head}{row['id']}{self.tail}",
            "risk": "" if risk is None else str(risk),
            "risk_class": "" if risk is None else f"risk risk-{band(risk)}",
            "title": self.types.get(row["event_type"], row["event_type"]),
            "flags": self._flags(row),
            "place": self._place(row),
            "who": self._who(row),
            "number": row["transaction_no"],
            "time": short_time(row["occurred_at"], zone, _today(self.now, zone)),
            "when": full_time(row["occurred_at"], zone),
            "amount": money(row["amount"]),
            "status": self.statuses.get(row["review__status"] or "", ""),
            "clip": icon,
            "clip_word": word,
        }

    def _flags(self, row: dict[str, Any]) -> str:
        names = [self.flags.get(flag, flag) for flag in row["flags"] if flag != row["event_type"]]
        return ", ".join([*names, self.training] if row["is_training"] else names)

    def _place(self, row: dict[str, Any]) -> str:
        register = row["register__label"] or self._coded(self.register, row["register__code"])
        if not self.names_stores:
            return register
        store = self.stores[row["store_id"]]
        return f"{store} · {register}" if register else store

    def _who(self, row: dict[str, Any]) -> str:
        named: str = row["person"] or row["cashier__name"] or ""
        return named or self._coded(self.cashier, row["cashier__code"])

    @staticmethod
    def _coded(pattern: str, code: str | None) -> str:
        return pattern % {"code": code} if code else ""


@lru_cache(maxsize=256)
def _today(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()
