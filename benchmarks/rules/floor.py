"""The least that fifty window rules can cost: ordered rows in memory, one deque per key."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from transactions.models import Transaction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

Row = tuple[float, int, tuple[str, ...]]
"""When, at which register, with which flags."""
KINDS = ("no_sale", "refund", "void", "cancellation", "manual_discount")


def rows_since(since: datetime) -> list[Row]:
    found = Transaction.objects.filter(occurred_at__gte=since).order_by("occurred_at")
    return [
        (at.timestamp(), register or 0, tuple(flags))
        for at, register, flags in found.values_list("occurred_at", "register_id", "flags")
    ]


@dataclass(slots=True)
class Floor:
    """Each rule sees each row and asks first whether it is of its kind."""

    rows: Sequence[Row]
    rules: int
    hits: int = 0

    def run(self) -> float:
        """Seconds."""
        started = time.perf_counter()
        self.hits = sum(
            _window(self.rows, KINDS[number % len(KINDS)], 2 + number // len(KINDS), 300.0)
            for number in range(self.rules)
        )
        return time.perf_counter() - started


def _window(rows: Sequence[Row], kind: str, most: int, within: float) -> int:
    seen: defaultdict[int, deque[float]] = defaultdict(deque)
    hits = 0
    for at, key, flags in rows:
        if kind not in flags:
            continue
        times = seen[key]
        times.append(at)
        while times[0] < at - within:
            times.popleft()
        hits += len(times) > most
    return hits
