"""One NAXML document, read from its bytes whatever they pretend to be.

Where bytes contradict their encoding, or hold characters that XML forbids, the caller is
told by :class:`~.parser_errors.RereadError`, hands that to :meth:`Document.apply`, and begins
again.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from transactions.formats.canonical import Problem, UnreadableFileError
from transactions.formats.naxml.cleansing import CleansedStream, NarrowedStream
from transactions.formats.naxml.growing_tree import GrowingTree
from transactions.formats.naxml.part_stream import PartStream
from transactions.formats.naxml.stream import stream_elements
from transactions.formats.prolog import read_prolog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from transactions.formats.naxml.growing_tree import Batch
    from transactions.formats.naxml.names import Names
    from transactions.formats.naxml.parser_errors import RereadError
    from transactions.formats.naxml.part_stream import Found
    from transactions.formats.naxml.stream import ByteSource

HEAD_BYTES: Final = 64 * 1024
FALLBACK_ENCODING: Final = "iso-8859-1"
_DECLARED: Final = re.compile(rb"<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']*)")
_UTF_8: Final = frozenset({b"utf-8", b"utf8"})
_ASCII_LIKE: Final = re.compile(
    rb"(?:us-?)?ascii|iso[_-]?8859[_-]?\d+|latin-?\d|(?:windows|cp)-?125\d", re.IGNORECASE
)


class Document:
    """``stream`` must seek; ``is_section`` says which children of the root (by lower-case
    local name) are handed out child by child instead of whole."""

    def __init__(self, stream: BinaryIO, is_section: Callable[[str], bool]) -> None:
        self._stream, self._is_section = stream, is_section
        self._encoding: str | None = None
        self._cleanse = False
        self.version = ""

    @property
    def notes(self) -> list[Problem]:
        """What had to be done to the bytes to read them at all."""
        notes = [Problem("read_as_latin1")] if self._encoding else []
        return [*notes, Problem("control_characters")] if self._cleanse else notes

    def apply(self, error: RereadError) -> None:
        """Take the remedy; raises the error's refusal when it was taken before."""
        if error.remedy == "encoding" and self._encoding is None:
            self._encoding = FALLBACK_ENCODING
        elif error.remedy == "characters" and not self._cleanse:
            self._cleanse = True
        else:
            raise error.refusal

    def batches(self, names: Names) -> Iterator[Batch]:
        """Completed elements from the beginning of the document, as
        :func:`~.stream.stream_elements` gives them and with its errors."""
        opened = self._open()
        return stream_elements(
            opened.source, opened.root_end, names, self._is_section, opened.encoding
        )

    def parts(self, names: Names) -> Iterator[Found]:
        """The same one by one, as :class:`~.part_stream.PartStream` gives them."""
        opened = self._open()
        tree = GrowingTree(names, self._is_section, opened.encoding)
        tree.open(opened.source, opened.root_end)
        return iter(PartStream(opened.source, tree, names, opened.text_encoding))

    def _open(self) -> _Opened:
        self._stream.seek(0)
        head = self._stream.read(HEAD_BYTES)
        prolog = read_prolog(head)
        if not prolog.root:
            raise UnreadableFileError("truncated", line="0")
        self.version = prolog.root_attributes.get("version", "")
        self._stream.seek(0)
        encoding, root_end = self._encoding, prolog.root_end
        text_encoding = _text_encoding(head) if encoding is None else "ascii"
        source: ByteSource = self._stream
        if prolog.encoding == "utf-8-sig":
            root_end += len(codecs.BOM_UTF8) if root_end else 0
        elif prolog.encoding != "latin-1":
            source, encoding = NarrowedStream(self._stream, prolog.encoding), "utf-8"
            text_encoding = encoding
        source = CleansedStream(source) if self._cleanse else source
        return _Opened(source, root_end, encoding, text_encoding)


class _Opened(NamedTuple):
    """The bytes to parse, where the root's opening tag ends, the encoding to insist on, and
    the one that texts may be decoded by without the parser."""

    source: ByteSource
    root_end: int
    encoding: str | None
    text_encoding: str | None


def _text_encoding(head: bytes) -> str | None:
    """``ascii`` where its characters alone are sure, None where not even they are."""
    declared = _DECLARED.search(head)
    if declared is None or declared.group(1).lower() in _UTF_8:
        return "utf-8"
    return "ascii" if _ASCII_LIKE.fullmatch(declared.group(1)) else None
