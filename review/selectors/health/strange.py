"""What was never seen before, and what was never seen at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from review.ringtest.selectors import tried
from review.selectors.health.judged import day, short
from transactions.health.drift import unfamiliar
from transactions.health.seen import (
    FLAGS_EXPECTED,
    MEASURES,
    TYPES_EXPECTED,
    measure_name,
    seen_at,
)
from transactions.models import EVENT_TYPES, UnfamiliarKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from stores.models import Store
    from transactions.models import Unfamiliar

EXPECTED = {
    *(f"type:{name}" for name in TYPES_EXPECTED),
    *(f"flag:{name}" for name in FLAGS_EXPECTED),
}
SAME = {"flag:refund", "flag:void", "flag:no_sale", "flag:suspended", "flag:drawer_alarm"}
"""Flags that their event type raises by itself: the type alone is listed."""
MAPS = {
    UnfamiliarKind.DEPARTMENT.value: "review:map_departments",
    UnfamiliarKind.TENDER.value: "review:map_payments",
}
"""Codes whose meaning a person states on a page of its own."""


@dataclass(frozen=True, slots=True)
class StrangeRow:
    """``example`` is redacted text as it came in; templates escape it. ``map_url`` is where to
    say what the code means, empty for what is no code."""

    id: int
    kind: str
    name: str
    read_as: str
    count: str
    first: str
    last: str
    file: str
    upload_id: int | None
    example: str
    map_url: str


@dataclass(frozen=True, slots=True)
class SeenRow:
    name: str
    last: str
    first: str


@dataclass(frozen=True, slots=True)
class SeenPart:
    """``never`` are sentences of what every store should show sooner or later; ``rare`` the
    names of the rest that was never seen."""

    never: list[str]
    rare: list[str]
    seen: list[SeenRow]


def strange_rows(store: Store, *, settled: bool = False) -> list[StrangeRow]:
    return [_row(each, store.zone) for each in unfamiliar(store, settled=settled)]


def _row(each: Unfamiliar, zone: ZoneInfo) -> StrangeRow:
    file = each.first_file
    return StrangeRow(
        id=each.pk,
        kind=str(each.get_kind_display()),
        name=each.name,
        read_as=_read_as(each.kind, each.read_as),
        count=ngettext("%(n)s time", "%(n)s times", each.count) % {"n": f"{each.count:,}"},
        first=short(each.first_at, zone),
        last=short(each.last_at, zone),
        file=file.original_name if file else "",
        upload_id=file.upload_id if file else None,
        example=each.example,
        map_url=reverse(MAPS[each.kind], args=[each.store_id]) if each.kind in MAPS else "",
    )


def _read_as(kind: str, word: str) -> str:
    if not word and kind in MAPS:
        return gettext("nobody has said what it stands for")
    if not word:
        return gettext("not read at all")
    return gettext("read as %(what)s") % {"what": EVENT_TYPES.get(word, word.replace("_", " "))}


def seen_part(store: Store) -> SeenPart:
    seen, rung = seen_at([store.pk])[store.pk], tried(store)
    listed = [measure for measure in MEASURES if measure not in SAME]
    absent = [measure for measure in listed if measure not in seen]
    return SeenPart(
        never=[_never(measure, rung) for measure in absent if measure in EXPECTED],
        rare=[measure_name(measure) for measure in absent if measure not in EXPECTED],
        seen=[
            SeenRow(measure_name(measure), day(seen[measure].last), day(seen[measure].first))
            for measure in listed
            if measure in seen
        ],
    )


def _never(measure: str, rung: Mapping[str, str]) -> str:
    """With what came of ringing it, where a ring test tried."""
    words = {"what": measure_name(measure)}
    said = gettext("No “%(what)s” has ever been seen here: a rule about it cannot fire.") % words
    return f"{said} {rung[measure]}" if measure in rung else said
