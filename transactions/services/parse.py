"""From kept bytes to transactions, flags and reviews: the ``parse_file`` stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from stores.models import Register, RegisterClass, Store
from transactions.formats import open_journal
from transactions.formats.canonical import FormatContext, Problem, UnreadableFileError, to_utc
from transactions.models import FileState, SourceFile
from transactions.services.load import Loader
from transactions.services.overlap import ahead
from transactions.services.rows import FileContext, chunks, copy_line, department_roles
from transactions.services.stored import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from transactions.formats.reader import JournalReader

PARSER_VERSION = "1"
LARGE = 2 * 1024 * 1024
"""Larger files are streamed in a savepoint of their own; smaller ones are read whole
before the first of their rows is loaded, and share batches."""
MOST_PROBLEMS_KEPT = 200


@dataclass(slots=True)
class _Read:
    """What reading one file brought to light."""

    source: SourceFile
    events: int = 0
    flagged: int = 0
    reader: JournalReader | None = None
    unreadable: UnreadableFileError | None = None
    lines: list[bytes] = field(default_factory=list)


def parse_files(sources: Sequence[SourceFile]) -> None:
    """Parse and load files inside the caller's transaction.

    A file that cannot be read is quarantined whole and harms no other. Already parsed
    files may be given again: replay changes nothing that is right already.
    """
    for (_store, reviewed), group in groupby(
        sorted(sources, key=lambda s: (s.store_id, not s.upload.is_backfill, s.pk)),
        key=lambda s: (s.store_id, not s.upload.is_backfill),
    ):
        _parse_of_store(list(group), reviewed=reviewed)


def _parse_of_store(sources: list[SourceFile], *, reviewed: bool) -> None:
    store = sources[0].store
    context = format_context(store)
    others = set(Store.objects.exclude(pk=store.pk).values_list("code", flat=True))
    loader = Loader(store.pk, reviewed=reviewed)
    small: list[_Read] = []
    reads: list[_Read] = []
    for source in sources:
        if source.size > LARGE:
            reads.append(_stream(source, context, others, loader))
        else:
            small.append(_read_whole(source, context, others))
    loader.load(chunks(line for read in small for line in read.lines))
    for read in small + reads:
        _note_result(read, loader)
    SourceFile.objects.bulk_update([read.source for read in small + reads], _RESULT_FIELDS)


def format_context(store: Store) -> FormatContext:
    """What the formats and flags may know of a store."""
    outside = Register.objects.filter(store=store, register_class=RegisterClass.OUTSIDE)
    return FormatContext(
        department_roles=department_roles(store.department_roles),
        outside_registers=frozenset(outside.values_list("code", flat=True)),
        totals_formula=store.totals_formula,
    )


def _file_context(source: SourceFile, context: FormatContext) -> FileContext:
    return FileContext(
        source_file_id=source.pk,
        store_id=source.store_id,
        zone=source.store.zone,
        format=context,
        received_at=source.received_at,
    )


def _read_whole(source: SourceFile, context: FormatContext, others: set[str]) -> _Read:
    read = _Read(source)
    try:
        with opened(source) as stream:
            read.reader = reader = open_journal(stream, source.original_name, context)
            read.lines = list(_lines(read, reader, context, others))
    except UnreadableFileError as unreadable:
        read.unreadable, read.lines = unreadable, []
    return read


def _stream(source: SourceFile, context: FormatContext, others: set[str], loader: Loader) -> _Read:
    read = _Read(source)
    try:
        with transaction.atomic(), opened(source) as stream:
            read.reader = reader = open_journal(stream, source.original_name, context)
            loader.load(ahead(chunks(_lines(read, reader, context, others))))
    except UnreadableFileError as unreadable:
        read.unreadable = unreadable
        loader.counts.new.pop(source.pk, None)
        loader.counts.revised.pop(source.pk, None)
    return read


def _lines(
    read: _Read, reader: JournalReader, context: FormatContext, others: set[str]
) -> Iterator[bytes]:
    """The file's events as COPY lines. Raises UnreadableFileError for a file of another
    store of this chain: it is held, not mixed in."""
    file = _file_context(read.source, context)
    for event in reader:
        if read.events == 0:
            _check_store(event.store_code or reader.store_code, read.source, others)
        line, flagged = copy_line(event, file, _declared(reader, file))
        read.events += 1
        read.flagged += flagged
        yield line


def _check_store(code: str, source: SourceFile, others: set[str]) -> None:
    if code in others and code != source.store.code:
        raise UnreadableFileError("other_store", theirs=code, ours=source.store.code)


def _declared(reader: JournalReader, file: FileContext) -> datetime | None:
    if reader.declared_at is None:
        return None
    return to_utc(reader.declared_at, file.zone)[0]


_RESULT_FIELDS = [
    "state",
    "reason_code",
    "reason_params",
    "format",
    "format_version",
    "vendor",
    "parser_version",
    "declared_at",
    "events",
    "new_transactions",
    "revised_transactions",
    "flagged",
    "problems",
    "unknown_elements",
    "parsed_at",
]


def _note_result(read: _Read, loader: Loader) -> None:
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
    source.new_transactions = loader.counts.new[source.pk]
    source.revised_transactions = loader.counts.revised[source.pk]


def _problem(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "params": dict(problem.params),
        "index": problem.source_index,
    }


def quarantine(source_file_id: int, code: str) -> None:
    """A file whose parsing failed for good: kept, said, and ready for a replay."""
    SourceFile.objects.filter(pk=source_file_id).update(
        state=FileState.QUARANTINED, reason_code=code, reason_params={}, parsed_at=timezone.now()
    )
