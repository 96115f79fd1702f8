"""When an export starts, as far as the file itself tells: a proposal for a person."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from footage.clock import utc_candidates
from footage.errors import FootageError
from footage.media import probe

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

_WRITTEN = re.compile(
    r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)"
    r"[-_. T]{0,2}([0-2]\d)[-_.:]?([0-5]\d)[-_.:]?([0-5]\d)"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A start that the file itself tells; ``source``: name or metadata."""

    start: datetime
    source: str


def proposed_start(path: Path, name: str, zone: ZoneInfo) -> Proposal | None:
    """By the name, which recorders write in the store's time, else by the metadata, less
    the length of the video: exports are stamped when they end."""
    for match in _WRITTEN.finditer(name):
        try:
            wall = datetime(*(int(part) for part in match.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
        except ValueError:
            continue
        return Proposal(utc_candidates(wall, zone)[0], "name")
    try:
        media = probe(path)
    except FootageError:
        return None
    if media.created is None or media.created.year < 2010:
        return None
    return Proposal(media.created.astimezone(UTC) - timedelta(seconds=media.seconds), "metadata")
