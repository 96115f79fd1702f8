"""The shifts of the rows that a rule is about, as SQL."""

from __future__ import annotations

from typing import Final

from alerts.compiling.events import COUNTED

FAR_FROM_ITS_DAY: Final = 3
"""A row whose business date is more days off its clock belongs to no day and no shift."""

NEAR: Final = f"""abs((t.occurred_at AT TIME ZONE s.timezone)::date - t.business_date)
        <= {FAR_FROM_ITS_DAY}"""

# One shift: see SHIFT_GAP in the tree. Its rows are all that count, whatever the rule is about;
# of those that it is about the shift is kept. Two days around its date are near in any zone.
_OF_TILL = "t.till <> '' AND t.shift_no = ''"
_UNIT = f"""CASE WHEN {_OF_TILL} THEN 0 ELSE t.register_id END,
           CASE WHEN {_OF_TILL} THEN t.till ELSE '' END"""
_SHIFT_UNITS = f"""shift_units
    (store_id, business_date, shift_no, register_id, till) AS MATERIALIZED (
    SELECT DISTINCT t.store_id, t.business_date, t.shift_no, {_UNIT}
    FROM {{source}} JOIN stores_store s ON s.id = t.store_id
    WHERE {{near}} AND (t.register_id IS NOT NULL OR {_OF_TILL})
), shift_days AS (
    SELECT DISTINCT u.store_id, u.business_date, s.timezone,
           (u.business_date - 1)::timestamptz AS surely_near,
           (u.business_date + 2)::timestamptz AS no_longer
    FROM shift_units u JOIN stores_store s ON s.id = u.store_id
)"""
_COLUMNS = """t.id, t.store_id, t.business_date, t.shift_no, t.occurred_at, t.event_key,
           {is_mine} AS is_mine"""
_SHIFT_ROWS = f"""shift_rows
    (id, store_id, business_date, shift_no, occurred_at, event_key, is_mine, register_id, till) AS (
    SELECT {_COLUMNS},
           {_UNIT}
    FROM shift_days s CROSS JOIN LATERAL (
        SELECT * FROM transactions_transaction t
        WHERE t.store_id = s.store_id AND t.business_date = s.business_date AND {COUNTED}
          AND (t.occurred_at BETWEEN s.surely_near AND s.no_longer OR {NEAR})
          AND (t.register_id IS NOT NULL OR {_OF_TILL})
        OFFSET 0) AS t
)"""
# Of years: everything is read once, and what is of no such unit is never sorted.
_WIDE_SHIFT_ROWS = f"""shift_rows
    (id, store_id, business_date, shift_no, occurred_at, event_key, is_mine, register_id, till) AS (
    SELECT {_COLUMNS},
           {_UNIT}
    FROM transactions_transaction t JOIN stores_store s ON s.id = t.store_id
    WHERE t.store_id = ANY(%(stores)s::bigint[])
      AND t.occurred_at BETWEEN %(earliest)s AND %(latest)s AND {COUNTED} AND {NEAR}
      AND (t.register_id IS NOT NULL OR {_OF_TILL})
      AND ((t.store_id, t.business_date, t.shift_no, {_UNIT}) IN
           (SELECT store_id, business_date, shift_no, register_id, till FROM shift_units)) IS TRUE
)"""
_SHIFTS = """shift_begins AS (
    SELECT *, shift_no = '' AND occurred_at - lag(occurred_at) OVER
              (PARTITION BY store_id, business_date, register_id, till, shift_no
               ORDER BY occurred_at, event_key) >= {gap} AS is_new
    FROM shift_rows
), shift_numbers AS (
    SELECT *, count(*) FILTER (WHERE is_new) OVER
              (PARTITION BY store_id, business_date, register_id, till, shift_no
               ORDER BY occurred_at, event_key) AS part
    FROM shift_begins
), shift_ends AS (
    SELECT *, min(occurred_at) OVER whole AS first_at, max(occurred_at) OVER whole AS last_at
    FROM shift_numbers
    WINDOW whole AS (PARTITION BY store_id, business_date, register_id, till, shift_no, part)
), shifts AS (
    SELECT id, first_at, last_at, dense_rank() OVER
               (ORDER BY store_id, business_date, register_id, till, shift_no, part) AS shift
    FROM shift_ends WHERE is_mine
)"""

SHIFTS_AT_HAND: Final = "shifts AS (SELECT * FROM pg_temp.shifts_at_hand)"
"""Worked out before for several rules; see ``at_hand.py``."""


def shifts(source: str, near: str, is_mine: str, gap: str, *, is_wide: bool) -> str:
    """``source`` are the rows that the rule is about, ``is_mine`` whether ``t`` is of their
    kind."""
    units = _SHIFT_UNITS.format(source=source, near=near)
    rows = (_WIDE_SHIFT_ROWS if is_wide else _SHIFT_ROWS).format(is_mine=is_mine)
    return ",\n".join([units, rows, _SHIFTS.format(gap=gap)])
