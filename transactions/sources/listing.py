"""Files as a folder or server lists them: which are wanted, known, and finished."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from transactions.sources.base import MAX_FILE_BYTES, MB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BATCH_FILES: Final = 200
BATCH_BYTES: Final = 32 * MB
_UNFINISHED: Final = (".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".lock")
_LITTER: Final = (".", "~$", "desktop.ini", "thumbs.db")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file as listed: path below the source with ``/``, bytes, and time in nanoseconds."""

    path: str
    size: int
    mtime_ns: int

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.mtime_ns / 1e9, UTC)

    @property
    def digest(self) -> bytes:
        """By what the file is known again: one that grew or was written anew is another."""
        told = f"{self.path}\0{self.size}\0{self.mtime_ns}".encode(errors="surrogateescape")
        return hashlib.blake2b(told, digest_size=16).digest()


def patterns_of(text: str) -> tuple[str, ...]:
    """``PJR*.xml, CPJR*`` as patterns; nothing means every file."""
    words = text.replace(",", " ").replace(";", " ").split()
    return tuple(word.lower() for word in words) or ("*",)


def is_wanted(name: str, patterns: Sequence[str]) -> bool:
    """Whether a file of that name is to be read: case does not count, litter never is."""
    lowered = name.lower()
    if lowered.startswith(_LITTER) or lowered.endswith(_UNFINISHED):
        return False
    return any(fnmatchcase(lowered, pattern) for pattern in patterns)


def is_too_large(entry: Entry) -> bool:
    return entry.size > MAX_FILE_BYTES


def in_order(entries: Iterable[Entry], history_before: datetime | None) -> list[Entry]:
    """Today's files first, oldest first; then what was there before the source was."""
    return sorted(entries, key=lambda e: (is_history(e, history_before), e.mtime_ns, e.path))


def is_history(entry: Entry, before: datetime | None) -> bool:
    return before is not None and entry.at < before


def in_batches(entries: Sequence[Entry], history_before: datetime | None) -> Iterator[list[Entry]]:
    """Slices small enough for memory and for one commit, history apart from what is new."""
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        full = len(batch) >= BATCH_FILES or size + entry.size > BATCH_BYTES
        turns = batch and is_history(entry, history_before) != is_history(batch[0], history_before)
        if batch and (full or turns):
            yield batch
            batch, size = [], 0
        batch.append(entry)
        size += entry.size
    if batch:
        yield batch
