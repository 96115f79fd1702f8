"""Which stored events were read before a person said what they mean.

Worked out from what is there: a file read before the last such word about something in
it shows the old meaning. Reading it again sets that right, and it drops out by itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import connection

from stores.services.maps import FORMULA
from stores.services.places import ZONE

if TYPE_CHECKING:
    from stores.models import Store

MOST: Final = 200_000
"""Newest events that are looked at: half a year and more of a busy store."""
_KINDS: Final = ("department", "tender", "register")

_TOUCHED: Final = """
    WITH said AS MATERIALIZED (
        SELECT kind, code, at FROM jsonb_to_recordset(%(said)s::jsonb)
            AS said(kind text, code text, at timestamptz)
    ), read_before AS (
        SELECT t.id, t.source_file_id, t.register_id, t.receipt, t.grand, t.net, t.tax,
               f.parsed_at
        FROM transactions_transaction t
        JOIN transactions_sourcefile f ON f.id = t.source_file_id
        WHERE t.store_id = %(store)s AND f.parsed_at < (SELECT max(at) FROM said)
        ORDER BY t.occurred_at DESC, t.id DESC
        LIMIT %(most)s
    )
    SELECT t.id, t.source_file_id FROM read_before t
    WHERE EXISTS (
        SELECT 1 FROM said s WHERE t.parsed_at < s.at AND CASE s.kind
            WHEN 'department' THEN t.receipt @> jsonb_build_object(
                'lines', jsonb_build_array(jsonb_build_object('department', s.code)))
            WHEN 'tender' THEN EXISTS (
                SELECT 1 FROM jsonb_array_elements(t.receipt->'tenders') AS tender
                WHERE lower(tender->>'code') = s.code)
            WHEN 'register' THEN EXISTS (
                SELECT 1 FROM stores_register r WHERE r.id = t.register_id AND r.code = s.code)
            WHEN 'totals_formula' THEN t.grand IS NULL AND t.net IS NOT NULL AND t.tax <> 0
            ELSE true END
    )
"""


@dataclass(frozen=True, slots=True)
class Stale:
    """``events`` and ``files`` that would be read another way now."""

    events: int
    files: int


def stale(store: Store) -> Stale:
    """How much is to be read again; nothing is asked where nobody changed a meaning."""
    said = _said(store)
    if said == "[]":
        return Stale(0, 0)
    query = f"SELECT count(*), count(DISTINCT source_file_id) FROM ({_TOUCHED}) AS touched"
    with connection.cursor() as cursor:
        cursor.execute(query, _params(store, said))
        events, files = cursor.fetchone()
    return Stale(events, files)


def stale_files(store: Store) -> list[int]:
    """The files to read again, oldest first."""
    said = _said(store)
    if said == "[]":
        return []
    query = f"SELECT DISTINCT source_file_id FROM ({_TOUCHED}) AS touched ORDER BY 1"
    with connection.cursor() as cursor:
        cursor.execute(query, _params(store, said))
        return [row[0] for row in cursor.fetchall()]


def _params(store: Store, said: str) -> dict[str, int | str]:
    return {"store": store.pk, "said": said, "most": MOST}


def _said(store: Store) -> str:
    """What changed a meaning, and when, as JSON for the query."""
    found = []
    for key, mark in store.confirmed.items():
        kind, _colon, code = key.partition(":")
        if mark.get("rereads_at") and (kind in _KINDS or key in (FORMULA, ZONE)):
            found.append({"kind": kind, "code": code, "at": mark["rereads_at"]})
    return json.dumps(found)
