"""What people decide about rows that two sources may both tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from django.db import connection, transaction
from django.utils import timezone

from accounts.roles import Action
from transactions.models import Match, MatchHow, Standing, Transaction
from transactions.services.settle import DIFFERENCES, settle
from transactions.services.settle_reviews import settle_reviews
from transactions.services.store_lock import lock_store
from transactions.services.totals import recount
from transactions.services.touched import Spans, note_touched

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from accounts.models import User
    from stores.access import Member
    from stores.models import Store
    from transactions.services.store_days import StoreDay

DECISIONS = {
    MatchHow.SAME: Standing.SECOND,
    MatchHow.OTHER: Standing.COUNTED,
    MatchHow.SET_ASIDE: Standing.SET_ASIDE,
}
_COMPARE = f"""
    SELECT {DIFFERENCES} FROM
        (SELECT t.*, COALESCE(c.code, '') AS cashier FROM transactions_transaction t
         LEFT JOIN stores_cashier c ON c.id = t.cashier_id WHERE t.id = %(lower)s) AS l,
        (SELECT t.*, COALESCE(c.code, '') AS cashier FROM transactions_transaction t
         LEFT JOIN stores_cashier c ON c.id = t.cashier_id WHERE t.id = %(upper)s) AS u
"""


class BadMatchError(ValueError):
    """The two rows cannot be accounts of one event, or there is nothing to decide."""


def decide_match(*, member: Member, lower_id: int, how: str, upper_id: int | None = None) -> Match:
    """Say of a row of a lesser source: the ``same`` as ``upper_id``, an ``other`` event that
    counts by itself, or ``set_aside``. Deciding again replaces the decision.

    Raises Match.DoesNotExist for a row outside the member's stores or with nothing to
    decide, Transaction.DoesNotExist for such an upper row, BadMatchError for a pair that
    makes no sense, ValueError for another word.
    """
    member.check(Action.SET_UP_STORES)
    wanted = MatchHow(how)
    if wanted not in DECISIONS:
        raise ValueError(how)
    with transaction.atomic():
        seen = member.only(Match.objects.select_related("store")).get(pk=lower_id)
        lock_store(seen.store_id)
        match = Match.objects.select_related("store", "lower").get(pk=lower_id)
        upper = _upper(match, upper_id) if wanted == MatchHow.SAME else None
        _write(match, wanted, upper, member.user)
        _apply(match.store, [match])
    return match


def count_undecided(*, member: Member, store: Store, since: datetime, until: datetime) -> int:
    """Count all undecided rows of ``[since, until)``: the better source was silent then.
    Answers how many."""
    member.check(Action.SET_UP_STORES)
    with transaction.atomic():
        member.stores().get(pk=store.pk)
        lock_store(store.pk)
        found = list(
            Match.objects.filter(
                store=store,
                how=MatchHow.UNSURE,
                lower__standing=Standing.UNDECIDED,
                lower__occurred_at__gte=since,
                lower__occurred_at__lt=until,
            ).select_related("lower")
        )
        for match in found:
            _write(match, MatchHow.OTHER, None, member.user)
        _apply(store, found)
    return len(found)


def undecide_match(*, member: Member, lower_id: int) -> None:
    """Take a decision back: the row stands as it does by itself."""
    member.check(Action.SET_UP_STORES)
    with transaction.atomic():
        match = member.only(Match.objects.select_related("store", "lower")).get(pk=lower_id)
        lock_store(match.store_id)
        Match.objects.filter(pk=lower_id).update(
            how=MatchHow.UNSURE, upper=None, decided_by=None, decided_at=None, differences=[]
        )
        day = (match.store_id, match.lower.business_date)
        _counts_otherwise(settle({match.store_id: match.store}, {day}))


def _upper(match: Match, upper_id: int | None) -> Transaction:
    """The row that counts instead. Raises BadMatchError, Transaction.DoesNotExist."""
    chosen = upper_id if upper_id is not None else match.upper_id
    if chosen is None:
        raise BadMatchError("Choose which one it is the same as.")
    upper = Transaction.objects.get(pk=chosen, store=match.store_id)
    if upper.source_rank <= match.lower.source_rank or upper.standing != Standing.COUNTED:
        raise BadMatchError("Only a counted one of the better source can be the same.")
    return upper


def _write(match: Match, how: MatchHow, upper: Transaction | None, user: User) -> None:
    match.how, match.upper = how, upper
    match.decided_by, match.decided_at = user, timezone.now()
    match.differences = _differences(match.pk, upper.pk, match.store) if upper else []
    match.save()


def _differences(lower: int, upper: int, store: Store) -> list[dict[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_COMPARE, {"lower": lower, "upper": upper, "zone": store.timezone})
        return list(orjson.loads(cursor.fetchone()[0]))


def _apply(store: Store, matches: Sequence[Match]) -> None:
    changed = []
    for match in matches:
        standing = DECISIONS[MatchHow(match.how)]
        if match.lower.standing != standing:
            changed.append(match.pk)
            Transaction.objects.filter(pk=match.pk).update(standing=standing)
    settle_reviews(store, changed)
    _counts_otherwise({(store.pk, match.lower.business_date) for match in matches})


def _counts_otherwise(days: set[StoreDay]) -> None:
    recount(days)
    note_touched(Spans(), days)
