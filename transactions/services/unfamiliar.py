"""What a store's files hold that nobody gave a meaning yet, with an example.

``Unfamiliar.count`` is the sum of what the store's files say in ``unknown_elements`` and
``unfamiliar``. A file that is read again first takes back what it said before.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
from django.db import connection
from django.utils import timezone

from transactions.formats.canonical import TenderClass
from transactions.models import UnfamiliarKind
from transactions.services.stored import opened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import BinaryIO

    from transactions.formats.canonical import Event, FormatContext
    from transactions.models import SourceFile
    from transactions.services.results import Read

Name = tuple[str, str]
"""Kind and name."""

MOST_NAMES = 200
EXAMPLE = 2000
LOOKED_THROUGH = 8 * 1024 * 1024
_PREFIXES = {"type": UnfamiliarKind.TYPE_WORD, "column": UnfamiliarKind.ELEMENT}
_KEYS = "store_id bigint, format text, kind text, name text"
_KNOWN = f"""
    SELECT store_id, format, kind, name
    FROM jsonb_to_recordset(%(rows)s) AS r({_KEYS})
    JOIN transactions_unfamiliar USING (store_id, format, kind, name)
"""
_ADD = f"""
    INSERT INTO transactions_unfamiliar AS u
        (store_id, format, kind, name, read_as, example, count, first_file_id, first_at, last_at)
    SELECT store_id, format, kind, name, read_as, example, count, file, %(now)s, %(now)s
    FROM jsonb_to_recordset(%(rows)s)
        AS r({_KEYS}, read_as text, example text, count bigint, file bigint)
    ORDER BY store_id, format, kind, name
    ON CONFLICT (store_id, format, kind, name) DO UPDATE SET
        count = u.count + EXCLUDED.count,
        last_at = CASE WHEN EXCLUDED.count > 0 THEN EXCLUDED.last_at ELSE u.last_at END
"""
_FORGET = """
    DELETE FROM transactions_unfamiliar
    WHERE store_id = ANY(%(stores)s) AND count <= 0 AND settled_at IS NULL
"""


class Strangers:
    """Collects, event by event, what a file holds that the store's maps do not name."""

    def __init__(self, context: FormatContext) -> None:
        self._departments = context.department_roles
        self._tenders = context.tender_classes
        self.counts: Counter[Name] = Counter()
        self.examples: dict[Name, str] = {}

    def look_at(self, event: Event) -> None:
        for line in event.lines:
            if line.department and line.department not in self._departments:
                self._note(UnfamiliarKind.DEPARTMENT, line.department, line.description)
        for tender in event.tenders:
            is_other = tender.tender_class is TenderClass.OTHER and tender.code != ""
            if is_other and tender.code.lower() not in self._tenders:
                self._note(UnfamiliarKind.TENDER, tender.code, tender.sub_code)

    def hear_of(self, departments: Mapping[str, str]) -> None:
        """Departments by number and name, as a report of the register lists them."""
        for code, name in departments.items():
            if code not in self._departments:
                self._note(UnfamiliarKind.DEPARTMENT, code, name)

    def _note(self, kind: UnfamiliarKind, name: str, example: str) -> None:
        key = (kind.value, name[:120])
        self.counts[key] += 1
        if example and key not in self.examples:
            self.examples[key] = example[:EXAMPLE]

    def as_json(self) -> dict[str, dict[str, int]]:
        said: dict[str, dict[str, int]] = {}
        for (kind, name), count in self.counts.most_common(MOST_NAMES):
            said.setdefault(kind, {})[name] = count
        return said


def said_of(source: SourceFile) -> Counter[Name]:
    """What a file's row says now."""
    said: Counter[Name] = Counter()
    for name, count in source.unknown_elements.items():
        prefix, found, rest = name.partition(": ")
        kind = _PREFIXES.get(prefix) if found else None
        said[((kind or UnfamiliarKind.ELEMENT).value, (rest if kind else name)[:120])] += count
    for kind_name, names in source.unfamiliar.items():
        for name, count in names.items():
            said[(kind_name, name)] += count
    return said


def save_unfamiliar(reads: Sequence[Read]) -> None:
    """Add what the files said to what is known of their stores, the stores locked."""
    changes: Counter[_Key] = Counter()
    holders: dict[_Key, Read] = {}
    for read in reads:
        now, before = said_of(read.source), read.said_before
        for kind, name in now.keys() | before.keys():
            format_ = read.source.format or read.format_before
            key = _Key(read.source.store_id, format_, kind, name)
            changes[key] += now[(kind, name)] - before[(kind, name)]
            holders.setdefault(key, read)
    changed = {key: count for key, count in changes.items() if count}
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"rows": _json([key._asdict() for key in changed])})
        known = {_Key(*row) for row in cursor.fetchall()}
        rows = [_row(key, n, holders[key], is_new=key not in known) for key, n in changed.items()]
        cursor.execute(_ADD, {"rows": _json(rows), "now": timezone.now()})
        if fewer := {key.store_id for key, count in changed.items() if count < 0}:
            cursor.execute(_FORGET, {"stores": sorted(fewer)})


class _Key(NamedTuple):
    store_id: int
    format: str
    kind: str
    name: str


def _json(rows: Sequence[dict[str, Any]]) -> str:
    return orjson.dumps(rows).decode()


def _row(key: _Key, count: int, read: Read, *, is_new: bool) -> dict[str, Any]:
    return {
        **key._asdict(),
        "read_as": _read_as(key.kind),
        "example": _example(read, key.kind, key.name) if is_new and count > 0 else "",
        "count": count,
        "file": read.source.pk,
    }


def _read_as(kind: str) -> str:
    return {"tender": TenderClass.OTHER.value, "type_word": "unknown"}.get(kind, "")


def _example(read: Read, kind: str, name: str) -> str:
    if kind != UnfamiliarKind.ELEMENT:
        return read.examples.get((kind, name), name)
    if not read.source.stored_key or not read.source.format.startswith("naxml"):
        return name
    with opened(read.source) as stream:
        return cut_element(stream, name)


def cut_element(stream: BinaryIO, name: str) -> str:
    """The first element of that local name, as kept (masked), at most ``EXAMPLE`` long."""
    data = stream.read(LOOKED_THROUGH)
    word = re.escape(name.encode("utf-8", errors="replace"))
    start = re.search(rb"<(?:[\w.-]+:)?" + word + rb"[\s/>]", data, re.IGNORECASE)
    if start is None:
        return name
    piece = data[start.start() : start.start() + EXAMPLE]
    end = re.search(rb"</(?:[\w.-]+:)?" + word + rb"\s*>", piece, re.IGNORECASE)
    return _text(piece[: end.end()] if end else piece)


def _text(piece: bytes) -> str:
    return piece.decode("utf-8", errors="replace").replace("\0", "")
