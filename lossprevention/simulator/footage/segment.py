"""One recorder segment: an MP4 whose every frame carries the exact UTC time it shows."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import IO, TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from imageio_ffmpeg import get_ffmpeg_exe

from . import strip
from .caption import Caption
from .scene import SceneEvent, Timeline
from .stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from .planes import Frame
    from .scene import SceneState

Codec = Literal["h264", "h265"]
BAND_FRACTION = 26 / 360
_NEARBY = timedelta(minutes=10)

_ENCODERS: dict[Codec, list[str]] = {
    "h264": ["-c:v", "libx264", "-x264-params", "scenecut=0:open-gop=0"],
    "h265": [
        *("-c:v", "libx265", "-tag:v", "hvc1"),
        *("-x265-params", "scenecut=0:open-gop=0:log-level=error:pools=2"),
    ],
}


class RenderError(RuntimeError):
    """ffmpeg refused or died; the message ends with what it said."""


@dataclass(frozen=True, slots=True)
class CameraView:
    """What is the same in all segments of one camera."""

    camera: str
    """Folder name of the camera; also chooses the goods on the shelves."""
    label: str
    """Drawn in the picture, e.g. ``101 MAIN STREET  REGISTER 1``."""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    """The zone of the clock that people see; the strip is always UTC."""
    width: int = 640
    height: int = 360
    fps: int = 10
    gop_seconds: float = 2.0
    codec: Codec = "h264"
    audio: bool = False
    """A quiet tone, for those who must prove that sound is dropped."""
    clock_error: timedelta = timedelta(0)
    """How far the recorder's clock runs ahead of true time. It shows in the drawn clock
    and in file names; the strip keeps telling the truth."""


class SegmentPainter:
    """Draws the frames of one camera; making it draws all pictures, so keep it."""

    def __init__(self, view: CameraView) -> None:
        self.view = view
        self._band = 2 * round(view.height * BAND_FRACTION / 2)
        self._caption = Caption(view.width, self._band, view.label.upper())
        self._stage = Stage(view.width, view.height, view.camera)
        self._caption.draw_label(self._stage.backdrop)
        foot = view.height - strip.strip_height(view.height)
        self._stage.backdrop.darken(foot, view.height, strip.BLACK)
        self._composed = self._stage.backdrop.copy()
        self._state: SceneState | None = None

    def frames(
        self, start: datetime, seconds: float, events: Sequence[SceneEvent]
    ) -> Iterator[Frame]:
        """Every frame from ``start`` on; the same object each time, so use it at once."""
        close = [event for event in events if abs(event.at - start) < _NEARBY]
        timeline = Timeline(close)
        frame = self._stage.backdrop.copy()
        for index in range(round(seconds * self.view.fps)):
            instant = start + index * timedelta(seconds=1) / self.view.fps
            self._paint(frame, instant, timeline)
            yield frame

    def _paint(self, frame: Frame, instant: datetime, timeline: Timeline) -> None:
        state = timeline.state(instant.timestamp())
        if state != self._state:
            self._composed.restore(self._stage.backdrop)
            self._stage.compose(self._composed, state)
            self._state = state
        frame.restore(self._composed)
        shown = (instant + self.view.clock_error).astimezone(self.view.zone)
        words = f"{shown:%Y-%m-%d %H:%M:%S}.{shown.microsecond // 100_000} {shown:%Z}"
        self._caption.draw_clock(frame, words.upper())
        strip.encode(frame.luma, instant)


def render_segment(
    painter: SegmentPainter,
    target: Path,
    start: datetime,
    seconds: float = 60,
    events: Sequence[SceneEvent] = (),
) -> None:
    """Write one MP4 that begins at an aware true time. Raises :class:`RenderError`."""
    if start.tzinfo is None:
        raise ValueError("a segment's start needs a time zone")
    command = _command(painter.view, target, start.astimezone(UTC))
    with tempfile.TemporaryFile() as log:
        encoder = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=log)
        try:
            _feed(encoder, painter.frames(start, seconds, events))
        except BaseException:
            encoder.kill()
            encoder.wait()
            raise
        if encoder.wait() != 0:
            raise RenderError(f"ffmpeg could not write {target.name}: {_tail(log)}")


def _feed(encoder: subprocess.Popen[bytes], frames: Iterator[Frame]) -> None:
    pipe = encoder.stdin
    if pipe is None:
        raise RenderError("ffmpeg was started without a pipe")
    try:
        for frame in frames:
            pipe.write(frame.buffer.data)
        pipe.close()
    except BrokenPipeError:
        # The encoder died; its exit code and log say why.
        encoder.wait()


def _command(view: CameraView, target: Path, start: datetime) -> list[str]:
    gop = round(view.gop_seconds * view.fps)
    sound = ["-f", "lavfi", "-i", "sine=frequency=330:sample_rate=16000"] if view.audio else []
    claimed = start + view.clock_error
    return [
        *(get_ffmpeg_exe(), "-nostdin", "-loglevel", "error", "-y"),
        *("-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{view.width}x{view.height}"),
        *("-framerate", str(view.fps), "-i", "pipe:0"),
        *sound,
        *_ENCODERS[view.codec],
        *("-preset", "ultrafast", "-crf", "28", "-threads", "2", "-bf", "0", "-pix_fmt", "yuv420p"),
        *("-g", str(gop), "-keyint_min", str(gop), "-force_key_frames", "expr:eq(n,0)"),
        *(("-c:a", "aac", "-b:a", "32k", "-shortest") if view.audio else ()),
        *("-metadata", f"creation_time={claimed:%Y-%m-%dT%H:%M:%S.%fZ}"),
        *("-movflags", "+faststart", "-f", "mp4", str(target)),
    ]


def _tail(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read().decode(errors="replace").strip()[-500:] or "no message"
