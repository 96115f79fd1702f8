"""A chain's history made by SQL: stores, transactions, reviews, clips; seeded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import orjson
from django.db import connection
from psycopg2.extras import execute_values

from benchmarks.places import CASHIERS, REGISTERS, STORES, make_places

if TYPE_CHECKING:
    from collections.abc import Mapping

    from transactions.models import SourceFile

_PER_STORE_AND_DAY: Final = 1050
_BATCH: Final = 200_000


@dataclass(frozen=True, slots=True)
class _Kind:
    """A flag, how many in a hundred flagged transactions have it, and its reason."""

    flag: str
    event_type: str
    share: float
    code: str
    params: Mapping[str, str]


_KINDS: Final = (
    _Kind("cancellation", "sale", 40, "cancellation", {"count": "2", "amount": "11.48"}),
    _Kind("no_sale", "no_sale", 15, "no_sale", {}),
    _Kind("refund", "refund", 13, "refund_no_link", {"amount": "23.10"}),
    _Kind("void", "void", 12, "void", {"amount": "18.75"}),
    _Kind("manual_discount", "sale", 8, "manual_discount", {"amount": "5.00"}),
    _Kind("price_override", "sale", 5, "price_override", {"difference": "3.50"}),
    _Kind("suspended", "suspend", 3, "suspended", {"amount": "9.99"}),
    _Kind("override", "sale", 2.5, "override", {"approver": "90", "cashier": "11"}),
    _Kind("age_bypass", "sale", 1, "age_bypass", {"count": "1"}),
    _Kind("drawer_alarm", "drawer_alarm", 0.5, "drawer_alarm", {}),
)

_LINE: Final = {
    "kind": "item",
    "status": "normal",
    "status_raw": "normal",
    "sequence": 1,
    "sku": "00040001516872",
    "description": "COLA ZERO 2L",
    "department": "1",
    "quantity": "1",
    "unit_price": "3.49",
    "regular_price": "3.49",
    "amount": "3.49",
    "entry_method": "scan",
}
_RECEIPT: Final = {
    "lines": [_LINE, {**_LINE, "sequence": 2}, {**_LINE, "sequence": 3}],
    "tenders": [{"tender_class": "cash", "amount": "11.00", "code": "cash"}],
    "register_class": "inside",
}
"""About as large as an average receipt is when stored."""

_CHANCE: Final = "((hashint8extended(i, %(seed)s + {0}) & 1048575) / 1048576.0)"

_TRANSACTIONS: Final = f"""
    INSERT INTO transactions_transaction
        (store_id, register_id, cashier_id, source_file_id, source_index, event_key,
         event_type, type_confidence, source_event_tag, occurred_at, time_basis, time_quality,
         business_date, transaction_no, event_sequence, till, shift_no, approver,
         is_training, is_outside, is_offline, is_suspended, linked_transaction_no, reason_text,
         amount, gross, net, tax, grand, flags, flag_details, risk, receipt, source_rank,
         content_hash)
    SELECT place.store_id, place.registers[1 + i / 7 %% {REGISTERS}],
           place.cashiers[1 + i / 11 %% {CASHIERS}], %(file)s, i, md5(i::text),
           coalesce(kind.event_type, 'sale'), 'certain', 'SaleEvent', moment.at, 'receipt',
           'exact', moment.at::date, (100000 + i %% 900000)::text, i::text, '1', '2', '',
           false, false, false, false, '', '',
           round((2 + 40 * {_CHANCE.format(3)})::numeric, 2), 11, 11, 0.75, 11,
           CASE WHEN kind.flag IS NULL THEN ARRAY[]::varchar[] ELSE ARRAY[kind.flag] END,
           coalesce(kind.details, '[]'),
           CASE WHEN kind.flag IS NULL THEN 0 ELSE 10 + (80 * {_CHANCE.format(4)})::int END,
           %(receipt)s, 100, md5((i + 1)::text)
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS made(i)
    CROSS JOIN LATERAL (
        SELECT statement_timestamp()
               - make_interval(secs => (%(count)s - i) * 86400.0
                               / ({_PER_STORE_AND_DAY} * {STORES})) AS at
    ) AS moment
    JOIN bench_places AS place ON place.number = i %% {STORES}
    LEFT JOIN bench_kinds AS kind
        ON {_CHANCE.format(1)} < %(flagged)s
       AND {_CHANCE.format(2)} >= kind.low AND {_CHANCE.format(2)} < kind.high
    ORDER BY made.i
