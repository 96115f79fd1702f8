"""From kept bytes to transactions, flags and reviews: the ``parse_file`` stage.

The files of a batch are loaded together, whatever their stores: the number of statements
grows neither with the files nor with the stores. A chain of a thousand stores sends a
thousand files of one event each.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from jobs.registry import ApartError, RetryLaterError
from transactions.formats.canonical import UnreadableFileError
from transactions.models import FileState, SourceFile
from transactions.services.arriving import arriving
from transactions.services.control_counts import save_control_counts
from transactions.services.layouts import ConfirmedLayouts
from transactions.services.load import Loader
from transactions.services.overlap import ahead, chunks
from transactions.services.read_file import StoreReading, format_contexts
from transactions.services.reread import RENAME, Reread
from transactions.services.results import Read, note_counts, note_result, store_results
from transactions.services.settle import settle
from transactions.services.store_lock import lock_stores_soon
from transactions.services.totals import recount
from transactions.services.touched import note_touched
from transactions.services.unfamiliar import said_of, save_unfamiliar
from transactions.services.whose import Whose, codes_of_chain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from transactions.services.rows import Row

LARGE = 2 * 1024 * 1024
"""Larger files are streamed in a savepoint and a commit of their own; smaller ones are read
whole before the first of their rows is loaded, and share batches."""
USUAL_PACKING = 20
"""Text that is kept of registers and spreadsheets is at most about so much longer unpacked."""
BUSY_FOR = timedelta(seconds=2)


def parse_files(sources: Sequence[SourceFile]) -> None:
    """Parse and load files inside the caller's transaction.

    A file that cannot be read is quarantined whole and harms no other. Already parsed
    files may be given again: replay changes nothing that is right already. Before anything
    is done it may raise RetryLaterError, with the files whose stores are being loaded by
    somebody else for long, or ApartError, with the large files of a mixed batch: a commit
    of theirs would hold up the stores of all the others.
    """
    _refuse_mixed(sources)
    locked = lock_stores_soon({source.store_id for source in sources})
    busy = [source for source in sources if source.store_id not in locked]
    if busy:
        raise RetryLaterError(timezone.now() + BUSY_FOR, "store_busy", _keys(busy))
    live = [source for source in sources if not source.upload.is_backfill]
    history = [source for source in sources if source.upload.is_backfill]
    for some in (live, history):
        if some:
            _Batch(some, reviewed=some is live).parse()


def _refuse_mixed(sources: Sequence[SourceFile]) -> None:
    large = [source for source in sources if _is_large(source)]
    if large and len(sources) > 1:
        raise ApartError(_keys(large))


def _is_large(source: SourceFile) -> bool:
    """By what was sent and by what is kept: a spreadsheet's rows are far longer as text."""
    return max(source.size, source.stored_length * USUAL_PACKING) > LARGE


def _keys(sources: Iterable[SourceFile]) -> frozenset[str]:
    return frozenset(str(source.pk) for source in sources)


class _Batch:
    """Files of any stores, live or of back-fills, in one load."""

    def __init__(self, sources: Sequence[SourceFile], *, reviewed: bool) -> None:
        self._stores = {source.store_id: source.store for source in sources}
        self._reads = [
            Read(source, said_before=said_of(source), format_before=source.format)
            for source in sorted(sources, key=lambda source: (source.store_id, source.pk))
        ]
        self._reading = self._readings()
        self._loader = Loader(reviewed=reviewed)

    def _readings(self) -> dict[int, StoreReading]:
        contexts, codes = format_contexts(self._stores.values()), codes_of_chain()
        layouts = ConfirmedLayouts()
        return {
            pk: StoreReading(contexts[pk], Whose(store, codes), layouts)
            for pk, store in self._stores.items()
        }

    def parse(self) -> None:
        small = [read for read in self._reads if not _is_large(read.source)]
        for read in self._reads:
            if _is_large(read.source):
                self._stream(read)
        self._loader.load(chunks(self._rows_of([read for read in small if not read.is_again])))
        again = [read for read in small if read.is_again]
        for _store, some in groupby(again, key=_store_of):
            self._load_small_again(list(some))
        self._finish()

    def _rows_of(self, reads: Iterable[Read]) -> Iterator[Row]:
        for read in reads:
            yield from self._reading[read.source.store_id].whole(read)

    def _load_small_again(self, reads: Sequence[Read]) -> None:
        told = [(read, list(self._rows_of([read]))) for read in reads]
        again = [(read, some) for read, some in told if read.is_kept or read.is_anothers]
        if again:
            rows = (row for _, some in again for row in some)
            self._load_again([read for read, _ in again], rows)

    def _load_again(self, reads: Sequence[Read], rows: Iterator[Row]) -> None:
        """Files of one store that were read before: see ``reread.py``."""
        reread = Reread(_store_of(reads[0]), [read.source for read in reads])
        reread.lessen()
        self._loader.load_together(chunks(rows), before=RENAME)
        reread.withdraw(self._loader)

    def _stream(self, read: Read) -> None:
        reading = self._reading[read.source.store_id]
        reading.whose.remember()
        try:
            with transaction.atomic(), arriving(read.source) as stream:
                rows = reading.rows(read, stream)
                if read.is_again:
                    self._load_again([read], rows)
                else:
                    self._loader.load(ahead(chunks(rows)))
        except UnreadableFileError as unreadable:
            read.unreadable = unreadable
            self._loader.forget(read.source.pk)
            if read.is_again and read.is_anothers:
                self._load_again([read], iter(()))

    def _finish(self) -> None:
        for read in self._reads:
            note_result(read)
            if read.is_kept:
                note_counts(read, self._loader.counts)
        save_control_counts(self._reads)
        save_unfamiliar(self._reads)
        changed = self._loader.to_recount | settle(self._stores, self._loader.days)
        recount(changed)
        note_touched(self._loader.spans, changed)
        store_results([read.source for read in self._reads])


def _store_of(read: Read) -> int:
    return read.source.store_id


def quarantine(source_file_id: int, code: str) -> None:
    """A file whose parsing failed for good: kept, said, and ready for a replay."""
    SourceFile.objects.filter(pk=source_file_id).update(
        state=FileState.QUARANTINED, reason_code=code, reason_params={}, parsed_at=timezone.now()
    )
