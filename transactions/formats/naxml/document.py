"""One NAXML document, read from its bytes whatever they pretend to be.

Where bytes contradict their encoding, or hold characters that XML forbids, the caller is
told by :class:`~.stream.RereadError`, hands that to :meth:`Document.apply`, and begins
again.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, BinaryIO, Final

from transactions.formats.canonical import Problem, UnreadableFileError
from transactions.formats.naxml.cleansing import CleansedStream, NarrowedStream
from transactions.formats.naxml.stream import RereadError, stream_elements
from transactions.formats.prolog import read_prolog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from transactions.formats.naxml.names import Names
    from transactions.formats.naxml.stream import Batch, ByteSource
    from transactions.formats.prolog import Prolog

HEAD_BYTES: Final = 64 * 1024
FALLBACK_ENCODING: Final = "iso-8859-1"


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
        self._stream.seek(0)
        prolog = read_prolog(self._stream.read(HEAD_BYTES))
        if not prolog.root:
            raise UnreadableFileError("truncated", line="0")
        self.version = prolog.root_attributes.get("version", "")
        self._stream.seek(0)
        source, encoding, root_end = self._source(prolog)
        return stream_elements(source, root_end, names, self._is_section, encoding)

    def _source(self, prolog: Prolog) -> tuple[ByteSource, str | None, int]:
        """The bytes to parse, the encoding to insist on, and where the root's tag ends."""
        source: ByteSource = self._stream
        encoding, root_end = self._encoding, prolog.root_end
        if prolog.encoding == "utf-8-sig":
            root_end += len(codecs.BOM_UTF8) if root_end else 0
        elif prolog.encoding != "latin-1":
            source, encoding = NarrowedStream(self._stream, prolog.encoding), "utf-8"
        return (CleansedStream(source) if self._cleanse else source), encoding, root_end
