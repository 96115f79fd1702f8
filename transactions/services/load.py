"""Events into rows: COPY straight into the table, and the rest by set-based statements.

Idempotent on (business_date, event_key). Nearly all events are new. Whether any of a piece is
known is asked first, and the store's lock lets nobody else make it known meanwhile, so that
the answer holds: a piece of which nothing is known is copied as it is; any other goes through
a staging table, and its accounts are compared as ``accounts.py`` says. Files that were read
before are loaded anew as ``reread.py`` says.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection

from transactions.services import totals
from transactions.services.accounts import (
    ADD_UNKNOWN,
    COUNT,
    REVIEW_COLUMNS,
    REVIEWABLE,
    REVIEWS,
    REVISE,
    ROW,
    STAGED,
    STAGING,
)
from transactions.services.row_owners import Owners
from transactions.services.touched import Spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.backends.utils import CursorWrapper

    from transactions.services.rows import Row
    from transactions.services.store_days import StoreDay

_COPY = f"COPY {{}} ({', '.join(STAGED)}) FROM STDIN"
_TABLE, _STAGING = "transactions_transaction", "pg_temp.staging"
# One look into the unique index for each, whatever the planner believes: statistics made while
# the first large file of a chain was loaded say that there are no rows at all.
_KNOWN = """
    SELECT count(*) FROM unnest(%(dates)s::date[], %(keys)s::text[]) AS told(business_date, key)
    CROSS JOIN LATERAL (
        SELECT FROM transactions_transaction t
        WHERE t.business_date = told.business_date AND t.event_key = told.key LIMIT 1) AS known
"""
# Rows of these files with a greater key than any that was there before are this load's own.
# The sequence's end tells the planner that they are few, whatever its statistics are of.
_SETTLE_NEW = """
    WITH merged AS MATERIALIZED (
        SELECT {row} FROM transactions_transaction t
        WHERE t.id BETWEEN %(after)s + 1 AND currval('transactions_transaction_id_seq')
          AND t.source_file_id = ANY(%(files)s)
    ), reviewed AS (
        INSERT INTO transactions_review {review_columns}
        {reviews} FROM merged WHERE {reviewable}
    ), totalled AS ({totals})
    {count}
""".format(
    row=ROW,
    review_columns=REVIEW_COLUMNS,
    reviews=REVIEWS,
    reviewable=REVIEWABLE,
    totals=totals.ADD.format(rows="merged"),
    count=COUNT.format("0", "merged"),
)
# Foreign keys are looked at piece by piece, while the next piece is being read, and not all
# at the commit, when nothing else is left to do.
_BEGIN = """
    SET CONSTRAINTS ALL IMMEDIATE;
    SELECT COALESCE(max(id), 0) FROM transactions_transaction
"""


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
        self.counts = Counts()
        self.days: set[StoreDay] = set()
        self.to_recount: set[StoreDay] = set()
        self.spans = Spans()
        self._owners = Owners(is_baseline=not reviewed)
        with connection.cursor() as cursor:
            cursor.execute(_BEGIN)
            (self._after,) = cursor.fetchone()

    def load(self, pieces: Iterable[Sequence[Row]]) -> None:
        """Add pieces of rows, each by a few statements however long it is."""
        for piece in pieces:
            with connection.cursor() as cursor:
                if _is_all_new(cursor, piece):
                    self._copy(cursor, _TABLE, piece)
                    self._settle_new(cursor, {row.source_file_id for row in piece})
                else:
                    self._merge(cursor, [piece])

    def load_together(self, pieces: Iterable[Sequence[Row]], *, before: str) -> None:
        """Merge all pieces at once, with the statement ``before`` run on the whole of them."""
        with connection.cursor() as cursor:
            self._merge(cursor, pieces, before=before)

    def forget(self, source_file_id: int) -> None:
        """The part of a file was rolled back, and all that was made for it."""
        self.counts.forget(source_file_id)
        self._owners.forget()

    def _merge(
        self, cursor: CursorWrapper, pieces: Iterable[Sequence[Row]], *, before: str = ""
    ) -> None:
        """By way of the staging table: some of the events may be known."""
        cursor.execute(STAGING)
        lines = 0
        files: set[int] = set()
        for piece in pieces:
            self._copy(cursor, _STAGING, piece)
            lines += len(piece)
            files |= {row.source_file_id for row in piece}
        if before:
            cursor.execute(before)
        cursor.execute(ADD_UNKNOWN)
        if (new := cursor.rowcount) > 0:
            self._settle_new(cursor, files)
        if new < lines:
            self.counts.revised += self._counted(cursor, REVISE, {})

    def _copy(self, cursor: CursorWrapper, table: str, piece: Sequence[Row]) -> None:
        tails = self._owners.tails(cursor, piece)
        text = b"".join([row.text + tails[row.place] for row in piece])
        # Read at once: by the driver's 8 KB a parser in another thread would have to be asked
        # for the interpreter's lock a hundred times.
        cursor.copy_expert(_COPY.format(table), io.BytesIO(text), len(text))

    def _settle_new(self, cursor: CursorWrapper, files: set[int]) -> None:
        """Reviews and totals of rows that were added."""
        params = {"after": self._after, "files": sorted(files)}
        self.counts.new += self._counted(cursor, _SETTLE_NEW, params)

    def _counted(
        self, cursor: CursorWrapper, statement: str, params: dict[str, int | list[int]]
    ) -> Counter[int]:
        """Rows written per source file."""
        cursor.execute(statement, params)
        counted: Counter[int] = Counter()
        for file, store_id, business_date, rows, changed, since, until, last in cursor.fetchall():
            counted[file] += rows
            day = (store_id, business_date)
            self.days.add(day)
            self.spans.add(day, since, until)
            self._after = max(self._after, last)
            if changed:
                self.to_recount.add(day)
        return counted


def _is_all_new(cursor: CursorWrapper, piece: Sequence[Row]) -> bool:
    keys = [row.event_key for row in piece]
    if len(set(keys)) < len(keys):
        return False
    dates = [row.business_date for row in piece]
    cursor.execute(_KNOWN, {"dates": _array(dates), "keys": _array(keys)})
    (known,) = cursor.fetchone()
    return not known


def _array(plain: Iterable[str]) -> str:
    """Dates or keys, which need no quoting, as PostgreSQL reads an array: the driver would
    look at each by itself."""
    return "{" + ",".join(plain) + "}"
