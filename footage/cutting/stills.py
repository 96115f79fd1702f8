"""Pictures out of a clip: the moment, and a sheet that tells the whole: the first picture,
the moment and four more, in order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from footage.cutting.packets import pictures
from footage.errors import FootageError
from footage.late import Late
from footage.opening import open_video, time_base, video_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    import av.error
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream
    from PIL import Image, ImageDraw, ImageFont

    from footage.cutting.packets import Picture
    from footage.cutting.plan import Span
else:
    av = Late("av")
    Image = Late("PIL.Image")
    ImageDraw = Late("PIL.ImageDraw")
    ImageFont = Late("PIL.ImageFont")

THUMBNAIL_WIDTH = 640
TILE_WIDTH = 320
SHEET_COLUMNS = 3
SHEET_PLACES = (1 / 6, 3 / 6, 4 / 6, 5 / 6)
"""How far into the footage to look, beside its first picture and the moment's."""
_QUALITY = 82
_LABEL_HEIGHT = 18
# Undoing the blocks of the coding costs a fifth of the time and cannot be seen on a tile.
_QUICK = {"skip_loop_filter": "all"}
_GREY = (128, 128, 128)


@dataclass(frozen=True, slots=True)
class Still:
    """A picture and its real time."""

    at: datetime
    image: Image.Image


def sheet_places(spans: Sequence[Span]) -> list[tuple[Span, float]]:
    """Where to look for stills, as spans and seconds of their files."""
    lengths = [(span.end - span.start).total_seconds() for span in spans]
    places = []
    for part in SHEET_PLACES:
        along = part * sum(lengths)
        index = 0
        while index + 1 < len(spans) and along > lengths[index]:
            along -= lengths[index]
            index += 1
        places.append((spans[index], spans[index].from_seconds + along))
    return places


def keyframe_still(span: Span, second: float) -> Still | None:
    """The picture at or before ``second`` of the span's file that needs no other; None
    when it cannot be decoded."""
    try:
        with open_video(span.file.path, span.file.media.container) as container:
            return _first_keyframe(container, span, second)
    except (av.error.FFmpegError, FootageError):
        return None


def _first_keyframe(container: InputContainer, span: Span, second: float) -> Still | None:
    stream = video_stream(container)
    context = stream.codec_context
    context.thread_count = 1
    context.options = dict(_QUICK)
    packet = next(_from_keyframe(container, stream, span, second), None)
    frames = [*context.decode(packet), *context.decode(None)] if packet else []
    if not frames:
        return None
    origin = stream.start_time or 0
    shown = float(((frames[0].pts or origin) - origin) * time_base(stream))
    real = span.file.start + timedelta(seconds=shown)
    return Still(real, to_image(frames[0], stream, TILE_WIDTH))


def _from_keyframe(
    container: InputContainer, stream: VideoStream, span: Span, second: float
) -> Iterator[Picture]:
    media = span.file.media
    if media.container != "mov":
        return pictures(container, stream, (second, second), 1 / media.fps, through_end=True)
    # An MP4's index leads straight to the keyframe; nothing else need be read.
    target = (stream.start_time or 0) + int(second / time_base(stream))
    container.seek(target, stream=stream)
    return (p for p in container.demux(stream) if p.is_keyframe and p.size)


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


def write_jpeg(image: Image.Image, path: Path) -> Path:
    image.save(path, "JPEG", quality=_QUALITY)
    return path


def write_sheet(stills: Sequence[Still], path: Path, label: Callable[[datetime], str]) -> Path:
    """Tiles with their times under them."""
    width = min(TILE_WIDTH, max(still.image.width for still in stills))
    height = max(still.image.height * width // still.image.width for still in stills)
    rows = -(-len(stills) // SHEET_COLUMNS)
    sheet = Image.new("RGB", (width * SHEET_COLUMNS, (height + _LABEL_HEIGHT) * rows), _GREY)
    draw = ImageDraw.Draw(sheet)
    # Pillow brings this font along; the machine may have none.
    font = ImageFont.load_default(_LABEL_HEIGHT - 5)
    for place, still in enumerate(stills):
        row, column = divmod(place, SHEET_COLUMNS)
        left, top = column * width, row * (height + _LABEL_HEIGHT)
        tile = still.image.copy()
        tile.thumbnail((width, height))
        sheet.paste(tile, (left, top))
        draw.text((left + 4, top + height + 1), label(still.at), fill="white", font=font)
    return write_jpeg(sheet, path)
