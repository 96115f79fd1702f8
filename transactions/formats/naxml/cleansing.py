"""Streams that mend what a parser would refuse.

Registers print control characters into descriptions, and a power cut leaves a tail of
zero bytes. Losing a day's journal over one is worse than a blank in a text.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import UnreadableFileError

if TYPE_CHECKING:
    from transactions.formats.naxml.stream import ByteSource

_FORBIDDEN: Final = bytes(set(range(32)) - set(b"\t\n\r"))
_BLANKS: Final = bytes.maketrans(_FORBIDDEN, b" " * len(_FORBIDDEN))


class CleansedStream:
    """Reads another stream, with a blank for every byte that XML forbids."""

    def __init__(self, stream: ByteSource) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        return self._stream.read(size).translate(_BLANKS)


class NarrowedStream:
    """Reads UTF-16 or UTF-32 as UTF-8, without byte order mark; for a parser told so."""

    def __init__(self, stream: ByteSource, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._waiting = b""

    def read(self, size: int, /) -> bytes:
        while len(self._waiting) < size and (chunk := self._stream.read(size)):
            self._waiting += self._decode(chunk)
        piece, self._waiting = self._waiting[:size], self._waiting[size:]
        if not piece:
            self._decode(b"", final=True)
        return piece

    def _decode(self, chunk: bytes, *, final: bool = False) -> bytes:
        try:
            return self._decoder.decode(chunk, final).encode()
        except UnicodeError as error:
            raise UnreadableFileError("wrong_encoding") from error
