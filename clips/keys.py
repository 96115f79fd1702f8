"""Names of stored objects: ``chain/<uuid>/clips/<clip uuid>/<what>.<attempt>.<ext>``.

Keys begin with the chain's uuid, never its schema name: a chain may be renamed, and a
schema name used again. Each attempt writes names of its own, so that a worker which
comes back late can neither overwrite nor delete what the winner stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uuid

_KEY = re.compile(
    r"chain/(?P<chain>[0-9a-f-]{36})/clips/(?P<clip>[0-9a-f-]{36})/[a-z0-9][a-z0-9.-]{0,80}"
)


class ForeignKeyError(ValueError):
    """A key that does not belong to this chain's clip: nothing is done with it."""


@dataclass(frozen=True, slots=True)
class ClipKeys:
    """The only maker and checker of keys for one clip of one chain."""

    chain: uuid.UUID
    clip: uuid.UUID

    @property
    def folder(self) -> str:
        return f"chain/{self.chain}/clips/{self.clip}"

    def key(self, what: str, attempt: str, suffix: str) -> str:
        """E.g. ``playback``, ``f3`` (third fetch), ``.mp4``."""
        return self.check(f"{self.folder}/{what}.{attempt}{suffix.lower()}")

    def check(self, key: str) -> str:
        """``key`` itself. Raises ForeignKeyError unless it lies in this clip's folder."""
        match = _KEY.fullmatch(key)
        if (
            match is None
            or match["chain"] != str(self.chain)
            or match["clip"] != str(self.clip)
            or ".." in key
        ):
            raise ForeignKeyError(key)
        return key


_STILL = re.compile(r"chain/(?P<chain>[0-9a-f-]{36})/cameras/(?P<camera>[0-9]+)/[a-z0-9.-]{1,80}")


@dataclass(frozen=True, slots=True)
class CameraKeys:
    """The only maker and checker of keys for the stills of one camera of one chain."""

    chain: uuid.UUID
    camera: int

    def key(self, attempt: str) -> str:
        return self.check(f"chain/{self.chain}/cameras/{self.camera}/still.{attempt}.jpg")

    def check(self, key: str) -> str:
        """``key`` itself. Raises ForeignKeyError unless it is this camera's."""
        match = _STILL.fullmatch(key)
        if match is None or (match["chain"], match["camera"]) != (
            str(self.chain),
            str(self.camera),
        ):
            raise ForeignKeyError(key)
        return key
