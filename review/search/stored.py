"""Names of stored exports: ``chain/<uuid>/exports/<export uuid>/rows.<attempt>.<ext>``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clips.keys import ForeignKeyError

if TYPE_CHECKING:
    import uuid

_NAME = re.compile(r"rows\.f\d{1,19}\.(csv|xlsx)")


@dataclass(frozen=True, slots=True)
class ExportKeys:
    """The only maker and checker of keys for one export of one chain."""

    chain: uuid.UUID
    export: uuid.UUID

    @property
    def folder(self) -> str:
        return f"chain/{self.chain}/exports/{self.export}/"

    def key(self, fence: int, suffix: str) -> str:
        return self.check(f"{self.folder}rows.f{fence}.{suffix}")

    def check(self, key: str) -> str:
        """``key`` itself. Raises ForeignKeyError unless it lies in this export's folder."""
        if not key.startswith(self.folder) or not _NAME.fullmatch(key[len(self.folder) :]):
            raise ForeignKeyError(key)
        return key
