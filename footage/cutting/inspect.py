"""Checks a finished file and takes its pictures, on both cores at once.

Hashing, flushing to disk and decoding all leave the interpreter's lock, so they overlap.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from footage.cutting.files import make_durable, sha256_of
from footage.cutting.stills import Still, keyframe_still, sheet_seconds
from footage.cutting.verify import CHECKED_SECONDS, decode_at, decode_check

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PIL import Image

_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Inspection:
    digests: dict[Path, str]
    thumbnail: Image.Image | None
    """The moment; where that cannot be decoded, the nearest still."""
    stills: tuple[Still, ...]
    damaged_at: tuple[float, ...]
    """Seconds of the playback copy near which pictures could not be decoded."""


def inspect_files(
    playback: Path, seconds: float, interval: float, moment: float, originals: Sequence[Path]
) -> Inspection:
    """``seconds`` long, a picture every ``interval``; ``moment`` in seconds of the file.

    Also hashes ``originals`` and flushes them to the disk.
    """
    last = max(0.0, seconds - CHECKED_SECONDS)
    shown = min(moment, max(0.0, seconds - interval))
    with ThreadPoolExecutor(_WORKERS, thread_name_prefix="inspect") as pool:
        picture = pool.submit(decode_at, playback, shown, interval)
        hashing = {path: pool.submit(_settle, path) for path in {*originals, playback}}
        checks = {at: pool.submit(decode_check, playback, at) for at in (0.0, last)}
        looks = {at: pool.submit(keyframe_still, playback, at) for at in sheet_seconds(seconds)}
    sound = {at: check.result() for at, check in checks.items()}
    sound[shown] = picture.result().is_sound
    found = {at: look.result() for at, look in looks.items()}
    sound |= {at: still is not None for at, still in found.items() if at not in sound}
    stills = tuple(still for still in found.values() if still is not None)
    return Inspection(
        digests={path: digest.result() for path, digest in hashing.items()},
        thumbnail=picture.result().image or _nearest(stills, shown),
        stills=_each_once(stills),
        damaged_at=tuple(sorted(at for at, is_sound in sound.items() if not is_sound)),
    )


def _settle(path: Path) -> str:
    digest = sha256_of(path)
    make_durable(path)
    return digest


def _nearest(stills: Sequence[Still], second: float) -> Image.Image | None:
    nearest = min(stills, key=lambda still: abs(still.at - second), default=None)
    return nearest.image if nearest else None


def _each_once(stills: Sequence[Still]) -> tuple[Still, ...]:
    """A short clip has fewer keyframes than tiles."""
    return tuple({still.at: still for still in stills}.values())
