"""What this process, and its children that have ended, read from the disk itself."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNTERS = Path("/proc/self/io")


def can_count() -> bool:
    return hasattr(os, "posix_fadvise") and _COUNTERS.exists()


def forget(path: Path) -> None:
    """Have the system drop the file from its cache, so that every byte needed is read."""
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def bytes_read() -> int:
    """Bytes fetched from storage so far; what came from the cache is not among them."""
    return next(int(value) for name, value in _counters() if name == "read_bytes")


def _counters() -> Iterator[tuple[str, str]]:
    for line in _COUNTERS.read_text(encoding="ascii").splitlines():
        name, _, value = line.partition(": ")
        yield name, value
