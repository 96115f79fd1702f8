"""What reading a file brought to light, as the file's own row tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import orjson
from django.db import connection
from django.utils import timezone

from transactions.formats.canonical import Problem, UnreadableFileError, to_utc
from transactions.models import FileState, SourceFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transactions.formats.reader import JournalReader
    from transactions.services.load import Counts

PARSER_VERSION = "1"
MOST_PROBLEMS_KEPT = 200


@dataclass(slots=True)
class Read:
    """What reading one file brought to light."""

    source: SourceFile
    events: int = 0
    flagged: int = 0
    reader: JournalReader | None = None
    unreadable: UnreadableFileError | None = None
    lines: list[bytes] = field(default_factory=list)


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
        cursor.execute(_UPDATE, [orjson.dumps(rows).decode()])


def note_result(read: Read, counts: Counts) -> None:
    source, reader = read.source, read.reader
    source.parsed_at = timezone.now()
    source.parser_version = PARSER_VERSION
    source.reason_code, source.reason_params = "", {}
    if reader is not None:
        source.format = reader.format
        source.format_version = reader.format_version[:32]
        source.vendor = reader.vendor[:80]
        source.problems = [_problem(each) for each in reader.problems[:MOST_PROBLEMS_KEPT]]
        source.unknown_elements = dict(reader.unknown_elements.most_common(200))
        if reader.declared_at is not None:
            source.declared_at = to_utc(reader.declared_at, source.store.zone)[0]
    if read.unreadable is not None:
        source.state = FileState.QUARANTINED
        source.reason_code = read.unreadable.code
        source.reason_params = dict(read.unreadable.params)
        source.events = source.flagged = 0
        source.new_transactions = source.revised_transactions = 0
        return
    source.state = FileState.PARTLY_INGESTED if source.problems else FileState.INGESTED
    source.events, source.flagged = read.events, read.flagged
    source.new_transactions = counts.new[source.pk]
    source.revised_transactions = counts.revised[source.pk]


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "params": dict(problem.params),
        "index": problem.source_index,
    }
