"""The first picture of raw footage, as large as a person needs to draw on it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from footage.cutting.stills import to_image
from footage.errors import UnreadableVideoError
from footage.late import Late
from footage.opening import open_video, video_stream

if TYPE_CHECKING:
    import av.error
    import PIL
    from PIL import Image

    from footage.recorders.base import RawFile
else:
    av = Late("av")
    PIL = Late("PIL")
    Image = Late("PIL.Image")

WIDTH = 1280
_MOST_PACKETS = 600
_MOST_PIXELS = 40_000_000


def live_picture(data: bytes, width: int = WIDTH) -> Image.Image:
    """A picture that a recorder sent, made anew: nothing of its file is passed on.

    Raises UnreadableVideoError for what is no picture, or one that is absurdly large.
    """
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG"]) as sent:
            if sent.width * sent.height > _MOST_PIXELS:
                raise UnreadableVideoError("no_picture")
            sent.draft("RGB", (width, width))
            shown = sent.convert("RGB")
    except (PIL.UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnreadableVideoError("no_picture") from error
    shown.info.clear()  # comments and the like would be written again
    shown.thumbnail((width, width))
    return shown


def first_picture(file: RawFile, width: int = WIDTH) -> Image.Image:
    """Raises UnreadableVideoError when no picture can be decoded."""
    try:
        with open_video(file.path, file.media.container) as container:
            stream = video_stream(container)
            context = stream.codec_context
            context.skip_frame = "DEFAULT"
            for count, packet in enumerate(container.demux(stream)):
                frames = context.decode(packet)
                if frames:
                    return to_image(frames[0], stream, width)
                if count > _MOST_PACKETS:
                    break
    except av.error.FFmpegError as error:
        raise UnreadableVideoError("no_picture") from error
    raise UnreadableVideoError("no_picture")
