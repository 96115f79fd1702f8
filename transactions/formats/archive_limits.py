"""What an archive may unpack to, and a member's stream that is held to it."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from transactions.formats.canonical import UnreadableFileError

MIB: Final = 1024 * 1024
DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError)
"""What ``zipfile`` raises for broken bytes."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What an archive may grow to; bytes are unpacked bytes."""

    members: int = 20_000
    total_bytes: int = 4 * 1024 * MIB
    member_bytes: int = 1024 * MIB
    ratio: int = 200
    """Unpacked to packed size of the whole; journals reach about 30."""
    ratio_from_bytes: int = 16 * MIB
    """Below this total a high ratio does no harm."""
    directory_bytes: int = 16 * MIB


class Budget:
    """Unpacked bytes of the whole archive, counted as they come."""

    def __init__(self, limits: ArchiveLimits) -> None:
        self.limits = limits
        self._used = 0

    def spend(self, count: int) -> None:
        self._used += count
        if self._used > self.limits.total_bytes:
            raise UnreadableFileError("zip_too_large", limit=str(self.limits.total_bytes))


class MemberStream(io.RawIOBase):
    """A member's bytes, counted against its own limit and the archive's.

    Reading again from the start costs the archive's budget nothing.
    """

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> None:
        self._inner = archive.open(info)
        self._budget = budget
        self._position = 0
        self._furthest = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        # All at once would unpack a bomb before it is counted.
        limit = self._budget.limits.member_bytes
        wanted = limit + 1 if size is None or size < 0 else size
        pieces = []
        while wanted > 0 and (piece := self._read_some(min(wanted, MIB))):
            pieces.append(piece)
            wanted -= len(piece)
        return b"".join(pieces)

    def _read_some(self, size: int) -> bytes:
        try:
            piece = self._inner.read(size)
        except DAMAGE as error:
            raise UnreadableFileError("member_damaged") from error
        self._position += len(piece)
        if self._position > self._budget.limits.member_bytes:
            raise UnreadableFileError(
                "member_too_large", limit=str(self._budget.limits.member_bytes)
            )
        self._budget.spend(max(0, self._position - self._furthest))
        self._furthest = max(self._furthest, self._position)
        return piece

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._position = self._inner.seek(offset, whence)
        return self._position

    def tell(self) -> int:
        return self._position

    def close(self) -> None:
        self._inner.close()
        super().close()
