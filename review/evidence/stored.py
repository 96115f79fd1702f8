"""Names of stored evidence: ``chain/<uuid>/evidence/<package uuid>/<what>.<attempt>.<ext>``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clips.keys import ForeignKeyError

if TYPE_CHECKING:
    import uuid

_KEY = re.compile(
    r"chain/(?P<chain>[0-9a-f-]{36})/evidence/(?P<package>[0-9a-f-]{36})/[a-z0-9][a-z0-9.-]{0,80}"
)


@dataclass(frozen=True, slots=True)
class PackageKeys:
    """The only maker and checker of keys for what belongs to one package of one chain."""

    chain: uuid.UUID
    package: uuid.UUID

    def key(self, what: str, attempt: str, suffix: str) -> str:
        folder = f"chain/{self.chain}/evidence/{self.package}"
        return self.check(f"{folder}/{what}.{attempt}{suffix}")

    def check(self, key: str) -> str:
        """``key`` itself. Raises ForeignKeyError unless it lies in this package's folder."""
        match = _KEY.fullmatch(key)
        if (
            match is None
            or match["chain"] != str(self.chain)
            or match["package"] != str(self.package)
            or ".." in key
        ):
            raise ForeignKeyError(key)
        return key
