"""What registers counted themselves, kept beside our own counts."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection

from transactions.formats.canonical import ControlTotal, to_utc
from transactions.services.row_text import MOST_MONEY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from transactions.services.results import Read

MOST_COUNT = 10**10
_COLUMNS = {
    "store_id": "bigint",
    "source_file_id": "bigint",
    "key": "text",
    "source": "text",
    "scope": "text",
    "metric": "text",
    "raw_name": "text",
    "business_date": "date",
    "begins_at": "timestamptz",
    "ends_at": "timestamptz",
    "register_code": "text",
    "cashier_code": "text",
    "till": "text",
    "shift_no": "text",
    "count": "numeric",
    "amount": "numeric",
    "declared_at": "timestamptz",
    "content_hash": "text",
}
_FORGET = """
    DELETE FROM transactions_controlcount
    WHERE store_id = ANY(%(stores)s) AND source_file_id = ANY(%(files)s)
"""
_SAVE = """
    INSERT INTO transactions_controlcount AS t ({names})
    SELECT DISTINCT ON (store_id, business_date, key) {names}
    FROM jsonb_to_recordset(%(rows)s) AS r({columns})
    ORDER BY store_id, business_date, key,
             COALESCE(declared_at, '-infinity') DESC, content_hash DESC
    ON CONFLICT (store_id, business_date, key) DO UPDATE SET {updates}
    WHERE (COALESCE(EXCLUDED.declared_at, '-infinity'), EXCLUDED.content_hash)
        > (COALESCE(t.declared_at, '-infinity'), t.content_hash)
""".format(
    names=", ".join(_COLUMNS),
    columns=", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items()),
    updates=", ".join(f"{name} = EXCLUDED.{name}" for name in _COLUMNS),
)


def save_control_counts(reads: Sequence[Read]) -> None:
    """The files' own figures; of several tellings of one the greatest (declared time,
    content) is kept. Figures of a file that is read again are told anew."""
    again = [read.source for read in reads if read.source.control_totals]
    rows = []
    for read in reads:
        told = list(read.reader.control_totals) if read.is_kept and read.reader else []
        read.source.control_totals = len(told)
        rows += [_row(total, read) for total in told]
    if not again and not rows:
        return
    with connection.cursor() as cursor:
        if again:
            stores = sorted({source.store_id for source in again})
            cursor.execute(_FORGET, {"stores": stores, "files": [file.pk for file in again]})
        if rows:
            cursor.execute(_SAVE, {"rows": orjson.dumps(rows).decode()})


def _row(total: ControlTotal, read: Read) -> dict[str, Any]:
    zone = read.source.store.zone
    declared = read.source.declared_at
    begins, ends = _utc(total.begins_local, zone), _utc(total.ends_local, zone)
    day = total.business_date or (begins or declared or read.source.received_at).astimezone(zone)
    values = (total.count, total.amount, total.ends_local)
    return {
        "store_id": read.source.store_id,
        "source_file_id": read.source.pk,
        "key": _digest(
            total.source,
            total.scope,
            total.metric,
            total.raw_name,
            total.register,
            total.cashier,
            total.till,
            total.shift_no,
            total.begins_local,
        ),
        "source": total.source[:12],
        "scope": total.scope.value,
        "metric": total.metric.value,
        "raw_name": total.raw_name[:120],
        "business_date": day.isoformat()[:10],
        "begins_at": begins.isoformat() if begins else None,
        "ends_at": ends.isoformat() if ends else None,
        "register_code": total.register[:32],
        "cashier_code": total.cashier[:32],
        "till": total.till[:32],
        "shift_no": total.shift_no[:32],
        "count": _number(total.count, MOST_COUNT),
        "amount": _number(total.amount, MOST_MONEY),
        "declared_at": declared.isoformat() if declared else None,
        "content_hash": _digest(*values),
    }


def _utc(local: datetime | None, zone: ZoneInfo) -> datetime | None:
    if local is None:
        return None
    try:
        return to_utc(local, zone)[0].astimezone(UTC)
    except OverflowError:
        return None


def _number(value: Decimal | None, most: Decimal | int) -> str | None:
    if value is None or not value.is_finite() or abs(value) > most:
        return None
    return str(value)


def _digest(*parts: object) -> str:
    text = "\x1f".join(map(str, parts))
    return blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()
