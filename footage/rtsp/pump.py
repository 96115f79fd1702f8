"""Carries a playback from the recorder to whoever writes it down, and knows how it ended."""

from __future__ import annotations

import time
from dataclasses import replace
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
    STOPPED = "stopped"
    """We no longer wanted more."""


class Pump:
    """For one session that plays. ``stall``: seconds of silence taken for the end."""

    def __init__(self, session: Session, seconds: float, stall: float) -> None:
        self.ending = Ending.STOPPED
        self.bytes = 0
        self.retiming = Retiming(session.tracks[0])
        self._session = session
        self._seconds = seconds
        self._stall = stall
        self._most = _BYTES_ANYWAY + round(seconds * _BYTES_A_SECOND)
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
            return Ending.SILENT if self._silence > self._stall else None
        except MalformedError:
            return Ending.GARBLED
        except (HungUpError, OSError):
            return Ending.HUNG_UP
        if not isinstance(found, Frame):
            return None
        self._heard_at = time.monotonic()
        self.bytes += len(found.packet)
        if self.bytes > self._most:
            return Ending.TOO_MUCH
        return self._take(found, deliver)

    def _take(self, frame: Frame, deliver: Callable[[Frame], None]) -> Ending | None:
        channels = self._session.channels
        if frame.channel == channels[0] + 1 and is_goodbye(frame.packet):
            return Ending.GOODBYE
        if frame.channel == channels[0]:
            packet = self.retiming.retimed(frame.packet)
            if packet is not None:
                deliver(replace(frame, channel=0, packet=packet))
        elif frame.channel in channels and self.retiming.has_begun:
            deliver(replace(frame, channel=2 * channels.index(frame.channel)))
        return Ending.REACHED if self.retiming.seconds >= self._seconds else None

    def _keep_alive(self) -> None:
        if time.monotonic() - self._kept_at > self._session.keep_alive_seconds:
            self._session.keep_alive()
            self._kept_at = time.monotonic()

    @property
    def _silence(self) -> float:
        return time.monotonic() - self._heard_at
