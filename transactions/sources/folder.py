"""A folder on this machine or on a share: copied from, never written to.

Modisoft reads and deletes the very same files, and Passport clears the folder about
weekly: so nothing here moves, renames, deletes or opens for writing, and a file that
vanishes between the look and the read is no fault.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from transactions.sources.base import IN_MEMORY, Batch, Fetched, Seen, SourceError
from transactions.sources.beside import open_beside
from transactions.sources.complete import is_complete
from transactions.sources.listing import (
    Entry,
    in_batches,
    in_order,
    is_history,
    is_too_large,
    is_wanted,
    patterns_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from transactions.sources.base import Asked

SETTLED_AFTER: Final = 60.0
"""Seconds without a change after which even a file that looks cut off is taken: it is then
shown as one that could not be read, instead of never being seen."""
BETWEEN_LOOKS: Final = 1.0
DEPTH: Final = 3
MOST_ENTRIES: Final = 200_000
_CHUNK: Final = 256 * 1024
_DRIVE: Final = re.compile(r"^[A-Za-z]:")


@dataclass(frozen=True, slots=True)
class _Looking:
    found: list[Entry]
    skip: AbstractSet[str]


class FolderFetcher:
    """Lists and copies. Every call may hang when the share is dead: whoever must not hang
    calls from a thread of its own (:mod:`.eye`)."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._patterns = patterns_of(str(asked.settings.get("patterns", "")))
        self._depth = DEPTH if asked.settings.get("subfolders") else 0

    @property
    def said(self) -> str:
        """The folder as it was typed."""
        return str(self._asked.settings.get("path", ""))

    @property
    def goes_down(self) -> bool:
        return self._depth > 0

    @property
    def path(self) -> Path:
        """The folder, links resolved. Raises SourceError when no granted root holds it, or
        it is not there."""
        text = self.said
        if os.name != "nt" and _DRIVE.match(text):
            raise SourceError("drive_letter", path=text)
        try:
            real = Path(text).resolve(strict=True)
            roots = [root.resolve() for root in self._asked.granted.roots]
        except (OSError, RuntimeError, ValueError) as error:
            self._refuse_ungranted(text)
            raise SourceError("folder_gone", path=text) from error
        if not any(real.is_relative_to(root) for root in roots):
            raise SourceError("folder_not_granted", path=text)
        if not real.is_dir():
            raise SourceError("not_a_folder", path=text)
        return real

    def _refuse_ungranted(self, text: str) -> None:
        """A folder that nobody granted is not even said to be missing."""
        normal = Path(os.path.normpath(text))
        if not any(normal.is_relative_to(root) for root in self._asked.granted.roots):
            raise SourceError("folder_not_granted", path=text)

    def check(self) -> Seen:
        entries = self.look()
        if not entries:
            return Seen(0)
        newest = max(entries, key=lambda entry: entry.mtime_ns)
        return Seen(len(entries), newest.name, newest.at)

    def look(self, skip: AbstractSet[str] = frozenset()) -> list[Entry]:
        """Every wanted file, empty ones left out. Paths in ``skip`` are not asked about:
        on a share each question costs a trip. Raises SourceError."""
        found: list[Entry] = []
        self._walk(self.path, "", self._depth, _Looking(found, skip))
        return found

    def _walk(self, folder: Path, prefix: str, depth: int, looking: _Looking) -> None:
        try:
            with os.scandir(folder) as listed:
                for each in listed:
                    self._take(each, prefix, depth, looking)
        except OSError as error:
            raise SourceError(_why(error), path=self.said) from error

    def _take(self, each: os.DirEntry[str], prefix: str, depth: int, looking: _Looking) -> None:
        path = f"{prefix}{each.name}"
        if path in looking.skip:
            return
        if each.is_dir(follow_symlinks=False):
            if depth > 0 and not each.name.startswith("."):
                self._walk(Path(each.path), f"{path}/", depth - 1, looking)
            return
        if not each.is_file(follow_symlinks=False) or not is_wanted(each.name, self._patterns):
            return
        try:
            status = each.stat(follow_symlinks=False)
        except FileNotFoundError:
            return
        if status.st_size == 0:
            return
        if len(looking.found) >= MOST_ENTRIES:
            raise SourceError("folder_too_full", limit=MOST_ENTRIES)
        looking.found.append(Entry(path, status.st_size, status.st_mtime_ns))

    def batches(self) -> Iterator[Batch]:
        """Two looks a second apart, and what neither grew nor shrank between them."""
        before = {entry.path: entry for entry in self.look()}
        fresh = [entry for entry in before.values() if entry.digest not in self._asked.seen]
        present = frozenset(entry.digest for entry in before.values())
        head = Batch(found=len(before), known=len(before) - len(fresh), present=present)
        if not fresh:
            yield head
            return
        time.sleep(BETWEEN_LOOKS)
        now = {entry.path: entry for entry in self.look()}
        settled = [entry for entry in fresh if now.get(entry.path) == entry]
        yield head
        yield from self.read_all(settled)

    def read_all(self, entries: Sequence[Entry]) -> Iterator[Batch]:
        """Copies of files whose size was the same on two looks."""
        before = self._asked.history_before
        root = self.path
        for part in in_batches(in_order(entries, before), before):
            batch = Batch(is_history=is_history(part[0], before))
            for entry in part:
                self._add(batch, root, entry)
            yield batch

    def _add(self, batch: Batch, root: Path, entry: Entry) -> None:
        if is_too_large(entry):
            batch.refused.append(SourceError("too_large", name=entry.name))
            batch.digests.append(entry.digest)
            return
        path = root / entry.path
        inside = path.parent.resolve().is_relative_to(root)
        stream = copy_of(path, entry) if inside else None
        if stream is None:
            return
        batch.files.append(Fetched(entry.name, stream, entry.digest))
        batch.digests.append(entry.digest)


def copy_of(path: Path, entry: Entry) -> BinaryIO | None:
    """The file's bytes; None when it went away, changed meanwhile, is still being written
    or is locked by who writes it: the next look decides again."""
    try:
        source = open_beside(path)
    except OSError:
        return None
    with source:
        if not _is_same(source, entry):
            return None
        spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - handed on
        taken = cast("BinaryIO", spool)
        if _copied(source, taken) == entry.size and _is_same(source, entry):
            old = abs(time.time() - entry.mtime_ns / 1e9) > SETTLED_AFTER
            if is_complete(taken) or old:
                return taken
    taken.close()
    return None


def _is_same(source: BinaryIO, entry: Entry) -> bool:
    status = os.fstat(source.fileno())
    same = (status.st_size, status.st_mtime_ns) == (entry.size, entry.mtime_ns)
    return same and stat.S_ISREG(status.st_mode)


def _copied(source: BinaryIO, target: BinaryIO) -> int:
    """Bytes copied; -1 when the share went away in the middle."""
    count = 0
    try:
        while chunk := source.read(_CHUNK):
            target.write(chunk)
            count += len(chunk)
    except OSError:
        return -1
    target.seek(0)
    return count


def _why(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "folder_forbidden"
    return "folder_gone"
