"""The tail of a ZIP file, read without trusting it.

``zipfile`` loads the whole central directory at once; its size and number of entries
are looked at first, so that a file of many millions of entries is never loaded.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import UnreadableFileError

if TYPE_CHECKING:
    from pathlib import Path

_END: Final = b"PK\x05\x06"
_END_RECORD: Final = struct.Struct("<4s4H2LH")
_WIDE_LOCATOR: Final = struct.Struct("<4sLQL")
_WIDE_RECORD: Final = struct.Struct("<4sQ2H2L4Q")
_TAIL_BYTES: Final = _END_RECORD.size + 65_535 + _WIDE_LOCATOR.size


@dataclass(frozen=True, slots=True)
class ZipDirectory:
    entries: int
    directory_bytes: int
    archive_bytes: int


def read_directory(path: Path) -> ZipDirectory:
    """What the end of the archive says; raises ``zip_damaged`` where there is no end."""
    size = path.stat().st_size
    with path.open("rb") as archive:
        archive.seek(max(0, size - _TAIL_BYTES))
        tail = archive.read()
        found = tail.rfind(_END)
        if found < 0 or len(tail) - found < _END_RECORD.size:
            raise UnreadableFileError("zip_damaged")
        record = _END_RECORD.unpack_from(tail, found)
        entries, directory_bytes = record[4], record[5]
        locator_at = found - _WIDE_LOCATOR.size
        if locator_at >= 0 and tail.startswith(b"PK\x06\x07", locator_at):
            archive.seek(_WIDE_LOCATOR.unpack_from(tail, locator_at)[2])
            wide = archive.read(_WIDE_RECORD.size)
            if len(wide) < _WIDE_RECORD.size or not wide.startswith(b"PK\x06\x06"):
                raise UnreadableFileError("zip_damaged")
            _, _, _, _, _, _, _, entries, directory_bytes, _ = _WIDE_RECORD.unpack(wide)
    return ZipDirectory(entries, directory_bytes, size)
