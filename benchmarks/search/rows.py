"""A chain's past made by SQL, fast enough for 20,000,000 transactions; seeded.

Loaded without secondary indexes and without foreign keys being checked, as no product ever
loads; what is there afterwards is what the product would have written.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import orjson
from django.db import connection

from benchmarks.places import CASHIERS, REGISTERS, STORES, make_places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.backends.utils import CursorWrapper

ITEMS: Final = 5000
PER_STORE_AND_DAY: Final = 1050
_BATCH: Final = 250_000
_TABLES: Final = ("transactions_transaction", "transactions_review", "transactions_itemuse")
_RECEIPT: Final = {
    "lines": [{"sku": "00040001516872", "description": "COLA ZERO 2L", "amount": "3.49"}],
    "tenders": [{"tender_class": "cash", "amount": "11.00"}],
}
"""Shorter than a real one: no list reads it, and twenty million of them lie on a disk."""

_CHANCE: Final = "((hashint8extended(i, %(seed)s + {0}) & 1048575) / 1048576.0)"
_TRANSACTIONS: Final = """
    INSERT INTO transactions_transaction
        (id, store_id, register_id, cashier_id, source_file_id, source_index, event_key,
         event_type, type_confidence, source_event_tag, occurred_at, time_basis, time_quality,
         business_date, transaction_no, event_sequence, till, shift_no, approver,
         is_training, is_outside, is_offline, is_suspended, linked_transaction_no, reason_text,
         amount, gross, net, tax, grand, flags, flag_details, risk, receipt, source_rank,
         content_hash, tender_class)
    SELECT i, place.store_id, place.registers[1 + i / 7 %% {registers}],
           place.cashiers[1 + i / 11 %% {cashiers}], %(file)s, i, md5(i::text),
           CASE WHEN kind < 0.93 THEN 'sale' WHEN kind < 0.95 THEN 'no_sale'
                WHEN kind < 0.965 THEN 'refund' WHEN kind < 0.98 THEN 'void'
                WHEN kind < 0.9995 THEN 'paid_out' ELSE 'drawer_alarm' END,
           'certain', 'SaleEvent', at, 'receipt', 'exact', at::date,
           (1000 + i / {stores} %% 9000)::text, i::text, '1', '2', '',
           odd > 0.999, false, false, false, '', '',
           round((2 + 40 * much + CASE WHEN rare > 0.995 THEN 900 * much ELSE 0 END)::numeric, 2),
           11, 11, 0.75, 11,
           CASE WHEN flagged >= 0.02 THEN '{{}}' WHEN flagged < 0.0001 THEN '{{drawer_alarm}}'
                WHEN flagged < 0.004 THEN '{{no_sale}}' WHEN flagged < 0.008 THEN '{{refund}}'
                ELSE '{{cancellation}}' END::varchar[],
           '[]', CASE WHEN flagged < 0.02 THEN 10 + (80 * much)::int ELSE 0 END,
           %(receipt)s, 100, md5((i + 1)::text),
           CASE WHEN odd < 0.4 THEN 'cash' WHEN odd < 0.99 THEN 'card' ELSE 'check' END
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS made(i)
    CROSS JOIN LATERAL (
        SELECT statement_timestamp()
               - make_interval(secs => (%(count)s - i) * 86400.0 / ({per_day} * {stores})) AS at,
               {c1} AS kind, {c2} AS much, {c3} AS rare, {c4} AS flagged, {c5} AS odd
    ) AS of_it
    JOIN bench_places AS place ON place.number = i %% {stores}
    ORDER BY made.i
