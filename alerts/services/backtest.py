"""What a rule would have found on past days: the query that live evaluation runs, over all of
them. Nothing is written, nobody is told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from alerts.compiling import Episode, Span, compiled, run
from alerts.compiling.shifts import FAR_FROM_ITS_DAY
from alerts.services.statement_limit import limited
from stores.models import Store

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date, datetime

    from alerts.compiling import Compiled
    from alerts.rules.tree import Rule

__all__ = ["Backtest", "BadRangeError", "Episode", "backtest", "past_spans"]

MOST_DAYS: Final = 400
MOST_SECONDS: Final = 30
REVIEW_SECONDS: Final = 20
"""What looking at one transaction costs a person."""
AHEAD: Final = timedelta(days=1)
"""So far a register's clock may be fast, and is believed."""
NEAR: Final = timedelta(days=FAR_FROM_ITS_DAY + 1)


class BadRangeError(ValueError):
    """More days than a back-test looks at, or fewer than one."""


@dataclass(frozen=True)
class Backtest:
    """``episodes`` are the alerts that would have been, in the order of store and time."""

    episodes: tuple[Episode, ...] = ()
    days: int = 0

    @cached_property
    def transactions(self) -> int:
        return len({pk for each in self.episodes for pk in each.transaction_ids})

    @property
    def amount(self) -> Decimal:
        return sum((each.amount or Decimal(0) for each in self.episodes), Decimal(0))

    @property
    def reviewer_minutes(self) -> float:
        return self.transactions * REVIEW_SECONDS / 60

    def per_day(self) -> Mapping[tuple[date, int], int]:
        """By business date and store."""
        return Counter((each.day, each.store_id) for each in self.episodes)

    def cashiers(self) -> Mapping[int, int]:
        return _by(each.cashier_id for each in self.episodes)

    def registers(self) -> Mapping[int, int]:
        return _by(each.register_id for each in self.episodes)


def _by(keys: Iterable[int | None]) -> Mapping[int, int]:
    return Counter(key for key in keys if key is not None)


def backtest(
    *,
    rule: Rule,
    days: int,
    store_ids: Collection[int] | None,
    register_classes: Collection[str] = (),
) -> Backtest:
    """Over the last ``days`` days of these stores, None for all.

    Raises BadRangeError, and the database's own error when it takes too long.
    """
    meant = compiled(rule, tuple(sorted(register_classes)))
    spans, since = past_spans(meant, days, store_ids)
    with transaction.atomic(), limited(MOST_SECONDS):
        found = run(meant, spans)
    return Backtest(tuple(each for each in found if each.ended_at >= since), days)


def past_spans(
    rule: Compiled, days: int, store_ids: Collection[int] | None
) -> tuple[list[Span], datetime]:
    """One span per store, with what reaches into the first day, and where that begins."""
    if not 1 <= days <= MOST_DAYS:
        raise BadRangeError(days)
    now = timezone.now()
    since = now - timedelta(days=days)
    stores = Store.objects.order_by("pk").values_list("pk", flat=True)
    if store_ids is not None:
        stores = stores.filter(pk__in=store_ids)
    if rule.is_whole:
        first, last = since.date(), (now + AHEAD).date()
        return [Span(pk, since - NEAR, now + AHEAD + NEAR, first, last) for pk in stores], since
    return [Span(pk, since - 2 * rule.reach, now + AHEAD) for pk in stores], since
