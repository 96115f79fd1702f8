"""What reading a file brought to light, as the file's own row tells it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson
from django.db import connection
from django.utils import timezone

from transactions.formats.canonical import Problem, UnreadableFileError, to_utc
from transactions.models import FileState, SourceFile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from transactions.formats.reader import JournalReader
    from transactions.services.load import Counts

PARSER_VERSION = "2"
NEEDS_MAPPING = "needs_mapping"
ANOTHERS = frozenset({"other_store", "unknown_store"})
"""Reasons to hold a file, and to take back what was read of it before."""
MOST_PROBLEMS_KEPT = 200


@dataclass(slots=True)
class Read:
    """What reading one file brought to light."""

    source: SourceFile
    events: int = 0
    flagged: int = 0
    reader: JournalReader | None = None
    unreadable: UnreadableFileError | None = None
    examples: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unfamiliar: dict[str, dict[str, int]] = field(default_factory=dict)
    first_at: datetime | None = None
    last_at: datetime | None = None
    mapping_version: int | None = None
    said_before: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What the file's row said of unfamiliar parts when it was read before."""
    format_before: str = ""

    @property
    def is_kept(self) -> bool:
        return self.unreadable is None

    @property
    def is_again(self) -> bool:
        """The file was read before, and may have won rows."""
        return self.source.first_at is not None

    @property
    def is_anothers(self) -> bool:
        return self.unreadable is not None and self.unreadable.code in ANOTHERS

    def saw(self, occurred_at: datetime) -> None:
        if self.first_at is None or occurred_at < self.first_at:
            self.first_at = occurred_at
        if self.last_at is None or occurred_at > self.last_at:
            self.last_at = occurred_at


# One statement with one parameter: Django's bulk_update would take four times as long as
# reading the files does.
_RESULTS = {
    "state": "varchar",
    "reason_code": "varchar",
    "reason_params": "jsonb",
    "format": "varchar",
    "format_version": "varchar",
    "vendor": "varchar",
    "parser_version": "varchar",
    "declared_at": "timestamptz",
    "events": "int",
    "new_transactions": "int",
    "revised_transactions": "int",
    "flagged": "int",
    "problems": "jsonb",
    "unknown_elements": "jsonb",
    "parsed_at": "timestamptz",
    "layout": "varchar",
    "mapping_version": "int",
    "rows": "jsonb",
    "control_totals": "int",
    "told_store": "varchar",
    "first_at": "timestamptz",
    "last_at": "timestamptz",
    "unfamiliar": "jsonb",
}
_UPDATE = """
    UPDATE transactions_sourcefile AS f SET {updates}
    FROM jsonb_to_recordset(%s) AS r(id bigint, {columns}) WHERE f.id = r.id
""".format(
    updates=", ".join(f"{name} = r.{name}" for name in _RESULTS),
    columns=", ".join(f"{name} {kind}" for name, kind in _RESULTS.items()),
)


def store_results(sources: Sequence[SourceFile]) -> None:
    rows = [
        {"id": source.pk, **{name: getattr(source, name) for name in _RESULTS}}
        for source in sources
    ]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [orjson.dumps(rows, default=str).decode()])


def note_result(read: Read) -> None:
    """What the reader found, written on the file's row; not stored yet."""
    source, reader = read.source, read.reader
    source.parsed_at = timezone.now()
    source.parser_version = PARSER_VERSION
    source.reason_code, source.reason_params = "", {}
    if reader is not None:
        _note_reader(source, reader)
        source.mapping_version = read.mapping_version
    if read.unreadable is not None:
        _note_unreadable(source, read.unreadable)
        return
    source.state = FileState.PARTLY_INGESTED if source.problems else FileState.INGESTED
    source.events, source.flagged = read.events, read.flagged
    source.unfamiliar = read.unfamiliar
    source.first_at, source.last_at = read.first_at, read.last_at


def note_counts(read: Read, counts: Counts) -> None:
    """What loading came to, of a file that was kept."""
    read.source.new_transactions = counts.new[read.source.pk]
    read.source.revised_transactions = counts.revised[read.source.pk]


def _note_reader(source: SourceFile, reader: JournalReader) -> None:
    source.format = reader.format
    source.format_version = reader.format_version[:32]
    source.vendor = reader.vendor[:80]
    source.told_store = source.told_store or reader.store_code[:32]
    source.problems = [_problem(each) for each in reader.problems[:MOST_PROBLEMS_KEPT]]
    note: Problem | None = getattr(reader, "note", None)
    if note is not None:  # why a file that was read gave nothing
        source.reason_code, source.reason_params = note.code, dict(note.params)
    source.unknown_elements = dict(reader.unknown_elements.most_common(200))
    # Plain text as keys: an enum's members are none to the JSON encoder.
    source.rows = {str(kind): n for kind, n in getattr(reader, "rows_by_class", {}).items()}
    source.layout = next(iter(getattr(reader, "fingerprints", ())), "")[:64]
    if reader.declared_at is not None:
        source.declared_at = to_utc(reader.declared_at, source.store.zone)[0]


def _note_unreadable(source: SourceFile, unreadable: UnreadableFileError) -> None:
    """A layout that nobody confirmed waits for a person; anything else is quarantined."""
    source.state = FileState.QUARANTINED
    source.reason_code = unreadable.code
    source.reason_params = dict(unreadable.params)
    if unreadable.code == NEEDS_MAPPING:
        source.state = FileState.NEEDS_MAPPING
        source.layout = unreadable.params.get("fingerprint", "")[:64]
    source.events = source.flagged = 0
    source.new_transactions = source.revised_transactions = 0
    source.unfamiliar, source.unknown_elements = {}, {}
    if unreadable.code in ANOTHERS:
        source.first_at = source.last_at = None


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "params": dict(problem.params),
        "index": problem.source_index,
    }
