"""One event cut out of a kept (redacted) file: what a register writes, and no more of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from lxml import etree

from transactions.formats.naxml.document import Document
from transactions.formats.naxml.names import Names
from transactions.formats.naxml.parser_errors import RereadError

if TYPE_CHECKING:
    from collections.abc import Iterator

JOURNALS: Final = "naxml_journal"
MOST_NAMES: Final = 200
_REPORT: Final = "journalreport"
_HEADERS: Final = frozenset({"transmissionheader", "journalheader"})


@dataclass(frozen=True, slots=True)
class Piece:
    """``document``: a journal of that event alone, with its file's headers, UTF-8.
    ``elements``: local names of its parts as first met, with the words of ``…detail``."""

    document: bytes
    elements: tuple[str, ...]


def cut_event(stream: BinaryIO, index: int) -> Piece | None:
    """The event at the 0-based place ``index`` of a journal; None when it has fewer.

    ``stream`` must seek. Raises UnreadableFileError as the reader would.
    """
    document = Document(stream, _REPORT.__eq__)
    while True:
        try:
            return _cut(document, index)
        except RereadError as error:
            document.apply(error)


def _cut(document: Document, index: int) -> Piece | None:
    names, headers, place = Names(), {}, 0
    for element in _elements(document, names):
        name = names[element.tag]
        if name in _HEADERS:
            headers[name] = etree.tostring(element, with_tail=False)
        elif name.endswith("event"):
            if place == index:
                return Piece(_wrapped(document.version, headers, element), _names(element))
            place += 1
    return None


def _elements(document: Document, names: Names) -> Iterator[etree._Element]:
    for _in_report, elements in document.batches(names):
        yield from elements


def _wrapped(version: str, headers: dict[str, bytes], event: etree._Element) -> bytes:
    """Read again, it gives the same event."""
    root = etree.Element("NAXML-POSJournal", version=version)
    opening = etree.tostring(root).removesuffix(b"/>") + b">"
    return b"".join(
        (
            b'<?xml version="1.0" encoding="UTF-8"?>\n',
            opening,
            headers.get("transmissionheader", b""),
            b"\n<JournalReport>",
            headers.get("journalheader", b""),
            b"\n",
            etree.tostring(event, with_tail=False),
            b"\n</JournalReport></NAXML-POSJournal>\n",
        )
    )


def _names(event: etree._Element) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for part in event.iter():
        tag = cast("object", part.tag)
        if isinstance(tag, str):
            found.setdefault(tag.rpartition("}")[2])
        if len(found) == MOST_NAMES:
            break
    return tuple(found)
