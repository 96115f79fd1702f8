"""Whether a storage elsewhere really holds what was sent: by its own hash, or by reading.

An S3 answers with an ETag: the MD5 of the object, or of its parts' MD5s. Where it is
neither (encrypted by a key of the storage's own, another make of storage), the object is
read back. Nothing of this guards against a storage that lies; it finds what a line or a
disk broke on the way.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.core.files.storage import default_storage

if TYPE_CHECKING:
    from pathlib import Path

_PIECE = 256 * 1024
_USUAL_PART = 8 * 1024 * 1024


def holds(key: str, path: Path) -> bool:
    """Raises what the storage raises when it is away."""
    storage: Any = default_storage
    if hasattr(storage, "bucket"):
        told = str(storage.bucket.Object(key).e_tag).strip('"')
        if told in _etags(path, _part_bytes(storage)):
            return True
    return _sha256_stored(key) == _sha256(path)


def _part_bytes(storage: Any) -> int:
    config = getattr(storage, "transfer_config", None)
    return int(getattr(config, "multipart_chunksize", _USUAL_PART))


def _etags(path: Path, part: int) -> set[str]:
    """Of the file sent whole, and sent in parts of ``part`` bytes."""
    whole = hashlib.md5(usedforsecurity=False)
    parts = []
    with path.open("rb") as file:
        while piece := file.read(part):
            whole.update(piece)
            parts.append(hashlib.md5(piece, usedforsecurity=False).digest())
    of_parts = hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest()
    return {whole.hexdigest(), f"{of_parts}-{len(parts)}"}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sha256_stored(key: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(key, "rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()
