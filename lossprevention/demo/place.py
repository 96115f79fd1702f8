"""What the demo is called and where it keeps its things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lossprevention.simulator.profiles import StoreProfile, default_stores

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CHAIN_NAME = "Sunrise Corner Stores"
SCHEMA = "demo"
CHAIN_HOST = "127.0.0.1"
CHAIN_HOSTS = (CHAIN_HOST, "demo.localhost")
SUPPORT_HOST = "localhost"
LIVE_STORE, BACK_OFFICE_STORE, SILENT_STORE = "101", "102", "103"
"""Whose journal comes from a watched folder, whose back office sends its lists too, and one
of whose sources says nothing any more."""
SEED = 2026
DAYS = 7
"""Closed business dates before today in the demo's history."""


def stores() -> Sequence[StoreProfile]:
    return default_stores(3)


@dataclass(frozen=True, slots=True)
class Place:
    """Files of the demo inside a data directory."""

    data: Path

    @property
    def logins(self) -> Path:
        return self.data / "demo-logins.json"

    @property
    def history(self) -> Path:
        """When the history was begun, and whether it is complete."""
        return self.data / "demo-history.json"

    @property
    def tills(self) -> Path:
        """How far each store's registers have come."""
        return self.data / "demo-tills.json"

    def incoming(self, store: str) -> Path:
        """A folder that a source of the store reads; inside the default SOURCE_ROOTS."""
        return self.data / "incoming" / SCHEMA / store

    def footage(self, store: str) -> Path:
        """What the recorder of a store holds; inside the default FOOTAGE_ROOTS."""
        return self.data / "footage" / store
