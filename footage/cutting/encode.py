"""Re-encodes copies into one H.264 file that every browser plays, picture for picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import ffmpeg

from footage.cutting import ffmpeg as runner
from footage.cutting.timeline import Frames
from footage.errors import TruncatedError
from footage.opening import open_video, time_base, video_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from footage.cutting.remux import Copied
    from footage.cutting.result import FinishOptions
    from footage.recorders.base import Cancelled

_KEYFRAME_SECONDS = 2
_LIMIT_PER_SECOND = 4.0
_LIMIT_AT_LEAST = 60.0


@dataclass(frozen=True, slots=True)
class Part:
    """A copied file and the place of the first picture to keep of it."""

    copied: Copied
    first: int = 0

    @property
    def width(self) -> int:
        return self.copied.media.width

    @property
    def height(self) -> int:
        return self.copied.media.height

    @property
    def skip(self) -> float:
        """Seconds to seek; just before the first picture, so that rounding cannot lose it."""
        if not self.first:
            return 0.0
        frames = self.copied.frames
        return max(0.0, frames.at[self.first] - frames.interval / 4)

    @property
    def seconds(self) -> float:
        frames = self.copied.frames
        return frames.at[-1] - frames.at[self.first] + frames.interval


@dataclass(frozen=True, slots=True)
class Encoded:
    path: Path
    frames: Frames
    has_audio: bool
    warnings: tuple[str, ...]


def encode(
    parts: Sequence[Part],
    path: Path,
    options: FinishOptions,
    *,
    on_progress: Callable[[float], None] | None = None,
    cancelled: Cancelled | None = None,
) -> Encoded:
    """One H.264 file of all ``parts``, each picture at its own time.

    Raises TruncatedError when pictures were lost, and what :func:`footage.cutting.ffmpeg.run`
    raises.
    """
    seconds = sum(part.seconds for part in parts)
    has_audio = options.keep_audio and all(part.copied.has_audio for part in parts)
    outcome = runner.run(
        encode_arguments(parts, path, options, has_audio=has_audio),
        limit=options.time_limit or seconds * _LIMIT_PER_SECOND + _LIMIT_AT_LEAST,
        on_seconds=(lambda done: on_progress(min(1.0, done / seconds))) if on_progress else None,
        cancelled=cancelled,
    )
    frames = _matched(parts, _shown_at(path))
    return Encoded(path, frames, has_audio, outcome.warnings)


def encode_arguments(
    parts: Sequence[Part], path: Path, options: FinishOptions, *, has_audio: bool
) -> list[str]:
    """ffmpeg's arguments, without the program. Paths go in as ``file:`` addresses, so that
    no name can be read as an option or another protocol."""
    width, height = common_size(parts, options.max_playback_height)
    inputs = [
        ffmpeg.input(
            f"file:{part.copied.path}",
            format="mov",
            protocol_whitelist="file",
            **({"ss": f"{part.skip:.6f}"} if part.skip else {}),
        )
        for part in parts
    ]
    pictures = [
        _fitted(_from_zero(source.video, part), part, width, height)
        for source, part in zip(inputs, parts, strict=True)
    ]
    streams = [ffmpeg.concat(*pictures, v=1, a=0) if len(pictures) > 1 else pictures[0]]
    if has_audio:
        sounds = [source.audio for source in inputs]
        streams.append(ffmpeg.concat(*sounds, v=0, a=1) if len(sounds) > 1 else sounds[0])
    fps = 1 / parts[0].copied.frames.interval
    settings: dict[str, object] = {
        "vcodec": "libx264",
        "preset": options.preset,
        "crf": options.quality,
        "pix_fmt": "yuv420p",
        "bf": 0,
        "g": max(1, round(fps * _KEYFRAME_SECONDS)),
        "fps_mode": "passthrough",
        "video_track_timescale": 90_000,
        "movflags": "+faststart",
        "map_metadata": -1,
        "format": "mp4",
    }
    if has_audio:
        settings["acodec"] = "aac"
    output = ffmpeg.output(*streams, f"file:{path}", **settings)
    return [str(argument) for argument in output.get_args()]


def common_size(parts: Sequence[Part], max_height: int) -> tuple[int, int]:
    """The largest part's size, no higher than ``max_height``, in even numbers."""
    largest = max(parts, key=lambda part: part.width * part.height)
    scale = min(1.0, max_height / largest.height)
    width, height = round(largest.width * scale), round(largest.height * scale)
    return max(2, width - width % 2), max(2, height - height % 2)


def _from_zero(stream: ffmpeg.Stream, part: Part) -> ffmpeg.Stream:
    """The first picture to keep at second 0, even if it should get lost."""
    if not part.skip:
        return stream
    early = part.copied.frames.at[part.first] - part.skip
    return stream.filter("setpts", f"PTS-{early:.6f}/TB")


def _fitted(stream: ffmpeg.Stream, part: Part, width: int, height: int) -> ffmpeg.Stream:
    if (part.width, part.height) == (width, height):
        return stream
    scaled = stream.filter("scale", width, height, force_original_aspect_ratio="decrease")
    return scaled.filter("pad", width, height, -1, -1).filter("setsar", 1)


def _shown_at(path: Path) -> list[float]:
    with open_video(path, "mov") as container:
        stream = video_stream(container)
        base = float(time_base(stream))
        at = [packet.pts * base for packet in container.demux(stream) if packet.pts is not None]
    return sorted(at)


def _matched(parts: Sequence[Part], at: Sequence[float]) -> Frames:
    """Each picture of the result with the real time of the one it was made from.

    Decoders drop pictures they cannot build; as long as times survived, each of the
    others is still known by its time.
    """
    expected, real = _expected(parts)
    interval = parts[0].copied.frames.interval
    if len(at) == len(expected):
        return Frames(interval, list(at), real)
    if not at or len(at) > len(expected):
        raise TruncatedError(got=len(at) * interval, want=len(expected) * interval)
    matched = Frames(interval)
    index = 0
    for second in at:
        while index + 1 < len(expected) and _closer(expected, index, second):
            index += 1
        matched.at.append(second)
        matched.real.append(real[index])
    return matched


def _closer(expected: Sequence[float], index: int, second: float) -> bool:
    return abs(expected[index + 1] - second) <= abs(expected[index] - second)


def _expected(parts: Sequence[Part]) -> tuple[list[float], list[float]]:
    at: list[float] = []
    real: list[float] = []
    offset = 0.0
    for part in parts:
        frames = part.copied.frames
        origin = frames.at[part.first]
        at += [offset + second - origin for second in frames.at[part.first :]]
        real += frames.real[part.first :]
        offset += part.seconds
    return at, real
