"""Events into rows: COPY to a staging table, then one set-based merge per batch.

Idempotent on (business_date, event_key). The winner among several accounts of one event
is the greatest (source_rank, declared_at, content_hash), so that the order in which files
arrive does not matter.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from transactions.services.rows import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable

STAGING = "CREATE TEMP TABLE staging ({columns}) ON COMMIT DROP".format(
    columns=", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
)

REGISTERS = """
    INSERT INTO stores_register (store_id, code, label, register_class, clock_offset_ms)
    SELECT %(store)s, seen.register_code, '', seen.register_class, 0
    FROM (SELECT register_code, min(register_class) AS register_class FROM staging
          WHERE register_code <> '' GROUP BY register_code) AS seen
    WHERE NOT EXISTS (SELECT 1 FROM stores_register r
                      WHERE r.store_id = %(store)s AND r.code = seen.register_code)
    ORDER BY seen.register_code
    ON CONFLICT DO NOTHING
"""
CASHIERS = """
    INSERT INTO stores_cashier (store_id, code, name, is_person)
    SELECT %(store)s, seen.cashier_code, '', NOT seen.outside
    FROM (SELECT cashier_code, bool_and(register_class = 'outside') AS outside FROM staging
          WHERE cashier_code <> '' GROUP BY cashier_code) AS seen
    WHERE NOT EXISTS (SELECT 1 FROM stores_cashier c
                      WHERE c.store_id = %(store)s AND c.code = seen.cashier_code)
    ORDER BY seen.cashier_code
    ON CONFLICT DO NOTHING
"""

_NOT_STORED = {"register_code", "register_class", "cashier_code"}
_STORED = [name for name in COLUMNS if name not in _NOT_STORED]
_IDENTITY = {"event_key", "business_date"}
_WINNER = "({0}.source_rank, COALESCE({0}.declared_at, '-infinity'), {0}.content_hash)"

MERGE = """
    WITH winners AS (
        SELECT DISTINCT ON (business_date, event_key) * FROM staging
        ORDER BY business_date, event_key, source_rank DESC,
                 COALESCE(declared_at, '-infinity') DESC, content_hash DESC, source_file_id
    ), merged AS (
        INSERT INTO transactions_transaction AS t
            (store_id, register_id, cashier_id, {stored})
        SELECT %(store)s, r.id, c.id, {selected}
        FROM winners w
        LEFT JOIN stores_register r ON r.store_id = %(store)s AND r.code = w.register_code
        LEFT JOIN stores_cashier c ON c.store_id = %(store)s AND c.code = w.cashier_code
        ON CONFLICT (business_date, event_key) DO UPDATE SET
            register_id = EXCLUDED.register_id, cashier_id = EXCLUDED.cashier_id, {updates}
        WHERE {excluded} > {current}
        RETURNING t.id, t.source_file_id, t.flags, t.risk, t.occurred_at, xmax = 0 AS is_new
    ), reviewed AS (
        INSERT INTO transactions_review AS v
            (transaction_id, store_id, status, primary_flag, risk, occurred_at, version)
        SELECT id, %(store)s, 'new', flags[1], risk, occurred_at, 0 FROM merged
        WHERE cardinality(flags) > 0 AND %(reviewed)s
        ON CONFLICT (transaction_id) DO UPDATE SET
            primary_flag = EXCLUDED.primary_flag, risk = EXCLUDED.risk,
            occurred_at = EXCLUDED.occurred_at
    ), withdrawn AS (
        DELETE FROM transactions_review v USING merged m
        WHERE v.transaction_id = m.id AND cardinality(m.flags) = 0 AND NOT m.is_new
          AND v.status = 'new' AND v.version = 0
          AND NOT EXISTS (SELECT 1 FROM transactions_note n WHERE n.transaction_id = m.id)
    )
    SELECT source_file_id, count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new)
    FROM merged GROUP BY source_file_id
""".format(
    stored=", ".join(_STORED),
    selected=", ".join(f"w.{name}" for name in _STORED),
    updates=", ".join(f"{name} = EXCLUDED.{name}" for name in _STORED if name not in _IDENTITY),
    excluded=_WINNER.format("EXCLUDED"),
    current=_WINNER.format("t"),
)


@dataclass(slots=True)
class Counts:
    """Per source file: rows that were new, rows that a better account revised."""

    new: Counter[int]
    revised: Counter[int]


class Loader:
    """Loads the rows of one store inside the caller's transaction."""

    def __init__(self, store_id: int, *, reviewed: bool) -> None:
        self._store_id = store_id
        self._reviewed = reviewed
        self.counts = Counts(Counter(), Counter())
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS pg_temp.staging")
            cursor.execute(STAGING)

    def load(self, pieces: Iterable[bytes]) -> None:
        """Merge pieces of COPY text, one set-based statement for each."""
        for piece in pieces:
            self._merge(piece)

    def _merge(self, piece: bytes) -> None:
        parameters = {"store": self._store_id, "reviewed": self._reviewed}
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE pg_temp.staging")
            cursor.copy_expert(
                f"COPY pg_temp.staging ({', '.join(COLUMNS)}) FROM STDIN", io.BytesIO(piece)
            )
            cursor.execute(REGISTERS, parameters)
            cursor.execute(CASHIERS, parameters)
            cursor.execute(MERGE, parameters)
            for source_file_id, new, revised in cursor.fetchall():
                self.counts.new[source_file_id] += new
                self.counts.revised[source_file_id] += revised
