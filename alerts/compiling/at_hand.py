"""Shifts worked out once for all rules about whole shifts, in a temporary table of the open
transaction, by the same SQL that each of them has in it.

To find the shifts of a day all of its rows are put in order, whatever a rule is about: for five
such rules five times the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection

from alerts.compiling.picking import SPANS, Picking, shifts_of
from alerts.compiling.running import columns
from alerts.compiling.values import Values

if TYPE_CHECKING:
    from collections.abc import Collection

    from alerts.compiling.query import Compiled
    from alerts.compiling.spans import Span

FEWEST: Final = 2
"""Rules: for one alone there is nothing to be had."""
_TABLE: Final = """
    CREATE TEMP TABLE IF NOT EXISTS shifts_at_hand
        (id bigint, first_at timestamptz, last_at timestamptz, shift bigint) ON COMMIT DELETE ROWS;
    DELETE FROM pg_temp.shifts_at_hand
"""


def lay_out(rules: Collection[Compiled], spans: Collection[Span]) -> None:
    """``rules`` have an ``at_hand_sql``; ``spans`` are whole days, those of all of them."""
    values = Values()
    every = Picking(
        where="true",
        of_kind="true",
        by_flag="true",
        amount="",
        by=None,
        is_odd=all(rule.is_odd for rule in rules),
        by_shift=True,
        whole_days=True,
    )
    found = f"WITH {SPANS},\n{shifts_of(every, values)}"
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
        cursor.execute(
            f"{found}\nINSERT INTO pg_temp.shifts_at_hand TABLE shifts",
            {**values.all(), **columns(sorted(spans))},
        )
