"""Transactions that an alert is about are to be looked at, flagged or not.

The review of one that has no flag of its own follows its alerts: it comes with the first, and
goes with the last if nobody has touched it. Replays drop such reviews; whatever they touch is
evaluated again, and so the reviews are there again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection

from transactions.flags.ranking import POINTS
from transactions.formats.canonical import Flag
from transactions.services.accounts import NOT_ONE_WORD
from transactions.services.settle_reviews import plan_clips_of

if TYPE_CHECKING:
    from collections.abc import Collection

_HELD: Final = """EXISTS (
    SELECT 1 FROM alerts_alerttransaction link JOIN alerts_alert a ON a.id = link.alert_id
    WHERE link.transaction_id = t.id AND a.state <> 'withdrawn'
      AND a.quiet_because NOT IN ('silent', 'history'))"""
_RAISE: Final = f"""
    INSERT INTO transactions_review
        (transaction_id, store_id, status, primary_flag, risk, occurred_at, version)
    SELECT t.id, t.store_id, 'new', COALESCE(t.flags[1], '{Flag.PATTERN}'),
           CASE WHEN t.flags = '{{}}' THEN {POINTS[Flag.PATTERN]} ELSE t.risk END, t.occurred_at, 0
    FROM transactions_transaction t
    WHERE t.id = ANY(%(ids)s) AND t.standing = '' AND NOT t.is_baseline AND {_HELD}
      AND t.time_quality <> 'implausible'
      AND NOT EXISTS (SELECT 1 FROM transactions_review v WHERE v.transaction_id = t.id)
    ORDER BY t.id
    ON CONFLICT DO NOTHING RETURNING transaction_id
"""
_DROP: Final = f"""
    DELETE FROM transactions_review v USING transactions_transaction t
    WHERE v.transaction_id = t.id AND t.id = ANY(%(ids)s) AND v.primary_flag = '{Flag.PATTERN}'
      AND {NOT_ONE_WORD} AND NOT {_HELD}
"""


def follow_alerts(transaction_ids: Collection[int]) -> None:
    """After the alerts of these transactions have changed, in the same transaction."""
    if not transaction_ids:
        return
    ids = {"ids": sorted(transaction_ids)}
    with connection.cursor() as cursor:
        cursor.execute(_DROP, ids)
        cursor.execute(_RAISE, ids)
        raised = [row[0] for row in cursor.fetchall()]
    if raised:
        plan_clips_of(raised)
