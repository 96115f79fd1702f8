"""The files of folders and ZIP archives on this machine, one after another, however many."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, cast

from transactions.formats.archives import ArchiveLimits, iter_members
from transactions.formats.canonical import UnreadableFileError
from transactions.services.incoming import Incoming, Readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

GIB = 1024**3
YEAR_OF_A_STORE = ArchiveLimits(
    members=2_000_000, total_bytes=200 * GIB, directory_bytes=512 * 1024 * 1024
)
"""An operator's own archive may be as large as a year of one store."""


def history_files(paths: Iterable[Path]) -> Iterator[Incoming]:
    """Each file, opened when it is asked for and closed at the next; archives are opened. A
    member that cannot be opened, or an archive, comes as a stream that says so."""
    for path in _files(paths):
        if is_archive(path):
            yield from _members(path)
        else:
            with path.open("rb") as stream:
                yield Incoming(path.name, stream)


def history_names(paths: Iterable[Path]) -> Iterator[str]:
    """The names of the same files, for a count of what is to come."""
    for path in _files(paths):
        yield from _member_names(path) if is_archive(path) else [path.name]


def _member_names(path: Path) -> list[str]:
    """Of an archive that cannot be opened only its own name."""
    try:
        with zipfile.ZipFile(path) as archive:
            return [info.filename for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError):
        return [path.name]


def is_archive(path: Path) -> bool:
    """A ZIP of files; a spreadsheet is a ZIP too, and read as a file."""
    return path.suffix.lower() == ".zip" and zipfile.is_zipfile(path)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]


def _members(path: Path) -> Iterator[Incoming]:
    try:
        for member in iter_members(path, YEAR_OF_A_STORE):
            if member.problem is not None:
                yield Incoming(member.name, Broken(member.problem))
            else:
                with member.open() as stream:
                    yield Incoming(member.name, cast("Readable", stream))
    except UnreadableFileError as unreadable:
        yield Incoming(path.name, Broken(unreadable))


class Broken:
    """A stream that cannot be read, for the reason given."""

    def __init__(self, problem: UnreadableFileError) -> None:
        self._problem = problem

    def read(self, _size: int = -1, /) -> bytes:
        raise self._problem
