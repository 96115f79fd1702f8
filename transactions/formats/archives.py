"""The files of a ZIP archive, one after the other, within limits.

Headers are checked before anything is unpacked, and real bytes are counted while it is,
since headers lie. A bad member is handed out with its problem and the others go on; a
bad archive raises.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.zip_directory import read_directory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MIB: Final = 1024 * 1024
_ARCHIVE_NAMES: Final = (".zip", ".gz", ".tgz", ".7z", ".rar", ".tar", ".bz2", ".xz", ".zst")
_OFFICE_NAMES: Final = (".xlsx", ".xlsm", ".ods")
_ARCHIVE_STARTS: Final = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh")
_ENCRYPTED: Final = 0x1
_DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What an archive may grow to; bytes are unpacked bytes."""

    members: int = 20_000
    total_bytes: int = 4 * 1024 * _MIB
    member_bytes: int = 1024 * _MIB
    ratio: int = 200
    """Unpacked to packed size of the whole; journals reach about 30."""
    ratio_from_bytes: int = 16 * _MIB
    """Below this total a high ratio does no harm."""
    directory_bytes: int = 16 * _MIB


class ArchiveMember:
    """One file of an archive; open it before asking for the next.

    ``problem`` says why it cannot be opened, and is None for a good one.
    """

    def __init__(
        self,
        archive: zipfile.ZipFile,
        info: zipfile.ZipInfo,
        budget: _Budget,
        problem: UnreadableFileError | None,
    ) -> None:
        self.name = info.filename
        self.size = info.file_size
        """As the header says."""
        self.problem = problem
        self._archive, self._info, self._budget = archive, info, budget

    def open(self) -> BinaryIO:
        """A seekable stream that raises :class:`UnreadableFileError` at a limit or damage."""
        if self.problem is not None:
            raise self.problem
        return cast("BinaryIO", _BoundedStream(self._archive, self._info, self._budget))


def iter_members(path: Path, limits: ArchiveLimits) -> Iterator[ArchiveMember]:
    """The files of the ZIP at ``path``, directories and systems' litter left out."""
    directory = read_directory(path)
    if directory.entries > limits.members or directory.directory_bytes > limits.directory_bytes:
        raise UnreadableFileError("zip_too_many_files", limit=str(limits.members))
    try:
        archive = zipfile.ZipFile(path)
    except (*_DAMAGE, NotImplementedError) as error:
        raise UnreadableFileError("zip_damaged") from error
    with archive:
        _check_headers(archive.infolist(), directory.archive_bytes, limits)
        budget = _Budget(limits)
        for info in archive.infolist():
            if not _is_litter(info):
                yield ArchiveMember(archive, info, budget, _problem(archive, info, limits))


def _check_headers(infos: list[zipfile.ZipInfo], packed: int, limits: ArchiveLimits) -> None:
    if any(info.filename == "[Content_Types].xml" for info in infos):
        raise UnreadableFileError("spreadsheet")
    if len(infos) > limits.members:
        raise UnreadableFileError("zip_too_many_files", limit=str(limits.members))
    total = sum(info.file_size for info in infos)
    if total > limits.ratio_from_bytes and total > packed * limits.ratio:
        raise UnreadableFileError("zip_ratio")
    if total > limits.total_bytes:
        raise UnreadableFileError("zip_too_large", limit=str(limits.total_bytes))


def _is_litter(info: zipfile.ZipInfo) -> bool:
    parts = info.filename.replace("\\", "/").split("/")
    return info.is_dir() or "__MACOSX" in parts or parts[-1] in (".DS_Store", "Thumbs.db")


def _problem(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: ArchiveLimits
) -> UnreadableFileError | None:
    """Why a member is refused before its bytes are looked at, or after the first few."""
    if is_unsafe_name(info.orig_filename):
        return UnreadableFileError("member_unsafe_name")
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return UnreadableFileError("member_link")
    if info.flag_bits & _ENCRYPTED:
        return UnreadableFileError("member_encrypted")
    if info.file_size > limits.member_bytes:
        return UnreadableFileError("member_too_large", limit=str(limits.member_bytes))
    lowered = info.filename.lower()
    if lowered.endswith(_ARCHIVE_NAMES):
        return UnreadableFileError("member_archive")
    try:
        with archive.open(info) as stream:
            head = stream.read(8)
    except NotImplementedError:
        return UnreadableFileError("member_compression")
    except _DAMAGE:
        return UnreadableFileError("member_damaged")
    if head.startswith(_ARCHIVE_STARTS) and not lowered.endswith(_OFFICE_NAMES):
        return UnreadableFileError("member_archive")
    return None


def is_unsafe_name(name: str) -> bool:
    """Whether a member's name would leave the folder it is unpacked to, on any system."""
    if not name or "\\" in name or name.startswith("/") or name[1:2] == ":":
        return True
    if any(ord(character) < 32 or ord(character) == 127 for character in name):
        return True
    return ".." in name.split("/")


class _Budget:
    """Unpacked bytes of the whole archive, counted as they come."""

    def __init__(self, limits: ArchiveLimits) -> None:
        self.limits = limits
        self._used = 0

    def spend(self, count: int) -> None:
        self._used += count
        if self._used > self.limits.total_bytes:
            raise UnreadableFileError("zip_too_large", limit=str(self.limits.total_bytes))


class _BoundedStream(io.RawIOBase):
    """A member's bytes, counted against its own limit and the archive's.

    Reading again from the start costs the archive's budget nothing.
    """

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> None:
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
        while wanted > 0 and (piece := self._read_some(min(wanted, _MIB))):
            pieces.append(piece)
            wanted -= len(piece)
        return b"".join(pieces)

    def _read_some(self, size: int) -> bytes:
        try:
            piece = self._inner.read(size)
        except _DAMAGE as error:
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
