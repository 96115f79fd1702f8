"""Journals of any register, read into the vocabulary of :mod:`.canonical`.

A format is one folder (or module) and one row in :data:`FORMATS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from transactions.formats import canonical_json, naxml, naxml_movement
from transactions.formats.canonical import SourceRank
from transactions.formats.sniffing import HEAD_BYTES, refusal
from transactions.formats.tabular.grid import recognises as recognises_table
from transactions.formats.tabular.reader import TabularReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from transactions.formats.canonical import FormatContext
    from transactions.formats.reader import JournalReader

__all__ = ["AUTO", "FORMATS", "JournalFormat", "open_journal", "sniff"]

AUTO: Final = "auto"


@dataclass(frozen=True, slots=True)
class JournalFormat:
    """How to recognise a format by a file's first bytes, and how to read it."""

    label: str
    recognises: Callable[[bytes], bool]
    open: Callable[[BinaryIO, str, FormatContext], JournalReader]
    rank: SourceRank = SourceRank.JOURNAL
    """How far its account of an event is believed where another source tells of it too."""


FORMATS: Final[dict[str, JournalFormat]] = {
    "naxml_journal": JournalFormat(
        "NAXML register journal (Gilbarco Passport and others)", naxml.recognises, naxml.NaxmlReader
    ),
    "naxml_movement": JournalFormat(
        "NAXML movement report (shift and day totals)",
        naxml_movement.recognises,
        naxml_movement.MovementReader,
    ),
    "canonical_json": JournalFormat(
        "Canonical events in JSON",
        canonical_json.recognises,
        canonical_json.CanonicalJsonReader,
        SourceRank.PUSHED,
    ),
    "tabular": JournalFormat(
        "Export of a back office: spreadsheet, delimited text or web page",
        recognises_table,
        TabularReader,
        SourceRank.REPORT,
    ),
}


def sniff(head: bytes, name: str) -> str:
    """The key in :data:`FORMATS` for a file's first bytes (64 KiB are enough).

    Raises :class:`~transactions.formats.canonical.UnreadableFileError` that says what
    the file seems to be instead.
    """
    for key, journal_format in FORMATS.items():
        if journal_format.recognises(head):
            return key
    raise refusal(head, name)


def open_journal(
    stream: BinaryIO,
    name: str,
    context: FormatContext,
    format: str = AUTO,  # noqa: A002  the name that callers use
) -> JournalReader:
    """A reader for a seekable stream of bytes; nothing but its head is read yet.

    ``name`` is the file's own name, which may carry its time. ``format`` is a key of
    :data:`FORMATS` (``KeyError`` otherwise) or ``auto``. Raises
    :class:`~transactions.formats.canonical.UnreadableFileError` as :func:`sniff` does.
    """
    key = format
    if key == AUTO:
        stream.seek(0)
        key = sniff(stream.read(HEAD_BYTES), name)
        stream.seek(0)
    return FORMATS[key].open(stream, name, context)
