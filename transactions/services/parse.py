"""From kept bytes to transactions, flags and reviews: the ``parse_file`` stage."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from stores.models import Register, RegisterClass, Store
from transactions.formats import FORMATS, open_journal
from transactions.formats.canonical import FormatContext, UnreadableFileError, to_utc
from transactions.models import FileState, SourceFile
from transactions.services.load import Loader
from transactions.services.overlap import ahead, chunks
from transactions.services.results import Read, note_result, store_results
from transactions.services.rows import FileContext, copy_line, department_roles
from transactions.services.stored import opened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transactions.formats.reader import JournalReader

LARGE = 2 * 1024 * 1024
"""Larger files are streamed in a savepoint of their own; smaller ones are read whole
before the first of their rows is loaded, and share batches."""


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
    small: list[Read] = []
    reads: list[Read] = []
    for source in sources:
        if source.size > LARGE:
            reads.append(_stream(source, context, others, loader))
        else:
            small.append(_read_whole(source, context, others))
    loader.load(chunks(line for read in small for line in read.lines))
    for read in small + reads:
        note_result(read, loader.counts)
    store_results([read.source for read in small + reads])


def format_context(store: Store) -> FormatContext:
    """What the formats and flags may know of a store."""
    outside = Register.objects.filter(store=store, register_class=RegisterClass.OUTSIDE)
    return FormatContext(
        department_roles=department_roles(store.department_roles),
        outside_registers=frozenset(outside.values_list("code", flat=True)),
        totals_formula=store.totals_formula,
    )


def _file_context(source: SourceFile, context: FormatContext, format: str) -> FileContext:  # noqa: A002
    return FileContext(
        source_file_id=source.pk,
        store_id=source.store_id,
        zone=source.store.zone,
        format=context,
        received_at=source.received_at,
        rank=FORMATS[format].rank,
    )


def _read_whole(source: SourceFile, context: FormatContext, others: set[str]) -> Read:
    read = Read(source)
    try:
        with opened(source) as stream:
            read.reader = reader = open_journal(stream, source.original_name, context)
            read.lines = list(_lines(read, reader, context, others))
    except UnreadableFileError as unreadable:
        read.unreadable, read.lines = unreadable, []
    return read


def _stream(source: SourceFile, context: FormatContext, others: set[str], loader: Loader) -> Read:
    read = Read(source)
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
    read: Read, reader: JournalReader, context: FormatContext, others: set[str]
) -> Iterator[bytes]:
    """The file's events as COPY lines. Raises UnreadableFileError for a file of another
    store of this chain: it is held, not mixed in."""
    file = _file_context(read.source, context, reader.format)
    said, declared = None, None
    for event in reader:
        if read.events == 0:
            _check_store(event.store_code or reader.store_code, read.source, others)
        if reader.declared_at is not said:
            said = reader.declared_at
            declared = to_utc(said, file.zone)[0] if said is not None else None
        line, flagged = copy_line(event, file, declared)
        read.events += 1
        read.flagged += flagged
        yield line


def _check_store(code: str, source: SourceFile, others: set[str]) -> None:
    if code in others and code != source.store.code:
        raise UnreadableFileError("other_store", theirs=code, ours=source.store.code)


def quarantine(source_file_id: int, code: str) -> None:
    """A file whose parsing failed for good: kept, said, and ready for a replay."""
    SourceFile.objects.filter(pk=source_file_id).update(
        state=FileState.QUARANTINED, reason_code=code, reason_params={}, parsed_at=timezone.now()
    )
