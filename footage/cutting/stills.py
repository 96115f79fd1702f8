"""Pictures out of a clip: the one of the moment, and six that tell the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import av.error
from PIL import Image, ImageDraw, ImageFont

from footage.media import open_video, time_base, video_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

THUMBNAIL_WIDTH = 640
TILE_WIDTH = 320
SHEET_COLUMNS = 3
SHEET_TILES = 6
_QUALITY = 82
_LABEL_HEIGHT = 18
_GREY = (128, 128, 128)


@dataclass(frozen=True, slots=True)
class Still:
    """A picture and its second in the file."""

    at: float
    image: Image.Image


def sheet_seconds(seconds: float) -> list[float]:
    """Where to look for the stills of a clip of that length: the middle of each sixth."""
    return [(tile + 0.5) * seconds / SHEET_TILES for tile in range(SHEET_TILES)]


def keyframe_still(path: Path, second: float, width: int = TILE_WIDTH) -> Still | None:
    """The picture at or before ``second`` that needs no other; None when it is damaged."""
    with open_video(path, "mov") as container:
        stream = video_stream(container)
        context = stream.codec_context
        context.thread_count = 1
        origin = stream.start_time or 0
        try:
            container.seek(origin + int(second / time_base(stream)), stream=stream)
            for packet in container.demux(stream):
                if packet.is_keyframe and packet.size:
                    frames = [*context.decode(packet), *context.decode(None)]
                    return _still(frames[0], stream, width) if frames else None
        except av.error.FFmpegError:
            return None
    return None


def to_image(frame: VideoFrame, stream: VideoStream, width: int) -> Image.Image:
    """At most ``width`` wide, in the shape it is meant to be shown."""
    aspect = float(stream.sample_aspect_ratio or 1) * frame.width / frame.height
    width = min(width, max(2, round(frame.height * aspect)))
    scaled = frame.reformat(
        width=width,
        height=max(2, round(width / aspect)),
        format="rgb24",
        interpolation="AREA",
    )
    return Image.fromarray(scaled.to_ndarray(format="rgb24"))


def _still(frame: VideoFrame, stream: VideoStream, width: int) -> Still:
    origin = stream.start_time or 0
    at = float(((frame.pts or 0) - origin) * time_base(stream))
    return Still(at, to_image(frame, stream, width))


def write_jpeg(image: Image.Image, path: Path) -> Path:
    image.save(path, "JPEG", quality=_QUALITY)
    return path


def write_sheet(
    stills: Sequence[Still],
    path: Path,
    utc_at: Callable[[float], datetime],
    label: Callable[[datetime], str],
) -> tuple[datetime, ...]:
    """Tiles with their times under them; returns the times."""
    height = max(still.image.height for still in stills)
    width = max(still.image.width for still in stills)
    rows = -(-len(stills) // SHEET_COLUMNS)
    sheet = Image.new("RGB", (width * SHEET_COLUMNS, (height + _LABEL_HEIGHT) * rows), _GREY)
    draw = ImageDraw.Draw(sheet)
    # Pillow brings this font along; the machine may have none.
    font = ImageFont.load_default(_LABEL_HEIGHT - 5)
    times = []
    for place, still in enumerate(stills):
        row, column = divmod(place, SHEET_COLUMNS)
        left, top = column * width, row * (height + _LABEL_HEIGHT)
        sheet.paste(still.image, (left, top))
        times.append(utc_at(still.at))
        draw.text((left + 4, top + height + 1), label(times[-1]), fill="white", font=font)
    write_jpeg(sheet, path)
    return tuple(times)
