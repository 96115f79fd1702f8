"""The package's file: a ZIP whose every byte follows from what is in it. Pure.

The headers come from the verifier that checks them, so that there is one account of the
format. Nothing is compressed: video does not shrink, and nothing that has to be unpacked
can be a bomb. Whatever the size of a file, one piece of it is in memory.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from evidence_verifier import (
    MANIFEST,
    SIGNATURE,
    Entry,
    directory,
    is_safe_name,
    local_header,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class WrongSizeError(Exception):
    """A stored file gave more or fewer bytes than it was said to have."""


class NameTakenError(ValueError):
    """Two files of one package cannot share a name, nor bear an unsafe one."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as the manifest lists it."""

    path: str
    size: int
    sha256: str


class PackageWriter:
    """Files in the order they are added, then manifest and signature."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._entries: list[Entry] = []
        self.files: list[Listed] = []

    def add(self, path: str, content: bytes) -> Listed:
        return self.add_pieces(path, len(content), [content])

    def add_pieces(self, path: str, size: int, pieces: Iterable[bytes]) -> Listed:
        """A file of ``size`` bytes. Raises WrongSizeError, NameTakenError."""
        if not is_safe_name(path) or any(entry.name == path for entry in self._entries):
            raise NameTakenError(path)
        offset, digest, crc, written = self._target.tell(), hashlib.sha256(), 0, 0
        self._target.write(local_header(path, size, 0))
        for piece in pieces:
            self._target.write(piece)
            digest.update(piece)
            crc, written = zlib.crc32(piece, crc), written + len(piece)
        if written != size:
            raise WrongSizeError(path)
        self._fill_header(path, size, crc, offset)
        listed = Listed(path, size, digest.hexdigest())
        self.files.append(listed)
        return listed

    def close(self, facts: Mapping[str, Any], sign: Callable[[bytes], bytes]) -> tuple[bytes, int]:
        """Manifest, signature and the list of files; answers the manifest, and the ZIP's
        size."""
        files = [{"path": f.path, "size": f.size, "sha256": f.sha256} for f in self.files]
        manifest = canonical_json({**facts, "files": files})
        self.add(MANIFEST, manifest)
        self.add(SIGNATURE, sign(manifest))
        self._target.write(directory(self._entries, self._target.tell()))
        return manifest, self._target.tell()

    def _fill_header(self, path: str, size: int, crc: int, offset: int) -> None:
        """The sum is known only once all bytes have passed."""
        end = self._target.tell()
        self._target.seek(offset)
        self._target.write(local_header(path, size, crc))
        self._target.seek(end)
        self._entries.append(Entry(path, size, crc, offset))


def canonical_json(value: Mapping[str, Any]) -> bytes:
    """One spelling only: names in order, no spaces, plain letters. The manifest holds
    texts and whole numbers, for which this is RFC 8785's form but for the escapes."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    ).encode("ascii")


def readable_json(value: Mapping[str, Any]) -> bytes:
    """The same, for the files that people may open."""
    text = json.dumps(value, sort_keys=True, indent=2, ensure_ascii=False, default=str)
    return f"{text}\n".encode()
