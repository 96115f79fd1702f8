"""How far each store's registers have come, so that they go on where they were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from lossprevention.embedded.private_files import read_private_json, write_private_json
from lossprevention.simulator.desk import Counters

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Till:
    """Everything up to ``until`` (aware) was handed over; the next numbers follow."""

    until: datetime
    counters: Counters


def read_tills(path: Path) -> dict[str, Till]:
    """By store code; empty before the history was written."""
    stored = read_private_json(path) or {}
    return {
        code: Till(
            datetime.fromisoformat(row["until"]), Counters(dict(row["numbers"]), row["files"])
        )
        for code, row in stored.items()
    }


def write_tills(path: Path, tills: Mapping[str, Till]) -> None:
    rows = {
        code: {
            "until": till.until.isoformat(),
            "numbers": till.counters.transactions,
            "files": till.counters.files,
        }
        for code, till in tills.items()
    }
    write_private_json(path, rows)
