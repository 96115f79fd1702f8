"""From kept bytes to transactions, flags and reviews: the ``parse_file`` stage."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from stores.models import Register, RegisterClass, Store
from transactions.formats import FORMATS, open_journal, sniff
from transactions.formats.canonical import FormatContext, UnreadableFileError, to_utc
from transactions.formats.sniffing import HEAD_BYTES
from transactions.models import FileState, SourceFile
from transactions.services.control_counts import save_control_counts
from transactions.services.layouts import LAYOUTS_OF, ConfirmedLayouts
from transactions.services.load import Loader
from transactions.services.overlap import ahead, chunks
from transactions.services.reread import RENAME, Reread
from transactions.services.results import Read, note_counts, note_result, store_results
from transactions.services.rows import FileContext, copy_line, department_roles, tender_classes
from transactions.services.settle import settle
from transactions.services.store_lock import lock_store_soon
from transactions.services.stored import opened
from transactions.services.totals import recount
from transactions.services.unfamiliar import Strangers, said_of, save_unfamiliar
from transactions.services.whose import Whose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from transactions.formats.reader import JournalReader

LARGE = 2 * 1024 * 1024
"""Larger files are streamed in a savepoint of their own; smaller ones are read whole
before the first of their rows is loaded, and share batches."""


def parse_files(sources: Sequence[SourceFile]) -> None:
    """Parse and load files inside the caller's transaction.

    A file that cannot be read is quarantined whole and harms no other. Already parsed
    files may be given again: replay changes nothing that is right already. Raises
    RetryLaterError while a long load of one of the stores goes on.
    """
    mappings = ConfirmedLayouts()
    for _key, group in groupby(sorted(sources, key=_together), key=_together):
        _StoreFiles(list(group), mappings).parse()


def _together(source: SourceFile) -> tuple[int, bool]:
    return source.store_id, not source.upload.is_backfill


class _StoreFiles:
    """Files of one store, live or of a back-fill, in one load."""

    def __init__(self, sources: list[SourceFile], layouts: ConfirmedLayouts) -> None:
        self._sources = sources
        self._store = sources[0].store
        self._layouts = layouts
        self._context = format_context(self._store)
        self._whose = Whose(self._store)
        self._reads: list[Read] = []

    def parse(self) -> None:
        lock_store_soon(self._store.pk)
        live = not self._sources[0].upload.is_backfill
        loader = Loader(self._store, reviewed=live)
        for source in self._sources:
            read = Read(source, said_before=said_of(source), format_before=source.format)
            self._reads.append(read)
            if source.size > LARGE:
                self._stream(read, loader)
            else:
                self._read_whole(read)
        self._load_small(loader)
        self._finish(loader)

    def _load_small(self, loader: Loader) -> None:
        small = [read for read in self._reads if read.source.size <= LARGE]
        fresh = [read for read in small if not read.is_again]
        loader.load(chunks(line for read in fresh for line in read.lines))
        again = [read for read in small if read.is_again and (read.is_kept or read.is_anothers)]
        if again:
            self._load_again(again, loader, (line for read in again for line in read.lines))

    def _load_again(self, reads: list[Read], loader: Loader, lines: Iterable[bytes]) -> None:
        """Files that were read before: see ``reread.py``."""
        reread = Reread(self._store.pk, [read.source for read in reads])
        reread.lessen()
        loader.load_together(chunks(iter(lines)), before=RENAME)
        reread.withdraw(loader)

    def _finish(self, loader: Loader) -> None:
        for read in self._reads:
            note_result(read)
            if read.is_kept:
                note_counts(read, loader.counts)
        save_control_counts(self._store.pk, self._reads)
        save_unfamiliar(self._store, self._reads)
        recount(self._store, loader.to_recount | settle(self._store, loader.dates))
        store_results([read.source for read in self._reads])

    def _open(self, read: Read, stream: BinaryIO) -> JournalReader:
        stream.seek(0)
        found = sniff(stream.read(HEAD_BYTES), read.source.original_name)
        stream.seek(0)
        context = self._context
        if found == LAYOUTS_OF:
            context = replace(context, mappings=self._layouts.definitions)
        return open_journal(stream, read.source.original_name, context, found)

    def _read_whole(self, read: Read) -> None:
        try:
            with opened(read.source) as stream:
                read.reader = reader = self._open(read, stream)
                read.lines = list(self._lines(read, reader))
        except UnreadableFileError as unreadable:
            read.unreadable, read.lines = unreadable, []

    def _stream(self, read: Read, loader: Loader) -> None:
        self._whose.remember()
        try:
            with transaction.atomic(), opened(read.source) as stream:
                read.reader = reader = self._open(read, stream)
                lines = self._lines(read, reader)
                if read.is_again:
                    self._load_again([read], loader, lines)
                else:
                    loader.load(ahead(chunks(lines)))
        except UnreadableFileError as unreadable:
            read.unreadable = unreadable
            loader.counts.new.pop(read.source.pk, None)
            loader.counts.revised.pop(read.source.pk, None)
            if read.is_again and read.is_anothers:
                self._load_again([read], loader, ())

    def _lines(self, read: Read, reader: JournalReader) -> Iterator[bytes]:
        """The file's events as COPY lines. Raises UnreadableFileError for a file of another
        store: it is held, not mixed in."""
        file = _file_context(read.source, self._context, reader.format)
        strangers = Strangers(self._context)
        said, declared, store_code = None, None, None
        for event in reader:
            code = event.store_code or reader.store_code
            if code != store_code:
                self._whose.check(code, read.source.original_name)
                store_code, read.source.told_store = code, code[:32]
            if reader.declared_at is not said:
                said = reader.declared_at
                declared = to_utc(said, file.zone)[0] if said is not None else None
            line, flagged, occurred_at = copy_line(event, file, declared)
            strangers.look_at(event)
            read.events += 1
            read.flagged += flagged
            read.saw(occurred_at)
            yield line
        if store_code is None:
            self._whose.check(reader.store_code, read.source.original_name)
        read.unfamiliar, read.examples = strangers.as_json(), strangers.examples
        read.mapping_version = self._layouts.version(getattr(reader, "fingerprints", ()))


def format_context(store: Store) -> FormatContext:
    """What the formats and flags may know of a store."""
    outside = Register.objects.filter(store=store, register_class=RegisterClass.OUTSIDE)
    return FormatContext(
        department_roles=department_roles(store.department_roles),
        outside_registers=frozenset(outside.values_list("code", flat=True)),
        totals_formula=store.totals_formula,
        tender_classes=tender_classes(store.tender_classes),
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


def quarantine(source_file_id: int, code: str) -> None:
    """A file whose parsing failed for good: kept, said, and ready for a replay."""
    SourceFile.objects.filter(pk=source_file_id).update(
        state=FileState.QUARANTINED, reason_code=code, reason_params={}, parsed_at=timezone.now()
    )
