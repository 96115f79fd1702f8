"""OLE compound files, the container of XLS and of encrypted workbooks, read without trust.

Only the names of what is inside and one stream are wanted. Chains of sectors are followed
no further than the file is long.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHIFTS: Final = frozenset({9, 12})
_MARKS: Final = 0xFFFFFFFA
"""From here on a number is a mark, not a sector."""
_IN_HEADER: Final = 109
_ENTRY: Final = struct.Struct("<64sHB49xLL4x")
_STREAM, _ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """Raises UnreadableFileError (``spreadsheet_damaged``) for anything out of order."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512:
            raise _damaged()
        self._data = data
        shift, mini_shift = struct.unpack_from("<2H", data, 0x1E)
        if shift not in _SHIFTS or mini_shift > shift:
            raise _damaged()
        self._bytes: int = 1 << shift
        self._mini_bytes: int = 1 << mini_shift
        directory, self._cutoff, mini = struct.unpack_from("<L4xLL", data, 0x30)
        self._fat = self._allocation(self._table_sectors())
        self._mini_fat = self._allocation(self._chain(mini))
        self.entries = list(self._entries(self._joined(directory)))

    def names(self) -> set[str]:
        """Of all streams and storages, in lower case."""
        return {entry.name.lower() for entry in self.entries}

    def stream(self, *names: str) -> bytes | None:
        """The whole of the first stream that has one of ``names`` (in lower case)."""
        for entry in self.entries:
            if entry.kind == _STREAM and entry.name.lower() in names:
                return self._content(entry)
        return None

    def _content(self, entry: Entry) -> bytes:
        if entry.size >= self._cutoff:
            return self._joined(entry.start)[: entry.size]
        root = next((each for each in self.entries if each.kind == _ROOT), None)
        if root is None:
            raise _damaged()
        inner, size = self._joined(root.start), self._mini_bytes
        sectors = _chain(self._mini_fat, entry.start)
        return b"".join(inner[each * size : (each + 1) * size] for each in sectors)[: entry.size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._bytes
        return self._data[start : start + self._bytes]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        data = self._sector(sector)
        return struct.unpack(f"<{len(data) // 4}L", data[: len(data) // 4 * 4])

    def _table_sectors(self) -> Iterator[int]:
        """Where the allocation table lies: listed in the header, then in a chain."""
        yield from struct.unpack_from(f"<{_IN_HEADER}L", self._data, 0x4C)
        following, most = _first_difat(self._data), self._most()
        while following < _MARKS and most > 0:
            *sectors, following = self._numbers(following) or (_MARKS,)
            yield from sectors
            most -= 1

    def _allocation(self, sectors: Iterator[int]) -> list[int]:
        table: list[int] = []
        for sector in islice(sectors, self._most() + _IN_HEADER):
            if sector < _MARKS:
                table += self._numbers(sector)
        return table

    def _chain(self, start: int) -> Iterator[int]:
        return _chain(self._fat, start)

    def _joined(self, start: int) -> bytes:
        return b"".join(self._sector(each) for each in self._chain(start))

    def _most(self) -> int:
        return len(self._data) // self._bytes + 1

    @staticmethod
    def _entries(directory: bytes) -> Iterator[Entry]:
        whole = len(directory) // _ENTRY.size * _ENTRY.size
        for raw, length, kind, start, size in _ENTRY.iter_unpack(directory[:whole]):
            if kind:
                name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", errors="replace")
                yield Entry(name, kind, start, size)


def _first_difat(data: bytes) -> int:
    return int.from_bytes(data[0x44:0x48], "little")


def _chain(table: Sequence[int], start: int) -> Iterator[int]:
    """Sectors one after the other; a ring of them is damage."""
    steps = 0
    while start < _MARKS:
        if start >= len(table) or steps > len(table):
            raise _damaged()
        yield start
        start, steps = table[start], steps + 1


def _damaged() -> UnreadableFileError:
    return UnreadableFileError("spreadsheet_damaged")
