"""How many alerts a rule would have raised with other numbers in it, from one look: what the
slider shows while it is dragged."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from alerts.compiling import compiled, run
from alerts.compiling.running import columns
from alerts.rules import tree
from alerts.services.backtest import MOST_SECONDS, past_spans
from alerts.services.statement_limit import limited

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from decimal import Decimal

    from alerts.compiling import Compiled, Span

Hit = tuple[int, int, int, int, Any]
"""Store, key, from place to place, and the count or sum."""


class NoThresholdError(ValueError):
    """The rule counts and adds up nothing, so that no number of it can be moved."""


def alerts_by_threshold(
    *,
    rule: tree.Rule,
    thresholds: Collection[Decimal],
    days: int,
    store_ids: Collection[int] | None,
    register_classes: Collection[str] = (),
) -> Mapping[Decimal, int]:
    """For "more than" and "at least" of a count, a total or one amount of a single one.

    Raises NoThresholdError, BadRangeError, and the database's own error when it takes too long.
    """
    loosest = with_number(rule, min(thresholds))
    meant = compiled(loosest, tuple(sorted(register_classes)))
    spans, _since = past_spans(meant, days, store_ids)
    with transaction.atomic(), limited(MOST_SECONDS):
        if meant.hits_sql:
            hits = _hits(meant, spans)
            return {each: _joined(hits, rule, each) for each in thresholds}
        found = run(meant, spans)
    numbers = [episode.amount if meant.by is None else episode.most for episode in found]
    return {each: sum(_is_over(rule, number, each) for number in numbers) for each in thresholds}


def with_number(rule: tree.Rule, number: Decimal) -> tree.Rule:
    """The rule with another number in it."""
    if isinstance(rule, tree.Count):
        return replace(rule, number=int(number))
    if isinstance(rule, tree.Total):
        return replace(rule, value=number)
    if isinstance(rule, tree.Single) and (amount := _least(rule)) is not None:
        conditions = tuple(
            replace(each, value=number) if each is amount else each
            for each in rule.events.conditions
        )
        return replace(rule, events=replace(rule.events, conditions=conditions))
    raise NoThresholdError


def _least(rule: tree.Single) -> tree.Amount | None:
    amounts = (each for each in rule.events.conditions if isinstance(each, tree.Amount))
    return next((each for each in amounts if each.op in {tree.Op.MORE, tree.Op.AT_LEAST}), None)


def _hits(meant: Compiled, spans: Sequence[Span]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(meant.hits_sql, {**meant.values, **columns(spans)})
        return list(cursor.fetchall())


def _joined(hits: Iterable[Hit], rule: tree.Rule, threshold: Decimal) -> int:
    """How many are left when those that share a place are one."""
    count = 0
    for _key, mine in groupby(hits, key=lambda hit: hit[:2]):
        reached = 0
        for _store, _of, lo, hi, most in mine:
            if _is_over(rule, most, threshold):
                count += lo > reached
                reached = max(reached, hi)
    return count


def _is_over(rule: tree.Rule, number: Decimal | None, threshold: Decimal) -> bool:
    if number is None:
        return False
    op = _least(rule).op if isinstance(rule, tree.Single) else rule.op  # type: ignore[union-attr]
    return number >= threshold if op is tree.Op.AT_LEAST else number > threshold
