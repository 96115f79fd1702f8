"""One kept file read into rows, for the store it was handed in for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from stores.models import Register, RegisterClass, Store
from transactions.formats import FORMATS, open_journal, sniff
from transactions.formats.canonical import FormatContext, UnreadableFileError, to_utc
from transactions.formats.sniffing import HEAD_BYTES
from transactions.services.layouts import LAYOUTS_OF
from transactions.services.row_file import FileContext
from transactions.services.rows import row_of
from transactions.services.stored import opened
from transactions.services.unfamiliar import Strangers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from typing import BinaryIO

    from transactions.formats.reader import JournalReader
    from transactions.models import SourceFile
    from transactions.services.layouts import ConfirmedLayouts
    from transactions.services.results import Read
    from transactions.services.rows import Row
    from transactions.services.whose import Whose


@dataclass(frozen=True, slots=True)
class StoreReading:
    """What reading files of one store takes."""

    context: FormatContext
    whose: Whose
    layouts: ConfirmedLayouts

    def whole(self, read: Read) -> list[Row]:
        """All rows of a small file; none of one that cannot be read, which ``read`` says."""
        try:
            with opened(read.source) as stream:
                return list(self.rows(read, stream))
        except UnreadableFileError as unreadable:
            read.unreadable = unreadable
            return []

    def rows(self, read: Read, stream: BinaryIO) -> Iterator[Row]:
        """The file's events as rows. Raises UnreadableFileError, also for a file of
        another store: it is held, not mixed in."""
        read.reader = reader = self._open(read.source, stream)
        file = _file_context(read.source, self.context, reader.format)
        strangers = Strangers(self.context)
        said, declared, store_code = None, None, None
        for event in reader:
            code = event.store_code or reader.store_code
            if code != store_code:
                self.whose.check(code, read.source.original_name)
                store_code, read.source.told_store = code, code[:32]
            if reader.declared_at is not said:
                said = reader.declared_at
                declared = to_utc(said, file.zone)[0] if said is not None else None
            row = row_of(event, file, declared)
            strangers.look_at(event)
            read.events += 1
            read.flagged += row.is_flagged
            read.saw(row.occurred_at)
            yield row
        if store_code is None:
            self.whose.check(reader.store_code, read.source.original_name)
        strangers.hear_of(getattr(reader, "departments", {}))
        read.unfamiliar, read.examples = strangers.as_json(), strangers.examples
        read.mapping_version = self.layouts.version(getattr(reader, "fingerprints", ()))

    def _open(self, source: SourceFile, stream: BinaryIO) -> JournalReader:
        stream.seek(0)
        found = sniff(stream.read(HEAD_BYTES), source.original_name)
        stream.seek(0)
        context = self.context
        if found == LAYOUTS_OF:
            context = replace(context, mappings=self.layouts.definitions(source))
        return open_journal(stream, source.original_name, context, found)


def format_context(store: Store) -> FormatContext:
    """What the formats and flags may know of a store."""
    return format_contexts([store])[store.pk]


def format_contexts(stores: Collection[Store]) -> Mapping[int, FormatContext]:
    """The same of several stores, by their keys, with one query."""
    outside: dict[int, set[str]] = {store.pk: set() for store in stores}
    found = Register.objects.filter(store__in=outside, register_class=RegisterClass.OUTSIDE)
    for store_id, code in found.values_list("store_id", "code"):
        outside[store_id].add(code)
    return {
        store.pk: FormatContext(
            department_roles=_department_roles(store.department_roles),
            outside_registers=frozenset(outside[store.pk]),
            totals_formula=store.totals_formula,
            tender_classes=_tender_classes(store.tender_classes),
        )
        for store in stores
    }


def _file_context(source: SourceFile, context: FormatContext, format: str) -> FileContext:  # noqa: A002
    return FileContext(
        source_file_id=source.pk,
        store_id=source.store_id,
        zone=source.store.zone,
        format=context,
        received_at=source.received_at,
        rank=FORMATS[format].rank,
    )


def _department_roles(value: Mapping[str, Any]) -> dict[str, str]:
    """A store's department roles as plain text pairs; anything else is left out."""
    return {str(code): role for code, role in value.items() if isinstance(role, str)}


def _tender_classes(value: Mapping[str, Any]) -> dict[str, str]:
    """A store's kinds of payment by code in lower case; anything else is left out."""
    return {str(code).lower(): kind for code, kind in value.items() if isinstance(kind, str)}
