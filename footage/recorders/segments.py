"""The segment files of a folder: found by name, trusted only once measured.

A file's modification time is used for one thing only: to tell that somebody may still be
writing it. When footage was recorded, only its name (or its own metadata) says.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from footage.errors import FootageError, NoPermissionError, UnreachableError
from footage.media import MediaInfo, probe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from footage.recorders.names import NamedSegment, NameTemplate

_TEMPORARY_SUFFIXES = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".filepart", "~")
_TEMPORARY_PREFIXES = (".", "~")
_DAMAGED = "segment_damaged"
_PROBLEMS = {"segment_empty": "segment_empty", "unreachable": "segment_unreadable"}


@dataclass(frozen=True, slots=True)
class FoundFile:
    path: Path
    named: NamedSegment


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a segment: measured ``media``, or the reason it cannot be used."""

    media: MediaInfo | None
    problem: str = ""


def find_segments(root: Path, template: NameTemplate, camera: str) -> Iterator[FoundFile]:
    """Every finished-looking file of ``camera`` under ``root``, in no order.

    Raises UnreachableError, NoPermissionError when the folder itself cannot be read.
    """
    for path, groups in _walk(root, root, template, 0, {}, camera):
        named = template.read(groups)
        if named is not None:
            yield FoundFile(path, named)


def find_cameras(root: Path, template: NameTemplate) -> list[str]:
    """Names of the cameras that have a folder or a file, without reading further down."""
    deepest = next(
        (i for i, level in enumerate(template.levels) if "camera" in level.groupindex),
        len(template.levels) - 1,
    )
    found = _walk(root, root, template, 0, {}, None, stop_after=deepest)
    return sorted({groups.get("camera", "") for _, groups in found})


def _walk(
    root: Path,
    folder: Path,
    template: NameTemplate,
    level: int,
    above: Mapping[str, str],
    camera: str | None,
    stop_after: int | None = None,
) -> Iterator[tuple[Path, dict[str, str]]]:
    last = len(template.levels) - 1 if stop_after is None else stop_after
    for entry in _entries(folder, is_root=level == 0):
        match = template.levels[level].fullmatch(entry.name)
        if match is None or _is_temporary(entry.name) or _leads_out(entry, root):
            continue
        groups = {**above, **match.groupdict()}
        if camera is not None and groups.get("camera", camera) != camera:
            continue
        if level == last:
            yield Path(entry.path), groups
        elif entry.is_dir():
            below = Path(entry.path)
            yield from _walk(root, below, template, level + 1, groups, camera, stop_after)


def _entries(folder: Path, *, is_root: bool) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except FileNotFoundError:
        if not is_root:
            return []  # a day's folder may be deleted while we look
        raise UnreachableError(folder.name) from None
    except PermissionError as error:
        raise NoPermissionError(folder.name) from error
    except OSError as error:
        raise UnreachableError(folder.name) from error


def _leads_out(entry: os.DirEntry[str], root: Path) -> bool:
    """A link on a share must not lead to files outside the folder that was granted."""
    return entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(root.resolve())


def _is_temporary(name: str) -> bool:
    return name.startswith(_TEMPORARY_PREFIXES) or name.lower().endswith(_TEMPORARY_SUFFIXES)


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
