"""Segment files are trusted only once measured.

A file's modification time is used for one thing only: to tell that somebody may still be
writing it. When footage was recorded, only its name (or its own metadata) says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from footage.errors import FootageError
from footage.media import MediaInfo, probe

if TYPE_CHECKING:
    from footage.recorders.listing import FoundFile

_DAMAGED = "segment_damaged"
_PROBLEMS = {"segment_empty": "segment_empty", "unreachable": "segment_unreadable"}


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a segment: measured ``media``, or the reason it cannot be used."""

    media: MediaInfo | None
    problem: str = ""


def look_at(found: FoundFile, *, now: float, settle_seconds: float) -> Look:
    """Measures one segment; ``now`` in POSIX seconds.

    A file touched within ``settle_seconds`` is used only when it is provably whole: as
    long as its name says, with nothing that its header promises missing.
    """
    try:
        touched = now - found.path.stat().st_mtime
    except OSError:
        return Look(None, "not_recorded")
    is_young = 0 <= touched < settle_seconds
    try:
        media = probe(found.path)
    except FootageError as error:
        return Look(None, "still_recording" if is_young else _PROBLEMS.get(error.code, _DAMAGED))
    if is_young and not _is_whole(media, found.named.seconds):
        return Look(None, "still_recording")
    return Look(media)


def _is_whole(media: MediaInfo, declared: float | None) -> bool:
    return declared is not None and not media.is_truncated and media.seconds >= declared - 0.5
