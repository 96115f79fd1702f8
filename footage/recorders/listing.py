"""The files of a folder, found by name.

A month of one-minute segments is 43,000 names: each is matched, but only those near the
window are read as times.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from footage.errors import NoPermissionError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from footage.recorders.names import NamedSegment, NameTemplate
    from footage.window import UtcWindow

_TEMPORARY_SUFFIXES = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".filepart", "~")
_TEMPORARY_PREFIXES = (".", "~")
_NEAR = timedelta(days=2)
"""More than the longest file and the widest zone together."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    path: Path
    named: NamedSegment


def find_segments(
    root: Path, template: NameTemplate, camera: str, window: UtcWindow
) -> list[FoundFile]:
    """The finished-looking files of ``camera`` under ``root`` that may matter to
    ``window``: those near it, the ones next to those, and the oldest and newest of all.

    Raises UnreachableError, NoPermissionError when the folder itself cannot be read.
    """
    matched = list(_walk(root, root, template, 0, {}, camera))
    found = []
    for path, groups in _near(matched, template, window):
        named = template.read(groups)
        if named is not None:
            found.append(FoundFile(Path(path), named))
    return found


def find_cameras(root: Path, template: NameTemplate) -> list[str]:
    """Names of the cameras that have a folder or a file, without reading further down."""
    deepest = next(
        (i for i, level in enumerate(template.levels) if "camera" in level.groupindex),
        len(template.levels) - 1,
    )
    found = _walk(root, root, template, 0, {}, None, stop_after=deepest)
    return sorted({groups.get("camera", "") for _, groups in found})


_Match = tuple[str, dict[str, str]]


def _near(matched: list[_Match], template: NameTemplate, window: UtcWindow) -> list[_Match]:
    if not matched or not template.is_sortable:
        return matched
    start = template.sort_text(window.start - _NEAR)
    end = template.sort_text(window.end + _NEAR)
    keyed = [(template.sort_key(match[1]), match) for match in matched]
    kept = [match for key, match in keyed if start <= key <= end]
    before = [pair for pair in keyed if pair[0] < start]
    after = [pair for pair in keyed if pair[0] > end]
    for side in (before, after):
        if side:
            kept += [_lowest(side), _highest(side)]
    return kept


def _lowest(keyed: list[tuple[str, _Match]]) -> _Match:
    return min(keyed, key=lambda pair: pair[0])[1]


def _highest(keyed: list[tuple[str, _Match]]) -> _Match:
    return max(keyed, key=lambda pair: pair[0])[1]


def _walk(
    root: Path,
    folder: Path,
    template: NameTemplate,
    level: int,
    above: Mapping[str, str],
    camera: str | None,
    stop_after: int | None = None,
) -> Iterator[_Match]:
    last = len(template.levels) - 1 if stop_after is None else stop_after
    fits = template.levels[level].fullmatch
    for entry in _entries(folder, is_root=level == 0):
        match = fits(entry.name)
        if match is None or _is_temporary(entry.name) or _leads_out(entry, root):
            continue
        groups = {**above, **match.groupdict()}
        if camera is not None and groups.get("camera", camera) != camera:
            continue
        if level == last:
            yield entry.path, groups
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
