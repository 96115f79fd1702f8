"""A stream without the control characters that XML forbids.

Registers print them into descriptions, and a power cut leaves a tail of zero bytes.
Losing a day's journal over one is worse than a blank in a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import BinaryIO

_FORBIDDEN: Final = bytes(set(range(32)) - set(b"\t\n\r"))
_BLANKS: Final = bytes.maketrans(_FORBIDDEN, b" " * len(_FORBIDDEN))


class CleansedStream:
    """Reads another stream, with a blank for every forbidden byte (not for UTF-16)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        return self._stream.read(size).translate(_BLANKS)
