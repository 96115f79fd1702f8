"""The Range header (RFC 9110, section 14): which bytes of a file are asked for. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=[ \t]*(\d{0,19})-(\d{0,19})[ \t]*", re.ASCII)


class UnsatisfiableRangeError(Exception):
    """The range begins beyond the end of the file."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """``first`` to ``last``, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def wanted_range(header: str, size: int) -> ByteRange | None:
    """The range to send of a file of ``size`` bytes; None means the whole file.

    A header that is malformed, in another unit, or asks for several ranges is answered
    with the whole file, as the RFC allows: a hundred small ranges cost a server more than
    they help a player. Raises UnsatisfiableRangeError.
    """
    match = _ONE_RANGE.fullmatch(header)
    if match is None:
        return None
    begin, end = match[1], match[2]
    if not begin and not end:
        return None
    if not begin:
        length = int(end)
        if length == 0 or size == 0:
            raise UnsatisfiableRangeError
        return ByteRange(max(0, size - length), size - 1)
    first = int(begin)
    last = int(end) if end else size - 1
    if end and last < first:
        return None
    if first >= size:
        raise UnsatisfiableRangeError
    return ByteRange(first, min(last, size - 1))
