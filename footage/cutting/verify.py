"""Proof that a written file holds what it should, and that its pictures can be decoded.

Decoders hide damage; here they are told not to (``err_detect=explode``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from footage.cutting.stills import THUMBNAIL_WIDTH, TILE_WIDTH, to_image
from footage.errors import TruncatedError
from footage.late import Late
from footage.media import probe
from footage.opening import open_video, time_base, video_stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import av.error
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream
    from PIL import Image

    from footage.cutting.timeline import Frames
    from footage.media import MediaInfo
else:
    av = Late("av")

CHECKED_SECONDS = 1.0
_STRICT = {"err_detect": "explode"}
# Undoing blocks changes how a picture looks, not whether its data is sound.
_STRICT_AND_QUICK = {**_STRICT, "skip_loop_filter": "all"}
_ROUNDING = 0.001
_ENOUGH_FRAMES = 0.8


@dataclass(frozen=True, slots=True)
class Decoded:
    """One checked stretch: the picture asked for (None when it could not be built) and
    whether every picture on the way was sound."""

    image: Image.Image | None
    is_sound: bool


def check_written(path: Path, frames: Frames) -> MediaInfo:
    """The file holds every picture given to it, at its length. Raises TruncatedError."""
    media = probe(path)
    want = frames.at[-1] - frames.at[0] + frames.interval
    if abs(media.seconds - want) > 2 * frames.interval + 0.1 or _pictures(path) != len(frames):
        raise TruncatedError(got=media.seconds, want=want)
    return media


def _pictures(path: Path) -> int:
    with open_video(path, "mov") as container:
        return len(video_stream(container).index_entries)


def is_sparse(frames: Frames) -> bool:
    """Clearly fewer pictures than the stretches shown should have."""
    seconds = frames.at[-1] - frames.at[0] + frames.interval
    return len(frames) < _ENOUGH_FRAMES * seconds / frames.interval - 2


def decode_check(path: Path, second: float) -> Decoded:
    """Whether the second of video from ``second`` on decodes without a fault; its first
    picture, small."""
    return _decode(path, second, second + CHECKED_SECONDS, TILE_WIDTH, _STRICT_AND_QUICK)


def decode_at(path: Path, second: float) -> Decoded:
    """The exact picture shown at ``second``; a second of video around it is checked."""
    return _decode(path, second, second, THUMBNAIL_WIDTH, _STRICT)


def _decode(
    path: Path, second: float, until: float, width: int, options: Mapping[str, str]
) -> Decoded:
    with open_video(path, "mov") as container:
        stream = video_stream(container)
        stream.codec_context.thread_count = 1
        stream.codec_context.options = dict(options)
        base, origin = float(time_base(stream)), stream.start_time or 0
        search = _Search(second + _ROUNDING, until + _ROUNDING)
        try:
            for frame in _frames(container, stream, origin + int(search.wanted / base)):
                if search.has_enough(frame, ((frame.pts or 0) - origin) * base):
                    break
        except av.error.FFmpegError:
            search.fail()
        if search.found is None:
            return Decoded(None, is_sound=False)
        return Decoded(to_image(search.found, stream, width), search.is_sound)


@dataclass(slots=True)
class _Search:
    """Looks for the last picture shown by ``wanted``; goes on to ``until`` at least, and
    for a second from the first picture seen."""

    wanted: float
    until: float
    found: VideoFrame | None = None
    is_sound: bool = True
    _first: float | None = None
    _has_passed: bool = False

    def has_enough(self, frame: VideoFrame, shown: float) -> bool:
        if self._first is None:
            self._first = shown
        self.is_sound &= not frame.is_corrupt
        if self.found is None or shown <= self.wanted:
            self.found = frame
        else:
            self._has_passed = True
        return shown > self.until and shown - self._first >= CHECKED_SECONDS

    def fail(self) -> None:
        """A picture before the wanted one is of another moment: better none than that."""
        self.is_sound = False
        if not self._has_passed:
            self.found = None


def _frames(container: InputContainer, stream: VideoStream, target: int) -> Iterator[VideoFrame]:
    container.seek(target, stream=stream, backward=True)
    for packet in container.demux(stream):
        yield from packet.decode()
