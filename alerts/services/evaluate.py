"""Rules over what was touched since they last looked, in the caller's transaction.

Whatever comes, changes or goes is looked at with its surroundings, so that the alerts are
those that one look at everything would find: arrival order does not matter.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import connection
from django.utils import timezone

from accounts.tenancy import current_chain
from alerts.compiling import Span
from alerts.models import Rule, RuleState, RuleTrouble, TroubleCode
from alerts.services.evaluate_ground import ground_of, move_on
from alerts.services.evaluate_lock import lock_all, lock_free
from alerts.services.evaluate_rules_in import (
    MOST_SECONDS,
    Done,
    compiled_rule,
    evaluate_all,
)
from alerts.services.evaluate_trouble import note_missed, note_trouble, note_well
from alerts.services.statement_limit import limited
from jobs.registry import RetryLaterError
from jobs.services import enqueue
from stores.models import Store
from transactions.services.touched import EVALUATE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from alerts.compiling import Compiled

__all__ = ["evaluate_rule", "evaluate_stores"]

BUSY_FOR: Final = timedelta(seconds=1)
MOST_SPANS: Final = 2000
"""Taken at once, the latest first: a year of history does not hold up today."""
LOOK_BACK: Final = timedelta(hours=24)
"""How far a rule looks back that is new, changed or switched on."""
MOST_BEHIND: Final = timedelta(days=30)
LONG_SECONDS: Final = 60
_TAKE = """
    DELETE FROM transactions_touched WHERE id IN (
        SELECT id FROM transactions_touched WHERE store_id = ANY(%s)
        ORDER BY until DESC, id LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING store_id, since, until
"""
_LEFT = "SELECT DISTINCT store_id FROM transactions_touched WHERE store_id = ANY(%s)"


def evaluate_stores(store_ids: Sequence[int]) -> Mapping[int, Mapping[str, Any]]:
    """Takes the touched spans of these stores and brings their alerts up to date.

    Answers by store how many spans there were, and which rules failed. Raises
    RetryLaterError, before anything is done, with the stores that somebody else evaluates.
    """
    free = lock_free(store_ids)
    busy = set(store_ids) - free
    if busy:
        keys = frozenset(str(pk) for pk in busy)
        raise RetryLaterError(timezone.now() + BUSY_FOR, "being_evaluated", keys)
    touched = _take(sorted(free))
    done = _evaluate(touched) if touched else Done()
    done.finish()
    taken = Counter(span.store_id for span in touched)
    failed = {str(pk): code for pk, code in done.failed.items()}
    return {pk: {"spans": taken[pk], "failed_rules": failed} for pk in store_ids}


def evaluate_rule(rule: Rule) -> int:
    """A rule that is new, changed, switched on, or well again: over the last day, and over
    what it missed. Alerts that its older text found and this one does not are withdrawn.
    Answers how many are new."""
    if rule.state == RuleState.OFF:
        return 0
    meant = compiled_rule(rule)
    if meant is None:
        note_trouble(rule, TroubleCode.NOT_UNDERSTOOD, None)
        return 0
    stores = list(Store.objects.order_by("pk").values_list("pk", flat=True))
    lock_all(stores)
    since, until = _since(rule), timezone.now() + LOOK_BACK
    ground = ground_of([Span(pk, since, until) for pk in stores], {rule.pk: meant}, {})
    done = Done()
    with limited(LONG_SECONDS):
        evaluate_all([(rule, meant)], ground, all_versions=True, done=done)
    if rule.pk not in done.failed:
        note_well(rule)
    done.finish()
    return sum(each.new for each in done.written)


def _since(rule: Rule) -> datetime:
    now = timezone.now()
    trouble = RuleTrouble.objects.filter(rule=rule).first()
    behind = trouble.behind_since if trouble else None
    return max(min(behind or now, now - LOOK_BACK), now - MOST_BEHIND)


def _take(store_ids: list[int]) -> list[Span]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [store_ids, MOST_SPANS])
        spans = [Span(*row) for row in cursor.fetchall()]
        if len(spans) == MOST_SPANS:
            cursor.execute(_LEFT, [store_ids])
            left = [str(row[0]) for row in cursor.fetchall()]
            enqueue(chain=current_chain().schema_name, kind=EVALUATE, keys=left)
    return spans


def _evaluate(touched: Sequence[Span]) -> Done:
    since = min(span.since for span in touched)
    rules, done = _rules_that_work(since), Done()
    heard = move_on({span.store_id for span in touched})
    ground = ground_of(touched, {rule.pk: meant for rule, meant in rules}, heard)
    with limited(MOST_SECONDS):
        evaluate_all(rules, ground, all_versions=False, done=done)
    return done


def _rules_that_work(since: datetime) -> list[tuple[Rule, Compiled]]:
    """Those in trouble rest, and remember what they miss."""
    found = []
    for rule in Rule.objects.exclude(state=RuleState.OFF).select_related("trouble").order_by("pk"):
        trouble = getattr(rule, "trouble", None)
        if trouble is not None:
            note_missed(trouble, since)
        elif (meant := compiled_rule(rule)) is None:
            note_trouble(rule, TroubleCode.NOT_UNDERSTOOD, since)
        else:
            found.append((rule, meant))
    return found