""".format(
    registers=REGISTERS,
    cashiers=CASHIERS,
    stores=STORES,
    per_day=PER_STORE_AND_DAY,
    **{f"c{number}": _CHANCE.format(number) for number in range(1, 6)},
)
_REVIEWS: Final = f"""
    INSERT INTO transactions_review
        (transaction_id, store_id, status, primary_flag, risk, occurred_at, version)
    SELECT i, store_id,
           CASE WHEN chance < 0.1 THEN 'new' WHEN chance < 0.95 THEN 'approved'
                WHEN chance < 0.98 THEN 'investigate' ELSE 'escalate' END,
           flags[1], risk, occurred_at, 0
    FROM (SELECT *, id AS i FROM transactions_transaction WHERE flags <> '{{}}') AS flagged
    CROSS JOIN LATERAL (SELECT {_CHANCE.format(6)} AS chance) AS made
"""
_ITEMS: Final = f"""
    INSERT INTO transactions_item (id, code, name)
    SELECT i, (40000000000 + i)::text, 'BRAND' || i %% 400 || ' ITEM' || i
    FROM generate_series(1, {ITEMS}) AS made(i);
    INSERT INTO transactions_itemword (item_id, word)
    SELECT id, unnest(ARRAY[code, lower(split_part(name, ' ', 1)), lower(split_part(name, ' ', 2))])
    FROM transactions_item
"""
_USES: Final = f"""
    INSERT INTO transactions_itemuse (transaction_id, item_id, store_id, occurred_at)
    SELECT DISTINCT i, 1 + floor({ITEMS} * power(chance, 3))::bigint, store_id, occurred_at
    FROM (SELECT id AS i, store_id, occurred_at FROM transactions_transaction
          WHERE id BETWEEN %(first)s AND %(last)s) AS sold
    CROSS JOIN LATERAL (VALUES ({_CHANCE.format(7)}), ({_CHANCE.format(8)})) AS bought(chance)
    ORDER BY 1
"""

_INDEXES: Final = """
    SELECT i.indexdef, i.indexname FROM pg_indexes i
    WHERE i.schemaname = current_schema() AND i.tablename = ANY(%s) AND NOT EXISTS (
        SELECT 1 FROM pg_constraint c
        WHERE c.conname = i.indexname AND c.connamespace = current_schema()::regnamespace)
"""
_FOREIGN_KEYS: Final = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
      AND conrelid::regclass::text = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Past:
    """How much a chain holds. The open chain is filled; ``say`` hears how far it is."""

    transactions: int
    seed: int

    def fill(self, say: Callable[[str], None]) -> None:
        file = make_places()
        with connection.cursor() as cursor, _bare(cursor):
            for first in range(1, self.transactions + 1, _BATCH):
                words = self._words(first) | {"file": file.pk}
                cursor.execute(_TRANSACTIONS, words)
                cursor.execute(_USES, words)
                say(f"{words['last']:,} of {self.transactions:,} transactions")
            cursor.execute(_REVIEWS, self._words(1))
            cursor.execute(_ITEMS, self._words(1))
            say("indexes")
        with connection.cursor() as cursor:
            for table in (*_TABLES, "transactions_item", "transactions_itemword"):
                cursor.execute(f"VACUUM ANALYZE {table}")

    def _words(self, first: int) -> dict[str, str | int]:
        return {
            "first": first,
            "last": min(first + _BATCH - 1, self.transactions),
            "count": self.transactions,
            "seed": self.seed,
            "receipt": orjson.dumps(_RECEIPT).decode(),
        }


@contextmanager
def _bare(cursor: CursorWrapper) -> Iterator[None]:
    """Without the indexes that no constraint needs, and without foreign keys."""
    cursor.execute(_INDEXES, [list(_TABLES)])
    indexes = cursor.fetchall()
    cursor.execute(_FOREIGN_KEYS, [list(_TABLES)])
    keys = cursor.fetchall()
    cursor.execute("SET maintenance_work_mem = '512MB'")
    for _definition, name in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    for table, name, _definition in keys:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    yield
    for definition, _name in indexes:
        cursor.execute(definition.replace("%", "%%"))
    for table, name, definition in keys:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition} NOT VALID')
