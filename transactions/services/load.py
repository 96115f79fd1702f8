"""Events into rows: COPY to a staging table, then set-based statements per piece.

Idempotent on (business_date, event_key). The winner among several accounts of one event
is the greatest (source_rank, declared_at, content_hash), so that the order in which files
arrive does not matter. Nearly all events are new: they go in by one statement that leaves
alone what is there and adds to the totals, and only where it left something out are
accounts compared. Files that were read before are loaded anew as ``reread.py`` says.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection

from transactions.services import totals
from transactions.services.rows import COLUMNS
from transactions.services.touched import Spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.backends.utils import CursorWrapper

    from transactions.services.store_days import StoreDay

STAGING = "CREATE TEMP TABLE IF NOT EXISTS staging ({columns}) ON COMMIT DROP".format(
    columns=", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
)

REGISTERS = """
    INSERT INTO stores_register (store_id, code, label, register_class, clock_offset_ms)
    SELECT seen.store_id, seen.register_code, '', seen.register_class, 0
    FROM (SELECT store_id, register_code, min(register_class) AS register_class FROM staging
          WHERE register_code <> '' GROUP BY store_id, register_code) AS seen
    WHERE NOT EXISTS (SELECT 1 FROM stores_register r
                      WHERE r.store_id = seen.store_id AND r.code = seen.register_code)
    ORDER BY seen.store_id, seen.register_code
    ON CONFLICT DO NOTHING
"""
CASHIERS = """
    INSERT INTO stores_cashier (store_id, code, name, is_person)
    SELECT seen.store_id, seen.cashier_code, '', NOT seen.outside
    FROM (SELECT store_id, cashier_code, bool_and(register_class = 'outside') AS outside
          FROM staging WHERE cashier_code <> '' GROUP BY store_id, cashier_code) AS seen
    WHERE NOT EXISTS (SELECT 1 FROM stores_cashier c
                      WHERE c.store_id = seen.store_id AND c.code = seen.cashier_code)
    ORDER BY seen.store_id, seen.cashier_code
    ON CONFLICT DO NOTHING
"""

_NOT_STORED = {"register_code", "register_class", "cashier_code"}
_STORED = [name for name in COLUMNS if name not in _NOT_STORED]
_IDENTITY = {"store_id", "event_key", "business_date"}
_WINNER = "({0}.source_rank, COALESCE({0}.declared_at, '-infinity'), {0}.content_hash)"
_NAMES = """
        LEFT JOIN stores_register r ON r.store_id = w.store_id AND r.code = w.register_code
        LEFT JOIN stores_cashier c ON c.store_id = w.store_id AND c.code = w.cashier_code
"""
_REVIEW_COLUMNS = "(transaction_id, store_id, status, primary_flag, risk, occurred_at, version)"
_REVIEWS = "SELECT id, store_id, 'new', flags[1], risk, occurred_at, 0"
REVIEWABLE = """
    (cardinality(flags) > 0 AND standing = '' AND NOT is_baseline
     AND time_quality <> 'implausible')
"""
"""What is to be looked at by a person, as a condition on a row."""
NOT_ONE_WORD = """
    (v.status = 'new' AND v.version = 0 AND NOT EXISTS (
        SELECT 1 FROM transactions_note n WHERE n.transaction_id = v.transaction_id))
"""
"""A review ``v`` that nobody decided and nobody wrote about: it may go again."""
_TOTALLED = """t.store_id, t.business_date, t.register_id, t.cashier_id, t.tender_class, t.amount,
                  t.occurred_at, t.event_type, t.flags, t.is_training"""
_ROW = f"{_TOTALLED}, t.id, t.source_file_id, t.risk, t.standing, t.is_baseline, t.time_quality"
_COUNT = """SELECT source_file_id, store_id, business_date, count(*), {0},
                   min(occurred_at), max(occurred_at) FROM {1} GROUP BY 1, 2, 3"""

# In the order of the unique index, so that two loads of the same events take the same
# locks in the same order.
INSERT = """
    WITH merged AS (
        INSERT INTO transactions_transaction AS t
            (register_id, cashier_id, is_baseline, {stored})
        SELECT r.id, c.id, NOT %(reviewed)s, {selected}
        FROM staging w {names}
        ORDER BY w.business_date, w.event_key, w.source_file_id
        ON CONFLICT (business_date, event_key) DO NOTHING
        RETURNING {row}
    ), reviewed AS (
        INSERT INTO transactions_review {review_columns}
        {reviews} FROM merged WHERE {reviewable}
    ), totalled AS ({totals})
    {count}
