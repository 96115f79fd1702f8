"""Files that appear whole or not at all: written under a temporary name, made durable, renamed."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from footage.errors import NoPermissionError, StorageFullError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def workspace(out_dir: Path) -> Iterator[Path]:
    """A hidden folder beside the results, on the same disk, gone afterwards whatever happens.

    Raises StorageFullError, NoPermissionError for what the disk refuses inside.
    """
    with disk_errors():
        out_dir.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".cutting-", dir=out_dir))
    try:
        with disk_errors():
            yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def disk_errors() -> Iterator[None]:
    """The disk's refusals as errors that say what to do."""
    try:
        yield
    except PermissionError as error:
        raise NoPermissionError("the folder for clips") from error
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFullError from error
        raise


def make_durable(path: Path) -> None:
    """Flushes the file's bytes to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def publish(finished: dict[Path, Path]) -> None:
    """Renames each temporary file (key) to its place (value), in the same folder's disk."""
    for temporary, final in finished.items():
        temporary.replace(final)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
