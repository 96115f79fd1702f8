"""A derived copy of a clip: real time in a band under the picture, rectangles painted over.

The band is added below, so that nothing of the picture is covered that nobody asked to
cover. Its words are pictures drawn beforehand with a font that comes with a library: ffmpeg
itself can write only where the system has fonts. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import ffmpeg

from footage.cutting import ffmpeg as runner
from footage.errors import TruncatedError
from footage.late import Late
from footage.masks import Mask, MaskError
from footage.media import probe
from footage.opening import open_video, video_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from PIL import Image, ImageDraw, ImageFont

    from footage.cutting.timeline import TimelineSpan
    from footage.recorders.base import Cancelled
else:
    Image = Late("PIL.Image")
    ImageDraw = Late("PIL.ImageDraw")
    ImageFont = Late("PIL.ImageFont")

__all__ = ["MOST_MASKS", "Caption", "Mask", "MaskError", "make_masked_copy"]

MOST_MASKS = 20
INK, PAPER = 235, 16
_LEAST_BAND = 24
_PICTURE_TO_BAND = 15
_LIMIT_PER_SECOND, _LIMIT_AT_LEAST = 4.0, 60.0


@dataclass(frozen=True, slots=True)
class Caption:
    """What the band says. ``unknown`` stands there where the time is not known."""

    zone: ZoneInfo
    error_ms: int
    about: str
    original_sha256: str
    unknown: str = ""

    def line(self, at: datetime) -> str:
        local = at.astimezone(self.zone)
        said = self.unknown or f"{local:%Y-%m-%d %H:%M:%S} {local.tzname() or ''}"
        if self.error_ms and not self.unknown:
            said += f" (+-{self.error_ms / 1000:.1f} s)"
        parts = (said, self.about, f"original {self.original_sha256[:16]}")
        return "   ".join(_printable(part) for part in parts if part)


def make_masked_copy(
    source: Path,
    target: Path,
    *,
    spans: Sequence[TimelineSpan],
    masks: Sequence[Mask],
    caption: Caption,
    on_progress: Callable[[float], None] | None = None,
    cancelled: Cancelled | None = None,
) -> None:
    """H.264 at ``target``, picture for picture; drawings go into the target's folder.

    Raises TruncatedError when pictures were lost, and what the runner of ffmpeg raises.
    """
    media = probe(source)
    band = _band(media.height)
    words = _draw_band(target.parent, spans, caption, (media.width, band), media.seconds)
    size = (media.width, media.height)
    runner.run(
        copy_arguments(source, words, target, size=size, band=band, masks=masks, caption=caption),
        limit=media.seconds * _LIMIT_PER_SECOND + _LIMIT_AT_LEAST,
        on_seconds=(lambda s: on_progress(min(1.0, s / media.seconds))) if on_progress else None,
        cancelled=cancelled,
    )
    wanted, got = _pictures(source), _pictures(target)
    if got != wanted:
        raise TruncatedError(got=got / media.fps, want=wanted / media.fps)


def copy_arguments(
    source: Path,
    words: Path,
    target: Path,
    *,
    size: tuple[int, int],
    band: int,
    masks: Sequence[Mask],
    caption: Caption,
) -> list[str]:
    """ffmpeg's arguments, without the program: numbers and our own paths, no words."""
    inputs = ffmpeg.input(f"file:{source}", format="mov", protocol_whitelist="file")
    told = ffmpeg.input(f"file:{words}", format="concat", safe=0, protocol_whitelist="file")
    picture = inputs.video
    for mask in masks[:MOST_MASKS]:
        left, top, width, height = mask.pixels(*size)
        picture = picture.drawbox(left, top, width, height, color="black", t="fill")
    picture = picture.filter("pad", "ceil(iw/2)*2", f"ceil(ih/2)*2+{band}", 0, 0, "black")
    picture = ffmpeg.overlay(picture, told.video, x=0, y="H-h", shortest=1)
    settings: Mapping[str, object] = {
        "vcodec": "libx264",
        "preset": "veryfast",
        "crf": 20,
        "pix_fmt": "yuv420p",
        "fps_mode": "passthrough",
        "video_track_timescale": 90_000,
        "movflags": "+faststart",
        "map_metadata": -1,
        "metadata": f"comment=Derived copy. Original SHA-256 {caption.original_sha256}",
        "an": None,
        "format": "mp4",
    }
    output = ffmpeg.output(picture, f"file:{target}", **settings)
    return [str(argument) for argument in output.get_args()]


def _draw_band(
    folder: Path,
    spans: Sequence[TimelineSpan],
    caption: Caption,
    size: tuple[int, int],
    seconds: float,
) -> Path:
    """One picture for each second told, and the list that says how long each shows."""
    font = ImageFont.load_default(_font_size(size, caption))
    lines = ["ffconcat version 1.0"]
    for number, (at, lasts) in enumerate(_moments(spans, seconds)):
        image = Image.new("L", size, PAPER)
        place = (size[1] // 3, size[1] / 2)
        ImageDraw.Draw(image).text(place, caption.line(at), fill=INK, font=font, anchor="lm")
        image.save(folder / f"words-{number}.png", compress_level=1)
        lines += [f"file words-{number}.png", "option framerate 1000", f"duration {lasts:.3f}"]
    path = folder / "words.ffconcat"
    # The last one outlasts the video, which ends the copy by itself.
    path.write_text("\n".join([*lines[:-1], "duration 3600", *lines[-3:-1], ""]))
    return path


def _moments(spans: Sequence[TimelineSpan], seconds: float) -> Iterator[tuple[datetime, float]]:
    """Each second of real time that is shown, and for how long the file shows it."""
    edges = [*(span.at for span in spans[1:]), max(seconds, spans[-1].at)]
    for span, edge in zip(spans, edges, strict=True):
        at, start = span.at, span.start
        while at < edge - 1e-4:
            whole = start.replace(microsecond=0) + timedelta(seconds=1)
            lasts = min((whole - start).total_seconds(), edge - at)
            yield start, lasts
            at, start = at + lasts, whole


def _font_size(size: tuple[int, int], caption: Caption) -> float:
    """As large as the band allows, and no longer than the picture is wide."""
    width, band = size
    largest = band * 0.6
    line = caption.line(datetime(2028, 12, 28, 20, 58, 58, tzinfo=caption.zone))
    length = ImageFont.load_default(largest).getlength(line) + band
    return max(7.0, min(largest, largest * width / length))


def _band(height: int) -> int:
    """An even height, as every encoder wants it."""
    return max(_LEAST_BAND, height // _PICTURE_TO_BAND // 2 * 2)


def _printable(text: str) -> str:
    """What the bundled font can draw."""
    return "".join(letter if " " <= letter <= "~" else "?" for letter in text)


def _pictures(path: Path) -> int:
    with open_video(path, "mov") as container:
        stream = video_stream(container)
        return sum(packet.pts is not None for packet in container.demux(stream))
