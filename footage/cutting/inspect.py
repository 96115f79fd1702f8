"""Takes a clip's pictures and checks its files, on both cores at once.

Hashing, flushing to disk and decoding all leave the interpreter's lock, so they overlap
with each other, and the stills with the copying.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from footage.cutting.files import make_durable, sha256_of
from footage.cutting.stills import Still, keyframe_still, sheet_places
from footage.cutting.verify import CHECKED_SECONDS, decode_at, decode_check

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from PIL import Image

    from footage.cutting.plan import Span
    from footage.cutting.timeline import Timeline

_WORKERS = 2


@dataclass(frozen=True, slots=True)
class Inspection:
    digests: dict[Path, str]
    thumbnail: Image.Image | None
    """The moment; where that cannot be decoded, the nearest still."""
    stills: tuple[Still, ...]
    damaged_at: tuple[datetime, ...]
    """Real times near which pictures could not be decoded."""


class Inspector:
    """One clip's inspection: look at the source while it is copied, then check the files."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._pool = ThreadPoolExecutor(_WORKERS, thread_name_prefix="inspect")
        self._looks: dict[datetime, Future[Still | None]] = {
            _at(span, second): self._pool.submit(keyframe_still, span, second)
            for span, second in sheet_places(spans)
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def inspect(
        self, playback: Path, timeline: Timeline, moment: datetime, originals: Sequence[Path]
    ) -> Inspection:
        """Checks ``playback``; hashes it and ``originals`` and flushes them to the disk."""
        shown = min(timeline.seconds_at(moment), timeline.seconds)
        last = max(0.0, timeline.seconds - CHECKED_SECONDS)
        picture = self._pool.submit(decode_at, playback, shown)
        checks = {at: self._pool.submit(decode_check, playback, at) for at in (0.0, last)}
        hashing = {path: self._pool.submit(_settle, path) for path in {*originals, playback}}
        sound = {timeline.utc_at(at): check.result() for at, check in checks.items()}
        sound[timeline.utc_at(shown)] = picture.result().is_sound
        found = {at: look.result() for at, look in self._looks.items()}
        sound |= {at: False for at, still in found.items() if still is None}
        stills = _each_once([still for still in found.values() if still is not None])
        return Inspection(
            digests={path: digest.result() for path, digest in hashing.items()},
            thumbnail=picture.result().image or _nearest(stills, moment),
            stills=stills,
            damaged_at=tuple(sorted(at for at, is_sound in sound.items() if not is_sound)),
        )


def _at(span: Span, second: float) -> datetime:
    return span.file.start + timedelta(seconds=second)


def _settle(path: Path) -> str:
    digest = sha256_of(path)
    make_durable(path)
    return digest


def _nearest(stills: Sequence[Still], moment: datetime) -> Image.Image | None:
    nearest = min(stills, key=lambda still: abs(still.at - moment), default=None)
    return nearest.image if nearest else None


def _each_once(stills: Sequence[Still]) -> tuple[Still, ...]:
    """A short clip has fewer keyframes than tiles."""
    return tuple({still.at: still for still in stills}.values())
