"""The timestamps of a playback, made to start at its first whole picture and to tell the
truth where the sender tells it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from footage.rtsp.rtp import begins_picture_group, difference, parsed, with_timestamp

if TYPE_CHECKING:
    from footage.rtsp.description import Track

_FIRST: Final = 90_000
"""ffmpeg takes a first timestamp of 0 for none at all."""
_BACK_SECONDS: Final = 2
"""Pictures may be sent before those they are shown after; never by this much."""
_AHEAD_SECONDS: Final = 3600


class Retiming:
    """Of one video track. A sender that jumps in its own count (some start anew at each of
    their files) goes on at the usual pace; one that stamps real time (ONVIF replay) is
    believed, so that a hole in the recording stays a hole.
    """

    def __init__(self, track: Track) -> None:
        self.seconds = 0.0
        """How far the playback has come since its first whole picture."""
        self.skipped = 0.0
        """Seconds of pictures that could not be decoded, before the first whole one."""
        self.first_real: float | None = None
        """POSIX seconds of the first whole picture, where the sender tells."""
        self.jumps = 0
        self.has_begun = False
        self._encoding = track.encoding
        self._rate = track.clock_rate
        self._seen: int | None = None
        self._real: tuple[int, float] | None = None
        self._last = 0
        self._out = 0
        self._step = self._rate // 15

    @property
    def real(self) -> float | None:
        """POSIX seconds it has come to, where the sender tells."""
        return None if self.first_real is None else self.first_real + self.seconds

    def retimed(self, packet: bytes) -> bytes | None:
        """The packet as it is passed on; None for one to leave out."""
        found = parsed(packet)
        if found is None:
            return None
        if found.real_time is not None:
            self._real = (found.timestamp, found.real_time)
        if self._seen is None:
            self._seen = found.timestamp
        if self.has_begun:
            self._go_on(found.timestamp)
        elif begins_picture_group(self._encoding, found.payload):
            self._begin(found.timestamp, self._seen)
        else:
            return None
        return with_timestamp(packet, self._out + _FIRST)

    def _begin(self, timestamp: int, seen: int) -> None:
        self.has_begun = True
        self.skipped = max(0.0, difference(timestamp, seen) / self._rate)
        self.first_real = self._real_at(timestamp)
        self._last = timestamp

    def _go_on(self, timestamp: int) -> None:
        if timestamp == self._last:
            return
        step = difference(timestamp, self._last)
        self._last = timestamp
        real = self._real_at(timestamp)
        if real is not None and self.first_real is not None:
            self._out = round((real - self.first_real) * self._rate)
        elif -_BACK_SECONDS * self._rate < step < _AHEAD_SECONDS * self._rate:
            self._out += step
            self._step = step if 0 < step < self._rate else self._step
        else:
            self._out += self._step
            self.jumps += 1
        self.seconds = max(self.seconds, self._out / self._rate)

    def _real_at(self, timestamp: int) -> float | None:
        if self._real is None or self._real[0] != timestamp:
            return None
        return self._real[1]
