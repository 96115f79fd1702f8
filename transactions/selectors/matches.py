"""Second accounts: rows of a lesser source that may tell of what the journal tells already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from transactions.models import Match, MatchHow, Standing, Transaction
from transactions.selectors.paging import id_to_word
from transactions.selectors.second_accounts import (
    Account,
    account_of,
    differing,
    plain_number,
    said_at,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from stores.access import Member
    from stores.models import Store

PAGE = 20
MOST_CANDIDATES = 3
NEAR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Pair:
    """A row for a person to decide, and what it may be the same as, the nearest first."""

    lower: Account
    candidates: list[Account]
    store: str
    how: str
    decided: str
    upper: Account | None


def undecided_count(member: Member, store: Store | None = None) -> int:
    rows = Match.objects.filter(how=MatchHow.UNSURE, lower__standing=Standing.UNDECIDED)
    rows = rows.filter(store=store) if store else rows
    return member.only(rows).count()


def pairs_page(
    member: Member, *, store: Store | None, before_id: int | None
) -> tuple[list[Pair], str]:
    """Undecided rows, newest first, with their candidates, and the word for the next page."""
    rows = member.only(Match.objects.filter(how=MatchHow.UNSURE))
    return _page(rows.filter(lower__standing=Standing.UNDECIDED), store, before_id)


def decided_page(member: Member, *, store: Store | None) -> list[Pair]:
    """What people decided last, to look at and to take back."""
    rows = member.only(Match.objects.filter(decided_at__isnull=False))
    if store is not None:
        rows = rows.filter(store=store)
    found = list(_with_rows(rows).order_by("-decided_at")[:PAGE])
    return [_pair(match, []) for match in found]


def _page(
    rows: QuerySet[Match], store: Store | None, before_id: int | None
) -> tuple[list[Pair], str]:
    if store is not None:
        rows = rows.filter(store=store)
    if before_id is not None:
        rows = rows.filter(lower_id__lt=before_id)
    found = list(_with_rows(rows).order_by("-lower_id")[: PAGE + 1])
    shown = found[:PAGE]
    near = _candidates([match.lower for match in shown])
    pairs = [_pair(match, near[match.pk]) for match in shown]
    return pairs, id_to_word(shown[-1].pk) if len(found) > PAGE else ""


def _with_rows(rows: QuerySet[Match]) -> QuerySet[Match]:
    return rows.select_related(
        "store",
        "lower__register",
        "lower__cashier",
        "lower__source_file",
        "upper__register",
        "upper__cashier",
        "upper__source_file",
    )


def _candidates(rows: Sequence[Transaction]) -> dict[int, list[Transaction]]:
    """Counted rows of better sources near each row, in one query for all of them."""
    found: dict[int, list[Transaction]] = {row.pk: [] for row in rows}
    if not rows:
        return found
    near = Q()
    for row in rows:
        around = (row.occurred_at - NEAR, row.occurred_at + NEAR)
        near |= Q(store=row.store_id, occurred_at__range=around, source_rank__gt=row.source_rank)
    others = list(
        Transaction.objects.filter(near, standing=Standing.COUNTED).select_related(
            "register", "cashier", "source_file"
        )[:2000]
    )
    for row in rows:
        fitting = [
            each
            for each in others
            if each.store_id == row.store_id
            and each.source_rank > row.source_rank
            and abs(each.occurred_at - row.occurred_at) <= NEAR
        ]
        found[row.pk] = _nearest(row, fitting)
    return found


def _nearest(row: Transaction, others: Sequence[Transaction]) -> list[Transaction]:
    """The likest ones, and those that differ in little more."""
    likest = sorted(others, key=lambda each: _unlike(row, each))[:MOST_CANDIDATES]
    best = _unlike(row, likest[0])[0] if likest else 0
    return [each for each in likest if _unlike(row, each)[0] <= best + 1]


def _unlike(row: Transaction, other: Transaction) -> tuple[int, float]:
    """How much two rows differ: the fewer fields the nearer, then by time."""
    apart = [
        plain_number(row.transaction_no) != plain_number(other.transaction_no),
        row.amount != other.amount,
        row.event_type != other.event_type,
        row.register_id != other.register_id,
    ]
    return sum(apart), abs((row.occurred_at - other.occurred_at).total_seconds())


def _pair(match: Match, candidates: Sequence[Transaction]) -> Pair:
    lower = match.lower
    return Pair(
        lower=account_of(lower, match.store),
        candidates=[account_of(each, match.store, differing(lower, each)) for each in candidates],
        store=str(match.store),
        how=str(match.get_how_display()),
        decided=said_at(match.decided_at, match.store) if match.decided_at else "",
        upper=account_of(match.upper, match.store) if match.upper else None,
    )
