"""Stored objects through Django's storage: put, delete, read. Local disk or S3 alike."""

from __future__ import annotations

import errno
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import structlog
from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files import File
from django.core.files.storage import default_storage

from clips.stored import holds
from footage.errors import StorageFullError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

log = structlog.get_logger(__name__)

CHUNK = 256 * 1024
WORK = ".work"
ABANDONED_AFTER_SECONDS = 24 * 3600
AWAY = (OSError, BotoCoreError, Boto3Error, ClientError)
_FULL = {errno.ENOSPC, errno.EDQUOT}


class StorageAwayError(Exception):
    """The storage did not take or give an object; later it may."""


class Keys(Protocol):
    """Knows which keys belong to the one thing that is being worked on."""

    def check(self, key: str) -> str:
        """``key`` itself. Raises ForeignKeyError for any other's."""


class _Movable(File):  # type: ignore[type-arg]
    """A finished file that a local storage takes over by renaming it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.open("rb"), name=path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        return str(self._path)


def local_path(key: str) -> Path | None:
    """Where an object lies on this machine's disk; None when the storage is elsewhere."""
    try:
        return Path(default_storage.path(key))
    except NotImplementedError:
        return None


def put(keys: Keys, key: str, path: Path) -> None:
    """Store the file, moving it where that is possible, and check that all of it is there:
    by its size, and by its hash where it went over a line.

    Raises StorageAwayError, StorageFullError.
    """
    keys.check(key)
    size = path.stat().st_size
    try:
        with _Movable(path) as content:
            stored = default_storage.save(key, content)
        found = default_storage.size(stored)
        is_whole = found == size and (local_path(stored) is not None or holds(stored, path))
    except AWAY as error:
        if isinstance(error, OSError) and error.errno in _FULL:
            raise StorageFullError from error
        raise StorageAwayError(type(error).__name__) from error
    if stored != key or not is_whole:
        delete(keys, [stored])
        raise StorageAwayError(f"stored {found} of {size} bytes, or others")


def fetch(keys: Keys, key: str, target: Path) -> None:
    """Copy an object to a local file. Raises StorageAwayError, StorageFullError."""
    keys.check(key)
    try:
        with default_storage.open(key, "rb") as source, target.open("wb") as file:
            shutil.copyfileobj(source, file, CHUNK)
    except AWAY as error:
        if isinstance(error, OSError) and error.errno in _FULL:
            raise StorageFullError from error
        raise StorageAwayError(type(error).__name__) from error


def delete(keys: Keys, unwanted: Iterable[str]) -> None:
    """Remove objects of one clip; what cannot be removed now is logged, and left."""
    for key in unwanted:
        keys.check(key)
        try:
            default_storage.delete(key)
        except AWAY as error:
            log.warning("object_not_deleted", key=key, error=type(error).__name__)


def remove(keys: Keys, unwanted: Iterable[str]) -> None:
    """Delete objects of one clip for good; one that is gone already counts as deleted.

    Raises StorageAwayError at the first that cannot be deleted now.
    """
    for key in unwanted:
        keys.check(key)
        try:
            default_storage.delete(key)
        except AWAY as error:
            raise StorageAwayError(type(error).__name__) from error


@contextmanager
def workspace() -> Iterator[Path]:
    """A folder to make files in, beside a local storage so that they can be renamed into
    it; gone afterwards. What killed processes left behind goes after a day."""
    root = local_path(WORK)
    if root is not None:
        root.mkdir(parents=True, exist_ok=True)
        _drop_abandoned(root)
    with tempfile.TemporaryDirectory(dir=root, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _drop_abandoned(root: Path) -> None:
    before = time.time() - ABANDONED_AFTER_SECONDS
    for folder in root.iterdir():
        try:
            is_old = folder.stat().st_mtime < before
        except FileNotFoundError:
            continue  # its owner has just finished with it
        if is_old:
            shutil.rmtree(folder, ignore_errors=True)
