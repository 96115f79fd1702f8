"""Events into rows: COPY to a staging table, then set-based statements per piece.

Idempotent on (business_date, event_key). The winner among several accounts of one event
is the greatest (source_rank, declared_at, content_hash), so that the order in which files
arrive does not matter. Nearly all events are new: they go in by one statement that leaves
alone what is there, and only where it left something out are accounts compared.
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

    from django.db.backends.utils import CursorWrapper

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
_NAMES = """
        LEFT JOIN stores_register r ON r.store_id = %(store)s AND r.code = w.register_code
        LEFT JOIN stores_cashier c ON c.store_id = %(store)s AND c.code = w.cashier_code
"""
_REVIEW_COLUMNS = "(transaction_id, store_id, status, primary_flag, risk, occurred_at, version)"
_REVIEWS = "SELECT id, %(store)s, 'new', flags[1], risk, occurred_at, 0"
_COUNT = "SELECT source_file_id, count(*) FROM merged GROUP BY source_file_id"

# In the order of the unique index, so that two loads of the same events take the same
# locks in the same order.
INSERT = """
    WITH merged AS (
        INSERT INTO transactions_transaction AS t
            (store_id, register_id, cashier_id, {stored})
        SELECT %(store)s, r.id, c.id, {selected}
        FROM staging w {names}
        ORDER BY w.business_date, w.event_key
        ON CONFLICT (business_date, event_key) DO NOTHING
        RETURNING t.id, t.source_file_id, t.flags, t.risk, t.occurred_at
    ), reviewed AS (
        INSERT INTO transactions_review {review_columns}
        {reviews} FROM merged WHERE cardinality(flags) > 0 AND %(reviewed)s
    )
    {count}
""".format(
    stored=", ".join(_STORED),
    selected=", ".join(f"w.{name}" for name in _STORED),
    names=_NAMES,
    review_columns=_REVIEW_COLUMNS,
    reviews=_REVIEWS,
    count=_COUNT,
)

REVISE = """
    WITH winners AS (
        SELECT DISTINCT ON (business_date, event_key) * FROM staging
        ORDER BY business_date, event_key, source_rank DESC,
                 COALESCE(declared_at, '-infinity') DESC, content_hash DESC, source_file_id
    ), merged AS (
        UPDATE transactions_transaction AS t SET
            register_id = r.id, cashier_id = c.id, {updates}
        FROM winners w {names}
        WHERE t.business_date = w.business_date AND t.event_key = w.event_key
          AND {account} > {current}
        RETURNING t.id, t.source_file_id, t.flags, t.risk, t.occurred_at
    ), reviewed AS (
        INSERT INTO transactions_review AS v {review_columns}
        {reviews} FROM merged WHERE cardinality(flags) > 0 AND %(reviewed)s
        ON CONFLICT (transaction_id) DO UPDATE SET
            primary_flag = EXCLUDED.primary_flag, risk = EXCLUDED.risk,
            occurred_at = EXCLUDED.occurred_at
    ), withdrawn AS (
        DELETE FROM transactions_review v USING merged m
        WHERE v.transaction_id = m.id AND cardinality(m.flags) = 0
          AND v.status = 'new' AND v.version = 0
          AND NOT EXISTS (SELECT 1 FROM transactions_note n WHERE n.transaction_id = m.id)
    )
    {count}
""".format(
    updates=", ".join(f"{name} = w.{name}" for name in _STORED if name not in _IDENTITY),
    names=_NAMES,
    account=_WINNER.format("w"),
    current=_WINNER.format("t"),
    review_columns=_REVIEW_COLUMNS,
    reviews=_REVIEWS,
    count=_COUNT,
)

COPY = f"COPY pg_temp.staging ({', '.join(COLUMNS)}) FROM STDIN"
NEW = ";".join((REGISTERS, CASHIERS, INSERT))


@dataclass(slots=True)
class Counts:
    """Per source file: rows that were new, rows that a better account revised. Of two
    accounts in one piece the first counts as new, and the better one as its revision."""

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
            # Foreign keys are looked at piece by piece, while the next piece is being
            # read, and not all at the commit, when nothing else is left to do.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def load(self, pieces: Iterable[bytes]) -> None:
        """Merge pieces of COPY text, one set-based statement for each."""
        for piece in pieces:
            self._merge(piece)

    def _merge(self, piece: bytes) -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE pg_temp.staging")
            # Read at once: by the driver's 8 KB a parser in another thread would have to
            # be asked for the interpreter's lock a hundred times.
            cursor.copy_expert(COPY, io.BytesIO(piece), len(piece))
            new = self._counted(cursor, NEW)
            self.counts.new += new
            if new.total() < piece.count(b"\n"):
                self.counts.revised += self._counted(cursor, REVISE)

    def _counted(self, cursor: CursorWrapper, statement: str) -> Counter[int]:
        """Rows written per source file."""
        cursor.execute(statement, {"store": self._store_id, "reviewed": self._reviewed})
        return Counter(dict(cursor.fetchall()))
