"""An MP4 being written: its index in front, so that a browser can start at once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from footage.cutting.sound import Sound
from footage.cutting.splice import TICK
from footage.late import Late

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path
    from types import TracebackType

    import av
    import av.error
    from av.container import InputContainer, OutputContainer
    from av.video.stream import VideoStream

    from footage.cutting.packets import Picture
else:
    av = Late("av")

_INDEX_BYTES_PER_PICTURE = 96
_INDEX_BYTES_AT_LEAST = 32_768


class IndexTooLargeError(Exception):
    """The space reserved for the index did not hold it."""


class ClipWriter:
    """One video stream, a picture every ``interval`` seconds, and its sound where kept.

    With ``pictures_expected`` the space of the index is reserved and the file is written
    once; with None the muxer moves everything behind the index at the end, which reads
    and writes the file a second time.
    """

    def __init__(
        self, path: Path, interval: float, pictures_expected: int | None, *, keep_audio: bool
    ) -> None:
        self._frame = round(interval / TICK)
        options = {"movflags": "+faststart"}
        if pictures_expected is not None:
            per_picture = _INDEX_BYTES_PER_PICTURE * (2 if keep_audio else 1)
            size = _INDEX_BYTES_AT_LEAST + pictures_expected * per_picture
            options = {"moov_size": str(size)}
        self._is_reserved = pictures_expected is not None
        self._keep_audio = keep_audio
        self._output: OutputContainer = av.open(f"file:{path}", "w", format="mp4", options=options)
        self._video: VideoStream | None = None
        self.sound: Sound | None = None

    @property
    def has_audio(self) -> bool:
        return self.sound is not None and self.sound.was_written

    @property
    def sound_failed(self) -> bool:
        return self.sound is not None and self.sound.has_failed

    def begin_span(
        self, container: InputContainer, base: Fraction, origin: int, start_ticks: int
    ) -> None:
        """Another source file follows; ``start_ticks`` is the real time of its ``origin``."""
        if self._video is None:
            self._video = self._output.add_stream_from_template(container.streams.video[0])
            self._video.time_base = TICK
            self._video.codec_context.codec_tag = _tag(container.streams.video[0])
            if self._keep_audio and container.streams.audio:
                self.sound = Sound(self._output, container.streams.audio[0])
        if self.sound:
            self.sound.begin_span(container, origin * base, start_ticks)

    def write(
        self,
        source: VideoStream,
        packet: Picture,
        placed: int,
        ahead: int,
        shift: int,
        real: float,
    ) -> None:
        """One picture at ``placed`` ticks; ``real`` is its POSIX time."""
        if self._video is None:
            message = "begin_span comes first"
            raise RuntimeError(message)
        if "creation_time" not in self._output.metadata:
            self._output.metadata["creation_time"] = datetime.fromtimestamp(real, UTC).isoformat()
        packet.stream = self._video
        packet.time_base = TICK
        packet.dts, packet.pts = placed, placed + ahead
        packet.duration = self._frame
        self._output.mux_one(packet)
        if self.sound:
            self.sound.catch_up(shift, until=placed + ahead)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.sound and kind is None:
            self.sound.finish()
        try:
            self._output.close()
        except av.error.FFmpegError as refused:
            if kind is None and self._is_reserved:
                raise IndexTooLargeError from refused
            if kind is None:
                raise


def _tag(stream: VideoStream) -> str:
    """The name under which players look for the codec in an MP4."""
    return {"h264": "avc1", "hevc": "hvc1"}.get(stream.codec_context.name, "")
