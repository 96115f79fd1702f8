"""Reviews follow what counts: none for a second account, one for what counts after all.

A decision is never deleted. It moves to the account that counts, if nobody decided there;
else it stays where it is and the match says that two decisions were made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.db import connection

from accounts.tenancy import current_chain
from jobs.services import enqueue
from transactions.models import Match, Review, ReviewStatus, Standing, Transaction
from transactions.services.accounts import NOT_ONE_WORD, REVIEWABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stores.models import Store

PLAN = "plan_clips"
_DROP = f"""
    DELETE FROM transactions_review v USING transactions_transaction t
    WHERE v.transaction_id = t.id AND t.id = ANY(%(ids)s)
      AND NOT (cardinality(t.flags) > 0 AND t.standing = '' AND NOT t.is_baseline
               AND t.time_quality <> 'implausible')
      AND {NOT_ONE_WORD}
"""
_RAISE = f"""
    INSERT INTO transactions_review
        (transaction_id, store_id, status, primary_flag, risk, occurred_at, version)
    SELECT id, store_id, 'new', flags[1], risk, occurred_at, 0
    FROM transactions_transaction WHERE id = ANY(%(ids)s) AND {REVIEWABLE} ORDER BY id
    ON CONFLICT DO NOTHING RETURNING transaction_id
"""


def settle_reviews(store: Store, changed: Sequence[int]) -> None:
    """After the standing of these transactions has changed, in the same transaction."""
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute(_DROP, {"ids": list(changed)})
        cursor.execute(_RAISE, {"ids": list(changed)})
        raised = [row[0] for row in cursor.fetchall()]
    plan_clips_of(raised)
    _move_decisions(store, changed)


def plan_clips_of(transaction_ids: Sequence[int]) -> None:
    """Have clips planned for transactions that are to be reviewed from now on."""
    files = Transaction.objects.filter(pk__in=transaction_ids).values_list("source_file", flat=True)
    enqueue(
        chain=current_chain().schema_name,
        kind=PLAN,
        keys=sorted({str(pk) for pk in files}),
    )


def _move_decisions(store: Store, changed: Sequence[int]) -> None:
    decided = Review.objects.filter(
        transaction__in=changed, transaction__standing=Standing.SECOND, store=store
    ).exclude(status=ReviewStatus.NEW)
    for review in decided.select_related("transaction__match").order_by("pk"):
        match = review.transaction.match
        if match.upper_id is not None:
            _move(review, match, match.upper_id)


def _move(review: Review, match: Match, upper_id: int) -> None:
    """The upper account's review takes the decision over, with a trace in its history."""
    above, _made = Review.objects.get_or_create(
        pk=upper_id,
        defaults={
            "store_id": review.store_id,
            "primary_flag": review.primary_flag,
            "risk": review.risk,
            "occurred_at": review.occurred_at,
        },
    )
    if above.status != ReviewStatus.NEW:
        _say_both(match, above, review)
        return
    with pghistory.context(moved_from=review.pk, user=review.decided_by_id):
        above.status, above.version = review.status, above.version + 1
        above.decided_by_id, above.decided_at = review.decided_by_id, review.decided_at
        above.assignee_id = above.assignee_id or review.assignee_id
        above.save()
    review.delete()


def _say_both(match: Match, above: Review, below: Review) -> None:
    said = {"field": "decision", "upper": above.status, "lower": below.status}
    match.differences = [each for each in match.differences if each["field"] != "decision"]
    match.differences.append(said)
    match.save(update_fields=["differences"])
