"""How much each size takes in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from benchmarks.bench import Size


@dataclass(frozen=True, slots=True)
class Amounts:
    megabytes: float
    """Of the file that is timed."""
    archive_files: int
    """One-event files of the ZIP."""
    insert_megabytes: float
    """Of the file whose rows are inserted in three ways."""
    small_megabytes: float
    big_megabytes: float
    """Of the two files whose peak memory is compared."""


AMOUNTS: Final[dict[Size, Amounts]] = {
    "S": Amounts(6, 300, 3, 3, 30),
    "M": Amounts(40, 10_000, 20, 20, 200),
    "L": Amounts(200, 10_000, 100, 50, 500),
}
