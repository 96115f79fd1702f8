"""Rules tried on all of a chain's history, against the bare window query over the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection

from alerts.pack.rules import PACK
from alerts.rules import parse
from alerts.services.backtest import backtest
from benchmarks.bench import timed
from benchmarks.rules import goals
from benchmarks.statistic import median

if TYPE_CHECKING:
    from alerts.rules import tree
    from benchmarks.bench import Bench

_DAYS: Final = 400
_WINDOW: Final = ">3 no sales in 5 minutes"
_BARE: Final = """
    SELECT count(*) FROM (
        SELECT count(*) OVER (PARTITION BY store_id, register_id ORDER BY occurred_at
            RANGE BETWEEN interval '5 minutes' PRECEDING AND CURRENT ROW) AS many
        FROM transactions_transaction
        WHERE event_type = 'no_sale' AND flags && ARRAY['no_sale']::varchar[] AND standing = ''
    ) AS sums WHERE many > 3
"""


def measure(bench: Bench) -> None:
    window = _meant(_WINDOW)
    bench.compare(goals.PAST_DAYS, reference=_bare, subject=lambda: _tried(window))
    floor = median([_bare() for _ in range(3)])
    for pack in PACK.values():
        meant = _meant(pack.text)
        took = median([_tried(meant) for _ in range(2)])
        says = f"back-test of “{pack.text}”, {took / floor:.1f} times the bare window query"
        bench.figure(says, took * 1000, "ms")


def _meant(text: str) -> tree.Rule:
    meant = parse(text).rule
    if meant is None:
        raise ValueError(text)
    return meant


def _bare() -> float:
    with connection.cursor() as cursor:
        return timed(lambda: cursor.execute(_BARE))


def _tried(rule: tree.Rule) -> float:
    return timed(lambda: backtest(rule=rule, days=_DAYS, store_ids=None))
