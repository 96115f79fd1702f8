"""A finished clip's files into the storage, and what the database is to know of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import structlog
from django.core.files.storage import default_storage

from clips import objects
from footage.errors import StorageFullError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from clips.keys import ClipKeys
    from footage.cutting import FinishedClip

log = structlog.get_logger(__name__)

_ATTEMPT = re.compile(r"\.f(\d+)\.")


@dataclass(slots=True)
class Kept:
    """What one attempt stored (``keys``), and the clip's fields that describe it."""

    fields: dict[str, Any] = field(default_factory=dict)
    keys: list[str] = field(default_factory=list)


class _Shelf:
    """Stores each file once, under this attempt's names; takes all back when one fails."""

    def __init__(self, keys: ClipKeys, attempt: str, stored: Mapping[Path, str]) -> None:
        self._keys, self._attempt, self._stored = keys, attempt, stored
        self.placed: dict[Path, str] = {}

    def put(self, path: Path | None, what: str) -> str:
        if path is None:
            return ""
        if path in self._stored:
            return self._stored[path]
        if path not in self.placed:
            key = self._keys.key(what, self._attempt, path.suffix)
            self.placed[path] = key
            objects.put(self._keys, key, path)
        return self.placed[path]


def keep(
    keys: ClipKeys, attempt: str, finished: FinishedClip, stored: Mapping[Path, str] | None = None
) -> Kept:
    """Store every file of ``finished``, except those that are ``stored`` already (path to
    key). Raises StorageAwayError, StorageFullError."""
    shelf = _Shelf(keys, attempt, stored or {})
    try:
        originals = [
            {
                "key": shelf.put(original.path, "original" + (str(n) if n > 1 else "")),
                "sha256": original.sha256,
                "size": original.size,
                "codec": original.codec,
                "start": original.start.isoformat(),
            }
            for n, original in enumerate(finished.originals, start=1)
        ]
        files = {
            "originals": originals,
            "original_key": originals[0]["key"],
            "playback_key": shelf.put(finished.playback.path, "playback"),
            "thumbnail_key": shelf.put(finished.thumbnail, "thumbnail"),
            "sheet_key": shelf.put(finished.contact_sheet, "sheet"),
        }
    except (objects.StorageAwayError, StorageFullError):
        objects.delete(keys, shelf.placed.values())
        raise
    return Kept(files | facts_of(finished), list(shelf.placed.values()))


def facts_of(finished: FinishedClip) -> dict[str, Any]:
    """What a clip is, beside its files."""
    return {
        "obtained_start": finished.obtained.start,
        "obtained_end": finished.obtained.end,
        "gaps": [
            {
                "start": gap.start.isoformat(),
                "end": gap.end.isoformat(),
                "reason": gap.reason,
            }
            for gap in finished.gaps
        ],
        "timeline": [
            {"at": span.at, "start": span.start.isoformat(), "seconds": span.seconds}
            for span in finished.timeline.spans
        ],
        "notes": [{"code": note.code, "params": dict(note.params)} for note in finished.notes],
        "is_partial": not finished.is_complete,
        "sheet_times": [at.isoformat() for at in finished.sheet_times],
        "sha256": finished.original.sha256,
        "codec": finished.original.codec,
        "size": finished.playback.size,
        "duration_ms": round(finished.timeline.seconds * 1000),
        "moment_ms": round(finished.moment_offset * 1000) if finished.has_moment else None,
    }


def sweep_older(keys: ClipKeys, fence: int, in_use: Iterable[str]) -> None:
    """Delete what earlier attempts at fetching this clip stored and nobody refers to."""
    used = set(in_use)
    try:
        _folders, names = default_storage.listdir(keys.folder)
    except FileNotFoundError:
        return
    except objects.AWAY as error:
        log.warning("folder_not_listed", key=keys.folder, error=type(error).__name__)
        return
    old = [
        f"{keys.folder}/{name}"
        for name in names
        if (match := _ATTEMPT.search(name)) and int(match[1]) < fence
    ]
    objects.delete(keys, [key for key in old if key not in used])