"""
_REVIEWS: Final = f"""
    INSERT INTO transactions_review
        (transaction_id, store_id, status, primary_flag, risk, occurred_at, version)
    SELECT id, store_id,
           CASE WHEN chance < 0.7 THEN 'new' WHEN chance < 0.95 THEN 'approved'
                WHEN chance < 0.98 THEN 'investigate' ELSE 'escalate' END,
           flags[1], risk, occurred_at, 0
    FROM (SELECT *, {_CHANCE.replace("hashint8extended(i,", "hashint8extended(id,").format(5)}
                 AS chance
          FROM transactions_transaction WHERE risk > 0) AS flagged
"""
_CLIPS: Final = """
    INSERT INTO clips_clip
        (uuid, transaction_id, store_id, position, moment, window_start, window_end, gaps,
         timeline, notes, state, reason_code, reason_params, is_partial, source,
         clock_offset_ms, clock_error_ms, filename, original_key, originals, playback_key,
         thumbnail_key, sheet_key, sheet_times, sha256, codec, size, duration_ms, requested_at,
         purpose, quality, wanted_quality, fetched_bytes, risk, clock_suspect)
    SELECT gen_random_uuid(), transaction_id, store_id, 1, occurred_at,
           occurred_at - interval '1 minute', occurred_at + interval '2 minutes', '[]', '[]',
           '[]', 'ready', '', '{}', false, 'folder', 0, 0, transaction_id::text || '.mp4', '',
           '[]', '', '', '', '[]', '', 'h264', 0, 180000, occurred_at,
           'flagged', 'full', 'full', 0, risk, false
    FROM transactions_review
"""
_TABLES: Final = ("transactions_transaction", "transactions_review", "clips_clip")


@dataclass(frozen=True, slots=True)
class History:
    """How much a chain holds. The open chain is filled."""

    transactions: int
    flagged_share: float
    seed: int

    def fill(self) -> None:
        source = make_places()
        with connection.cursor() as cursor:
            _make_kinds(cursor)
            for first in range(1, self.transactions + 1, _BATCH):
                cursor.execute(_TRANSACTIONS, self._parameters(source, first))
            cursor.execute(_REVIEWS, {"seed": self.seed})
            cursor.execute(_CLIPS)
            for table in _TABLES:
                cursor.execute(f"VACUUM ANALYZE {table}")

    def _parameters(self, source: SourceFile, first: int) -> dict[str, str | int | float]:
        return {
            "file": source.pk,
            "first": first,
            "last": min(first + _BATCH - 1, self.transactions),
            "count": self.transactions,
            "seed": self.seed,
            "flagged": self.flagged_share,
            "receipt": orjson.dumps(_RECEIPT).decode(),
        }


def _make_kinds(cursor: object) -> None:
    """The flags with the stretch of chance that each takes."""
    cursor.execute(  # type: ignore[attr-defined]
        "CREATE TEMP TABLE bench_kinds"
        " (flag varchar, event_type varchar, low float, high float, details jsonb)"
    )
    whole = sum(kind.share for kind in _KINDS)
    low, values = 0.0, []
    for kind in _KINDS:
        details = [
            {
                "flag": kind.flag,
                "confidence": "certain",
                "code": kind.code,
                "params": dict(kind.params),
            }
        ]
        high = low + kind.share / whole
        values.append((kind.flag, kind.event_type, low, high, orjson.dumps(details).decode()))
        low = high
    execute_values(cursor, "INSERT INTO bench_kinds VALUES %s", values)
