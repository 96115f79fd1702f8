"""Runs a compiled rule over spans, in the open chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection

from alerts.compiling.prepared import execute
from alerts.compiling.shifts import FAR_FROM_ITS_DAY
from alerts.compiling.spans import FIRST, LAST, later
from alerts.models import AlertKey
from alerts.rules.tree import By

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from alerts.compiling.query import Compiled
    from alerts.compiling.spans import Span

_KEY_KINDS = {
    None: AlertKey.TRANSACTION,
    By.REGISTER: AlertKey.REGISTER,
    By.CASHIER: AlertKey.CASHIER,
    By.STORE: AlertKey.STORE,
}


@dataclass(frozen=True, slots=True)
class Episode:
    """What one alert is about. ``key`` is the id of the register, cashier, store or
    transaction; ``register_id`` and ``cashier_id`` are those of all its transactions, None
    where they differ. ``most`` is the greatest count or sum of one window, ``day`` the
    business date of the first transaction."""

    store_id: int
    key_kind: str
    key: int
    day: date
    started_at: datetime
    ended_at: datetime
    transaction_ids: tuple[int, ...]
    amount: Decimal | None
    register_id: int | None
    cashier_id: int | None
    is_history: bool
    most: Decimal | None


def run(
    rule: Compiled, spans: Sequence[Span], *, often: bool = False, with_shifts: bool = False
) -> list[Episode]:
    """Every episode among the rows of these spans, in the order of store and time. ``often``:
    these are a few of many, and the same rule will be asked again over this connection;
    ``with_shifts``: and the shifts in these spans were laid out for it, see ``at_hand.py``."""
    with connection.cursor() as cursor:
        if often:
            execute(cursor, rule, columns(spans), with_shifts=with_shifts)
        else:
            cursor.execute(rule.wide_sql, {**rule.values, **columns(spans)})
        return [_episode(rule, row) for row in cursor.fetchall()]


def columns(spans: Sequence[Span]) -> Mapping[str, Any]:
    """Spans as the query's parameters. Shifts whose rows lie in them are within ``earliest`` and
    ``latest``."""
    around = 2 * timedelta(days=FAR_FROM_ITS_DAY + 1)
    return {
        "earliest": later(min((span.since for span in spans), default=FIRST), -around),
        "latest": later(max((span.until for span in spans), default=LAST), around),
        "stores": [span.store_id for span in spans],
        "since": [span.since for span in spans],
        "until": [span.until for span in spans],
        "first_days": [span.first_day for span in spans],
        "last_days": [span.last_day for span in spans],
    }


def _episode(rule: Compiled, row: Sequence[Any]) -> Episode:
    store_id, key, day, started, ended, ids, amount, register, cashier, history, most = row
    return Episode(
        store_id=store_id,
        key_kind=_KEY_KINDS[rule.by],
        key=ids[0] if rule.by is None else key,
        day=day,
        started_at=started,
        ended_at=ended,
        transaction_ids=tuple(ids),
        amount=amount,
        register_id=register,
        cashier_id=cashier,
        is_history=history,
        most=most,
    )
