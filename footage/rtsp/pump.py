"""Carries a playback from the recorder to whoever writes it down, and knows how it ended."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from footage.rtsp.message import Frame, HungUpError, MalformedError
from footage.rtsp.retiming import Retiming
from footage.rtsp.rtp import is_goodbye

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from threading import Event

    from footage.rtsp.description import Track
    from footage.rtsp.session import Session

_POLL_SECONDS: Final = 0.2
_BYTES_ANYWAY: Final = 64 * 1024 * 1024
_BYTES_A_SECOND: Final = 8 * 1024 * 1024
"""64 Mbit/s, more than any camera sends."""


class Ending(StrEnum):
    REACHED = "reached"
    """All of the time asked for has come."""
    GOODBYE = "goodbye"
    """The recorder said that this is all."""
    HUNG_UP = "hung_up"
    SILENT = "silent"
    TOO_MUCH = "too_much"
    GARBLED = "garbled"
    ELSEWHERE = "elsewhere"
    """The recorder stamps a time that nobody asked for."""
    STOPPED = "stopped"
    """We no longer wanted more."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is wanted of a playback. All in seconds."""

    length: float
    """From its first picture on, where the recorder does not stamp real time."""
    stall: float
    """Of silence, after which the recorder is taken to have stopped."""
    real: tuple[float, float] | None = None
    """POSIX times between which the pictures of a recorder that stamps them must lie."""

    @property
    def most_bytes(self) -> int:
        return _BYTES_ANYWAY + round(self.length * _BYTES_A_SECOND)


class Pump:
    """For one session that plays."""

    def __init__(self, session: Session, bounds: Bounds) -> None:
        self.ending = Ending.STOPPED
        self.bytes = 0
        self.retiming = Retiming(session.tracks[0])
        self._session = session
        self._bounds = bounds
        self._heard_at = self._kept_at = time.monotonic()

    @property
    def tracks(self) -> Sequence[Track]:
        return self._session.tracks

    def run(self, deliver: Callable[[Frame], None], stopped: Event) -> None:
        """Until the end, which :attr:`ending` then names. Raises what ``deliver`` raises."""
        self._heard_at = self._kept_at = time.monotonic()
        while not stopped.is_set():
            ending = self._step(deliver)
            if ending:
                self.ending = ending
                return

    def _step(self, deliver: Callable[[Frame], None]) -> Ending | None:
        try:
            self._keep_alive()
            found = self._session.read(_POLL_SECONDS)
        except TimeoutError:
            return Ending.SILENT if self._silence > self._bounds.stall else None
        except MalformedError:
            return Ending.GARBLED
        except (HungUpError, OSError):
            return Ending.HUNG_UP
        if not isinstance(found, Frame):
            return None
        self._heard_at = time.monotonic()
        self.bytes += len(found.packet)
        if self.bytes > self._bounds.most_bytes:
            return Ending.TOO_MUCH
        return self._take(found, deliver)

    def _take(self, frame: Frame, deliver: Callable[[Frame], None]) -> Ending | None:
        channels = self._session.channels
        if frame.channel == channels[0] + 1 and is_goodbye(frame.packet):
            return Ending.GOODBYE
        if frame.channel == channels[0]:
            return self._take_picture(frame, deliver)
        if frame.channel in channels and self.retiming.has_begun:
            deliver(replace(frame, channel=2 * channels.index(frame.channel)))
        return None

    def _take_picture(self, frame: Frame, deliver: Callable[[Frame], None]) -> Ending | None:
        """The picture that reaches the end is left out: we would have only its beginning."""
        packet = self.retiming.retimed(frame.packet)
        ending = self._where()
        if packet is not None and ending is None:
            deliver(replace(frame, channel=0, packet=packet))
        return ending

    def _where(self) -> Ending | None:
        """Whether all has come, or something else altogether."""
        come, bounds = self.retiming, self._bounds
        if come.real is None or bounds.real is None:
            return Ending.REACHED if come.seconds >= bounds.length else None
        if come.real < bounds.real[0]:
            return Ending.ELSEWHERE
        return Ending.REACHED if come.real >= bounds.real[1] else None

    def _keep_alive(self) -> None:
        if time.monotonic() - self._kept_at > self._session.keep_alive_seconds:
            self._session.keep_alive()
            self._kept_at = time.monotonic()

    @property
    def _silence(self) -> float:
        return time.monotonic() - self._heard_at
