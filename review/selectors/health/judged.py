"""A judgment as it heads a page or a row: one sentence, then the other reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from transactions.health.judgment import State
from transactions.health.reconcile import metric_name
from transactions.health.sentences import STATES, WORDS, next_step, what
from transactions.health.watching import watched_stores
from transactions.selectors.wording import full_time, short_time

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from stores.access import Member
    from transactions.health.judgment import Judgment, Reason
    from transactions.health.watching import Watched

TONES = {State.WATCHING: "watching", State.PARTLY: "partly", State.NOT_WATCHING: "not_watching"}


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """``anchor`` is the part of the store's page that shows more."""

    code: str
    what: str
    next: str
    since: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Head:
    """``tone`` names the colour and shape; ``word`` is the state, ``since`` "" when not
    known; ``first`` is the weightiest reason, if there is any."""

    tone: str
    word: str
    since: str
    first: ReasonRow | None
    others: list[ReasonRow]


@dataclass(frozen=True, slots=True)
class StoreRow:
    name: str
    code: str
    href: str
    head: Head
    heard: str
    heard_full: str
    heard_at: datetime | None
    more: str


def store_rows(member: Member) -> list[StoreRow]:
    """The member's stores, what needs attention first."""
    watched = sorted(watched_stores(member.store_ids), key=lambda store: store.attention)
    return [_row(store) for store in watched]


def _row(store: Watched) -> StoreRow:
    head = head_of(store.judgment, store.zone)
    at, left = store.signs.occurred_at, len(head.others)
    return StoreRow(
        name=store.name,
        code=store.code,
        href=reverse("review:store_health", args=[store.store_id]),
        head=head,
        heard=short(at, store.zone) if at else gettext("never"),
        heard_full=full_time(at, store.zone) if at else "",
        heard_at=at,
        more=gettext("and %(n)s more") % {"n": left} if left else "",
    )


def head_of(judgment: Judgment, zone: ZoneInfo) -> Head:
    rows = [_reason(reason, zone) for reason in judgment.reasons]
    return Head(
        tone=TONES[judgment.state],
        word=str(STATES[judgment.state]),
        since=_since(judgment.since, zone),
        first=rows[0] if rows else None,
        others=rows[1:],
    )


def _reason(reason: Reason, zone: ZoneInfo) -> ReasonRow:
    return ReasonRow(
        code=reason.code,
        what=what(reason, metric_name),
        next=next_step(reason),
        since=_since(reason.since, zone),
        anchor=WORDS[reason.code].anchor,
    )


def _since(since: datetime | date | None, zone: ZoneInfo) -> str:
    if since is None:
        return ""
    return short(since, zone) if isinstance(since, datetime) else day(since)


def short(at: datetime, zone: ZoneInfo) -> str:
    return short_time(at, zone, timezone.now().astimezone(zone).date())


def day(date: date) -> str:
    """``Mon 2 Mar``."""
    return date_format(date, "D j M")
