"""The sound of a clip, where a chain keeps it: AAC copied, anything else made AAC.

Recorders mostly record G.711, which neither MP4 nor browsers play. Sound that cannot be
read never costs the pictures: it is dropped and the clip says so.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from footage.cutting.splice import TICK
from footage.late import Late

if TYPE_CHECKING:
    from fractions import Fraction

    import av
    import av.error
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer, OutputContainer
    from av.packet import Packet
    from av.stream import Stream
else:
    av = Late("av")

_SAMPLES_PER_PACKET = 1024
_BIT_RATE = 64_000


class Sound:
    """Collects the sound packets that pass by while pictures are read, and writes each
    once the place of the pictures around it is known."""

    def __init__(self, output: OutputContainer, source: AudioStream) -> None:
        self.stream: AudioStream | None = source
        self.has_failed = False
        self.was_written = False
        self._format = _format(source)
        self._is_copied = source.codec_context.name == "aac"
        self._output = output
        self._pending: deque[Packet[Stream]] = deque()
        self._offset = 0
        self._written_to = -1
        if self._is_copied:
            self._target: AudioStream = output.add_stream_from_template(source)
        else:
            rate = source.codec_context.sample_rate
            self._target = output.add_stream("aac", rate=rate, layout="mono")
            self._target.bit_rate = _BIT_RATE
            self._resampler = av.AudioResampler(
                format="fltp", layout="mono", rate=rate, frame_size=_SAMPLES_PER_PACKET
            )

    def begin_span(self, container: InputContainer, origin: Fraction, start_ticks: int) -> None:
        """The next packets come from ``container``, whose pictures start at ``origin``
        seconds of its own clock and at ``start_ticks`` of real time."""
        self._pending.clear()
        found = container.streams.audio[0] if container.streams.audio else None
        if found is not None and _format(found) != self._format:
            found, self.has_failed = None, True
        self.stream = found
        self._offset = start_ticks - round(origin / TICK)

    def take(self, packet: Packet[Stream]) -> None:
        if not self.has_failed and packet.pts is not None:
            self._pending.append(packet)

    def catch_up(self, shift: int, until: int) -> None:
        """Writes what belongs before ``until`` (output ticks)."""
        while self._pending:
            packet = self._pending[0]
            ticks = round((packet.pts or 0) * (packet.time_base or TICK) / TICK)
            placed = ticks + self._offset + shift
            if placed > until:
                return
            self._pending.popleft()
            if placed > self._written_to and placed >= 0:
                self._write(packet, placed)

    def finish(self) -> None:
        """Writes what the encoder still holds."""
        if self._is_copied or not self.was_written or self.has_failed:
            return
        try:
            for frame in self._resampler.resample(None):
                self._output.mux(self._target.encode(frame))
            self._output.mux(self._target.encode(None))
        except av.error.FFmpegError:
            self.has_failed = True

    def _write(self, packet: Packet[Stream], placed: int) -> None:
        try:
            if self._is_copied:
                packet.stream = self._target
                packet.time_base = TICK
                packet.pts = packet.dts = placed
                self._output.mux_one(packet)
            else:
                self._encode(packet, placed)
        except av.error.FFmpegError:
            self.has_failed = True
            self._pending.clear()
            return
        self._written_to = placed
        self.was_written = True

    def _encode(self, packet: Packet[Stream], placed: int) -> None:
        start = packet.pts or 0
        base = packet.time_base or TICK
        frames: list[AudioFrame] = self.stream.decode(packet) if self.stream else []
        for frame in frames:
            later = round(((frame.pts or start) - start) * base / TICK)
            frame.time_base = TICK
            frame.pts = placed + later
            for resampled in self._resampler.resample(frame):
                self._output.mux(self._target.encode(resampled))


def _format(stream: AudioStream) -> tuple[str, int, str]:
    context = stream.codec_context
    return (context.name, context.sample_rate, context.layout.name)
