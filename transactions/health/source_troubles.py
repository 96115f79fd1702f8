"""How each store is heard without anybody's hand: sources that fetch, programs that push."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from stores.models import Source, Token, TokenScope
from transactions.health.judgment import SourceTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GRACE = timedelta(minutes=30)
"""A fetch may be this late before somebody should look."""
FAILURES = 2
"""One failed look is a hiccup of the line."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """A source that is to speak at least every ``after`` of opening hours."""

    name: str
    since: datetime | None
    after: timedelta


@dataclass(slots=True)
class Ears:
    sources: int = 0
    pushes: bool = False
    quiet_after: timedelta | None = None
    failing: list[SourceTrouble] = field(default_factory=list)
    quiet: list[Quiet] = field(default_factory=list)

    @property
    def can_hear(self) -> bool:
        return self.pushes or self.sources > 0


def ears_of(store_ids: Sequence[int], now: datetime) -> Mapping[int, Ears]:
    """By store id; two statements. Every id has an entry."""
    ears: defaultdict[int, Ears] = defaultdict(Ears)
    for source in Source.objects.filter(is_active=True, store__in=store_ids).order_by("id"):
        _add(ears[source.store_id], source, now)
    alive = Q(revoked_at=None) & (Q(expires_at=None) | Q(expires_at__gt=now))
    pushing = Token.objects.filter(alive, scope=TokenScope.PUSH, store__in=store_ids)
    for store_id in pushing.exclude(last_use=None).values_list("store_id", flat=True):
        if store_id is not None:
            ears[store_id].pushes = True
    return ears


def _add(ears: Ears, source: Source, now: datetime) -> None:
    ears.sources += 1
    if source.failures >= FAILURES:
        ears.failing.append(SourceTrouble(source.name, "failing", source.heard_at))
        return
    if source.silent_after_minutes:
        after = timedelta(minutes=source.silent_after_minutes)
        heard = source.heard_at or source.created_at
        ears.quiet.append(Quiet(source.name, heard, after))
        ears.quiet_after = max(ears.quiet_after or after, after)
    elif source.next_run_at is not None and source.next_run_at < now - GRACE:
        ears.failing.append(SourceTrouble(source.name, "silent", source.next_run_at))
    if not source.is_live and not source.silent_after_minutes:
        ears.quiet_after = max(ears.quiet_after or _pause(source), _pause(source))


def _pause(source: Source) -> timedelta:
    """The longest that a source with set times leaves between two looks, and the grace."""
    if source.every_minutes:
        return timedelta(minutes=source.every_minutes) + GRACE
    return timedelta(days=1) + GRACE
