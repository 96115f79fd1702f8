"""Lists as pages show them: packages, keys, and what a new package may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils import timezone

from review.evidence.selectors import visible_packages
from review.evidence.signing import grouped
from review.models import MakingState, SigningKey
from transactions.models import EVENT_TYPES, Transaction
from transactions.selectors.wording import full_time, money, short_time, size

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stores.access import Member

MOST = 200
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class PackageRow:
    id: int
    title: str
    transactions: int
    shares: int
    state: str
    word: str
    size: str
    time: str
    when: str
    who: str


@dataclass(frozen=True, slots=True)
class KeyRow:
    fingerprint: str
    made: str
    retired: str
    packages: int


@dataclass(frozen=True, slots=True)
class TransactionRow:
    id: int
    word: str
    number: str
    amount: str
    place: str
    when: str


@dataclass(frozen=True, slots=True)
class OrderPage:
    """``found``: what the typed number leads to, without what is chosen already."""

    chosen: Sequence[TransactionRow]
    number: str
    found: Sequence[TransactionRow]


def zone_of(member: Member) -> ZoneInfo:
    store = member.stores().first()
    return store.zone if store else ZoneInfo("UTC")


def package_rows(member: Member) -> list[PackageRow]:
    zone, now = zone_of(member), timezone.now()
    found = visible_packages(member).annotate(
        of=Count("transactions", distinct=True),
        open_shares=Count(
            "shares",
            distinct=True,
            filter=Q(shares__revoked_at=None, shares__expires_at__gt=now),
        ),
    )
    return [
        PackageRow(
            id=each.pk,
            title=each.title,
            transactions=each.of,
            shares=each.open_shares,
            state=each.state,
            word=str(MakingState(each.state).label),
            size=size(each.size) if each.size else "",
            time=short_time(each.until, zone, now.astimezone(zone).date()),
            when=full_time(each.until, zone),
            who=each.ordered_by_name,
        )
        for each in found[:MOST]
    ]


def key_rows() -> list[KeyRow]:
    utc = ZoneInfo("UTC")
    keys = SigningKey.objects.annotate(count=Count("packages"))
    return [
        KeyRow(
            fingerprint=grouped(key.fingerprint),
            made=full_time(key.made_at, utc),
            retired=time_word(key.retired_at, utc),
            packages=key.count,
        )
        for key in keys
    ]


def order_page(member: Member, chosen: Sequence[Transaction], number: str) -> OrderPage:
    wanted = number.strip()[:40]
    found: list[Transaction] = []
    if wanted:
        rows = member.only(Transaction.objects.select_related("store", "register"))
        rows = rows.filter(transaction_no=wanted).exclude(pk__in=[each.pk for each in chosen])
        found = list(rows.order_by("-occurred_at")[:MOST_FOUND])
    return OrderPage(
        chosen=[transaction_row(each) for each in chosen],
        number=wanted,
        found=[transaction_row(each) for each in found],
    )


def transaction_row(row: Transaction) -> TransactionRow:
    return TransactionRow(
        id=row.pk,
        word=str(EVENT_TYPES[row.event_type]),
        number=row.transaction_no,
        amount=money(row.amount),
        place=row.store.name or row.store.code,
        when=full_time(row.occurred_at, row.store.zone),
    )


def time_word(at: datetime | None, zone: ZoneInfo) -> str:
    return full_time(at, zone) if at else ""