""".format(
    stored=", ".join(_STORED),
    selected=", ".join(f"w.{name}" for name in _STORED),
    names=_NAMES,
    row=_ROW,
    review_columns=_REVIEW_COLUMNS,
    reviews=_REVIEWS,
    reviewable=REVIEWABLE,
    totals=totals.ADD.format(rows="merged"),
    count=_COUNT.format("0", "merged"),
)

# An event first seen in a back-fill stays history, unless a live file tells of it within a
# day. What a file no longer told of is told of again.
REVISE = """
    WITH winners AS (
        SELECT DISTINCT ON (business_date, event_key) * FROM staging
        ORDER BY business_date, event_key, source_rank DESC,
                 COALESCE(declared_at, '-infinity') DESC, content_hash DESC, source_file_id
    ), before AS (
        SELECT {row} FROM winners w JOIN transactions_transaction t
            ON t.business_date = w.business_date AND t.event_key = w.event_key
        WHERE {account} > {current}
    ), merged AS (
        UPDATE transactions_transaction AS t SET
            register_id = r.id, cashier_id = c.id, {updates},
            standing = CASE t.standing WHEN 'withdrawn' THEN '' ELSE t.standing END,
            is_baseline = t.is_baseline AND (NOT %(reviewed)s OR w.occurred_at < (
                SELECT f.received_at FROM transactions_sourcefile f
                WHERE f.id = w.source_file_id) - interval '24 hours')
        FROM winners w {names}
        WHERE t.business_date = w.business_date AND t.event_key = w.event_key
          AND {account} > {current}
        RETURNING {row}
    ), reviewed AS (
        INSERT INTO transactions_review AS v {review_columns}
        {reviews} FROM merged WHERE {reviewable}
        ON CONFLICT (transaction_id) DO UPDATE SET
            primary_flag = EXCLUDED.primary_flag, risk = EXCLUDED.risk,
            occurred_at = EXCLUDED.occurred_at
    ), dropped AS (
        DELETE FROM transactions_review v USING merged m
        WHERE v.transaction_id = m.id AND NOT {reviewable} AND {untouched}
    ), changed AS (
        SELECT m.*, ({told_now}) IS DISTINCT FROM ({told_before}) AS is_changed
        FROM merged m JOIN before b ON b.id = m.id
    )
    {count}
""".format(
    updates=", ".join(f"{name} = w.{name}" for name in _STORED if name not in _IDENTITY),
    names=_NAMES,
    row=_ROW,
    account=_WINNER.format("w"),
    current=_WINNER.format("t"),
    review_columns=_REVIEW_COLUMNS,
    reviews=_REVIEWS,
    reviewable=REVIEWABLE,
    untouched=NOT_ONE_WORD,
    told_now=f"{_TOTALLED}, t.standing".replace("t.", "m."),
    told_before=f"{_TOTALLED}, t.standing".replace("t.", "b."),
    count=_COUNT.format("count(*) FILTER (WHERE is_changed)", "changed"),
)

COPY = f"COPY pg_temp.staging ({', '.join(COLUMNS)}) FROM STDIN"
NEW = ";".join((REGISTERS, CASHIERS, INSERT))


@dataclass(slots=True)
class Counts:
    """Per source file: rows that were new, rows that a better account revised. Of two
    accounts in one piece the first counts as new, and the better one as its revision."""

    new: Counter[int] = field(default_factory=Counter)
    revised: Counter[int] = field(default_factory=Counter)

    def forget(self, source_file_id: int) -> None:
        """Of a file whose rows were rolled back."""
        self.new.pop(source_file_id, None)
        self.revised.pop(source_file_id, None)


class Loader:
    """Loads rows of any stores inside the caller's transaction, which holds their locks.

    ``days`` are the business dates that something was written on, ``spans`` the times of
    what was written, ``to_recount`` the days whose totals no longer hold.
    """

    def __init__(self, *, reviewed: bool) -> None:
        self._params = {"reviewed": reviewed}
        self.counts = Counts()
        self.days: set[StoreDay] = set()
        self.to_recount: set[StoreDay] = set()
        self.spans = Spans()
        with connection.cursor() as cursor:
            cursor.execute(STAGING)
            # Foreign keys are looked at piece by piece, while the next piece is being
            # read, and not all at the commit, when nothing else is left to do.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def load(self, pieces: Iterable[bytes]) -> None:
        """Merge pieces of COPY text, one set-based statement for each."""
        for piece in pieces:
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE pg_temp.staging")
                _copy(cursor, piece)
            self._merge(piece.count(b"\n"))

    def load_together(self, pieces: Iterable[bytes], *, before: str) -> None:
        """Merge all pieces at once, with the statement ``before`` run on the whole of them."""
        lines = 0
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE pg_temp.staging")
            for piece in pieces:
                _copy(cursor, piece)
                lines += piece.count(b"\n")
            cursor.execute(before)
        self._merge(lines)

    def _merge(self, lines: int) -> None:
        with connection.cursor() as cursor:
            new = self._counted(cursor, NEW)
            self.counts.new += new
            if new.total() < lines:
                self.counts.revised += self._counted(cursor, REVISE)

    def _counted(self, cursor: CursorWrapper, statement: str) -> Counter[int]:
        """Rows written per source file."""
        cursor.execute(statement, self._params)
        counted: Counter[int] = Counter()
        for source_file_id, store_id, business_date, rows, changed, *span in cursor.fetchall():
            counted[source_file_id] += rows
            day = (store_id, business_date)
            self.days.add(day)
            self.spans.add(day, *span)
            if changed:
                self.to_recount.add(day)
        return counted


def _copy(cursor: CursorWrapper, piece: bytes) -> None:
    # Read at once: by the driver's 8 KB a parser in another thread would have to be asked
    # for the interpreter's lock a hundred times.
    cursor.copy_expert(COPY, io.BytesIO(piece), len(piece))
