"""The files of a ZIP archive, one after the other, within limits.

Headers are checked before anything is unpacked, and real bytes are counted while it is,
since headers lie. A bad member is handed out with its problem and the others go on; a
bad archive raises.
"""

from __future__ import annotations

import stat
import zipfile
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from transactions.formats.archive_limits import DAMAGE, ArchiveLimits, Budget, MemberStream
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.zip_directory import read_directory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ARCHIVE_NAMES: Final = (".zip", ".gz", ".tgz", ".7z", ".rar", ".tar", ".bz2", ".xz", ".zst")
_OFFICE_NAMES: Final = (".xlsx", ".xlsm", ".xls", ".ods")
"""XLS too: what a back office calls so is often XLSX."""
_ARCHIVE_STARTS: Final = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh")
_ENCRYPTED: Final = 0x1


__all__ = ["ArchiveLimits", "ArchiveMember", "is_unsafe_name", "iter_members"]


class ArchiveMember:
    """One file of an archive; open it before asking for the next.

    ``problem`` says why it cannot be opened, and is None for a good one.
    """

    def __init__(
        self,
        archive: zipfile.ZipFile,
        info: zipfile.ZipInfo,
        budget: Budget,
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
        return cast("BinaryIO", MemberStream(self._archive, self._info, self._budget))


def iter_members(path: Path, limits: ArchiveLimits) -> Iterator[ArchiveMember]:
    """The files of the ZIP at ``path``, directories and systems' litter left out."""
    directory = read_directory(path)
    if directory.entries > limits.members or directory.directory_bytes > limits.directory_bytes:
        raise UnreadableFileError("zip_too_many_files", limit=str(limits.members))
    try:
        archive = zipfile.ZipFile(path)
    except (*DAMAGE, NotImplementedError) as error:
        raise UnreadableFileError("zip_damaged") from error
    with archive:
        _check_headers(archive.infolist(), directory.archive_bytes, limits)
        budget = Budget(limits)
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
    except DAMAGE:
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
