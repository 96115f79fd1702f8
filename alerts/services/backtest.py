"""What a rule would have found on past days. (Interface; the evaluation fills it.)"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from decimal import Decimal

    from alerts.rules.tree import Rule


@dataclass(frozen=True, slots=True)
class Episode:
    """One alert that would have been. ``amount`` adds up its transactions' amounts."""

    store_id: int
    key_kind: str
    register_id: int | None
    cashier_id: int | None
    started_at: datetime
    ended_at: datetime
    amount: Decimal | None
    transaction_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Backtest:
    episodes: tuple[Episode, ...] = ()


def backtest(
    *,
    rule: Rule,
    days: int,
    store_ids: Collection[int] | None,
    register_classes: Collection[str] = (),
) -> Backtest:
    return Backtest()
