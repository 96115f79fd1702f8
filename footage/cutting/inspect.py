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

_WORKERS = 3
"""Two compute, one waits for the disk."""


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
        shown = timeline.seconds_at(moment)
        last = max(0.0, timeline.seconds - CHECKED_SECONDS)
        files = {*originals, playback}
        flushed = [self._pool.submit(make_durable, path) for path in files]
        # The longest first, so that both cores end together.
        hashing = {path: self._pool.submit(sha256_of, path) for path in files}
        picture = self._pool.submit(decode_at, playback, shown)
        end = self._pool.submit(decode_check, playback, last)
        first = self._pool.submit(decode_check, playback, 0.0)
        looks = {at: look.result() for at, look in self._looks.items()}
        seen = [(0.0, first.result()), (shown, picture.result()), (last, end.result())]
        checks = [(timeline.utc_at(at), decoded) for at, decoded in seen]
        stills = [still for still in looks.values() if still is not None]
        stills += [Still(at, decoded.image) for at, decoded in checks[:2] if decoded.image]
        for flush in flushed:
            flush.result()
        return Inspection(
            digests={path: digest.result() for path, digest in hashing.items()},
            thumbnail=picture.result().image or _nearest(stills, moment),
            stills=_in_order(stills),
            damaged_at=tuple(
                sorted(
                    {at for at, decoded in checks if not decoded.is_sound}
                    | {at for at, still in looks.items() if still is None}
                )
            ),
        )


def _at(span: Span, second: float) -> datetime:
    return span.file.start + timedelta(seconds=second)


def _nearest(stills: Sequence[Still], moment: datetime) -> Image.Image | None:
    nearest = min(stills, key=lambda still: abs(still.at - moment), default=None)
    return nearest.image if nearest else None


def _in_order(stills: Sequence[Still]) -> tuple[Still, ...]:
    """Each once: a short clip has fewer keyframes than tiles."""
    return tuple(sorted({still.at: still for still in stills}.values(), key=lambda s: s.at))
