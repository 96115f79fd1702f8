"""How much moves in a zone of the picture, second by second: for lining clocks up.

Pictures are made small and grey; what counts is how far the zone differs from the picture
before, less what the whole picture does (a light that flickers moves everything).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from footage.late import Late
from footage.opening import open_video, time_base, video_stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import av.error
    from av.container import InputContainer
    from numpy.typing import NDArray
    from PIL import Image, ImageDraw

    Polygon = Sequence[tuple[float, float]]
    """Corners as shares (0 to 1) of the picture's width and height."""
else:
    av = Late("av")
    Image = Late("PIL.Image")
    ImageDraw = Late("PIL.ImageDraw")

WIDTH = 160
PER_SECOND = 4.0
"""Pictures looked at in a second of video; more cost time and tell nothing new."""


@dataclass(frozen=True, slots=True)
class Curve:
    """Seconds of the file, and how much moved in the zone since the picture before."""

    at: NDArray[np.float64]
    energy: NDArray[np.float64]


def motion_curve(
    path: Path, zone: Sequence[Polygon], *, start: float = 0.0, end: float = float("inf")
) -> Curve:
    """The motion in ``zone`` between two seconds of a file; an empty zone is the picture.

    A damaged end ends the curve. Raises UnreadableVideoError, UnreachableError.
    """
    at: list[float] = []
    energy: list[float] = []
    mask: NDArray[np.bool_] | None = None
    before: NDArray[np.int16] | None = None
    with open_video(path, "mov") as container:
        for second, picture in _pictures(container, start, end):
            if mask is None:
                mask = zone_mask(zone, picture.shape[1], picture.shape[0])
            if before is not None:
                at.append(second)
                energy.append(_moved(np.abs(picture - before), mask))
            before = picture
    return Curve(np.array(at), np.array(energy))


def zone_mask(zone: Sequence[Polygon], width: int, height: int) -> NDArray[np.bool_]:
    """True inside any of the polygons; everywhere when there are none."""
    if not zone:
        return np.ones((height, width), dtype=bool)
    image = Image.new("1", (width, height))
    draw = ImageDraw.Draw(image)
    for polygon in zone:
        draw.polygon([(x * width, y * height) for x, y in polygon], fill=1)
    mask = np.asarray(image, dtype=bool)
    return mask if mask.any() else np.ones((height, width), dtype=bool)


def _moved(difference: NDArray[np.int16], mask: NDArray[np.bool_]) -> float:
    inside = float(difference[mask].mean())
    everywhere = float(np.median(difference))
    return max(0.0, inside - everywhere)


def _pictures(
    container: InputContainer, start: float, end: float
) -> Iterator[tuple[float, NDArray[np.int16]]]:
    stream = video_stream(container)
    stream.codec_context.options = {"skip_loop_filter": "all"}
    base, origin = float(time_base(stream)), stream.start_time or 0
    container.seek(origin + int(start / base), stream=stream, backward=True)
    due = start
    try:
        for frame in container.decode(stream):
            second = ((frame.pts or 0) - origin) * base
            if second > end:
                return
            if second + 1e-6 < due:
                continue
            due = max(due + 1 / PER_SECOND, second)
            height = max(2, round(WIDTH * frame.height / frame.width))
            small = frame.reformat(width=WIDTH, height=height, format="gray")
            yield second, small.to_ndarray().astype(np.int16)
    except av.error.FFmpegError:
        return
