"""Recorders by ONVIF Profile G: slower to learn about than by their own ways, but standard.

Replay is asked for faster than life (``Rate-Control: no``) and every picture comes with the
real time at which it was taken, so that these clips are placed exactly, gaps included.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from footage.errors import (
    FootageError,
    NoFootageError,
    NotYetRecordedError,
    OverwrittenError,
    UnsupportedError,
)
from footage.http.client import Client
from footage.http.transport import SocketTransport
from footage.recorders.base import (
    Capabilities,
    Channel,
    ClockReading,
    Coverage,
    DeviceInfo,
    Grants,
    ProbeResult,
    RawMedia,
    Segment,
)
from footage.recorders.connection import WEB_SETTINGS, Connection, read_connection
from footage.recorders.onvif_g.device import REPLAY, Device
from footage.recorders.onvif_g.recordings import Recording, recordings_of, replay_address
from footage.recorders.playing import (
    PATIENCE_SECONDS,
    RETRY_SECONDS,
    Listener,
    asked_of,
    now,
    played_media,
    request_for,
)
from footage.window import Gap

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from footage.http.message import Transport
    from footage.recorders.base import Cancelled, Progress
    from footage.window import UtcWindow

_CAN_REPLAY: Final = 0.6
"""Below a maker's own way, which knows more of its recorder."""
_ONLY_ONVIF: Final = 0.1
_MOST_TOKEN: Final = 64


class OnvifRecorder:
    """A channel is the token of a recording."""

    name = "onvif_g"
    capabilities = Capabilities(
        by_time=True, by_file=False, faster_than_realtime=True, max_parallel=1, container="rtsp"
    )

    def __init__(
        self,
        connection: Connection,
        grants: Grants,
        *,
        clock: Callable[[], datetime] = now,
        transport: Transport | None = None,
    ) -> None:
        """``transport``: another way of talking to the same place, such as one that writes
        down what is said."""
        self.connection = connection
        self._grants = grants
        self._clock = clock
        place, login = connection.place, connection.login
        client = Client(transport or SocketTransport(place, grants), login, place.certificate)
        self._device = Device(client, login)

    @classmethod
    def from_settings(cls, settings: Mapping[str, str], grants: Grants) -> OnvifRecorder:
        """Keys: ``host``, ``port``, ``tls``, ``certificate``, ``rtsp_port``, ``user``,
        ``password``, ``stall``."""
        return cls(read_connection(settings, WEB_SETTINGS), grants)

    def probe(self) -> ProbeResult:
        try:
            reading = self._device.clock()
            can_replay = REPLAY in self._device.services()
        except FootageError as error:
            return ProbeResult(self.name, 0.0, (str(error),))
        evidence = (
            f"ONVIF clock {reading.device_wall.isoformat()}",
            "ONVIF replay" if can_replay else "ONVIF without replay",
        )
        confidence = _CAN_REPLAY if can_replay else _ONLY_ONVIF
        return ProbeResult(self.name, confidence, evidence, (self.connection.place.port,))

    def identify(self) -> DeviceInfo:
        return self._device.information()

    def clock(self) -> ClockReading:
        return self._device.clock()

    def channels(self) -> list[Channel]:
        return [Channel(id=one.token, name=one.name) for one in recordings_of(self._device)]

    def coverage(self, channel: str, window: UtcWindow) -> Coverage:
        """From the first to the last picture of the recording; holes within it show only
        when it is played."""
        recording = self._recording(channel)
        if recording.earliest is None or recording.latest is None:
            return Coverage(window, is_known=False)
        span = (recording.earliest, recording.latest)
        return Coverage(
            window=window,
            segments=(Segment(*span, channel),) if window.overlaps(*span) else (),
            gaps=tuple(Gap(a, b, "not_recorded") for a, b in window.uncovered([span])),
            oldest=recording.earliest,
            newest=recording.latest,
        )

    def fetch(
        self,
        channel: str,
        window: UtcWindow,
        dest: Path,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> RawMedia:
        self._check_held(self._recording(channel), window)
        told = self.connection.rtsp("/").rebased(replay_address(self._device, channel))
        asked = asked_of(window)
        # No end: some devices ignore it, and we know ourselves when we have enough.
        request = replace(
            request_for(self.connection, told.path, window, asked),
            require="onvif-replay",
            headers={"Range": f"clock={_clock_text(asked.start)}-", "Rate-Control": "no"},
            real=window,
        )
        listener = Listener(progress, cancelled)
        raw = played_media(
            request, window, asked, dest / "replay.mp4", self._grants, listener, self._clock
        )
        return replace(raw, source=f"{self.name}:{self.connection.shown}", channel=channel)

    def _recording(self, channel: str) -> Recording:
        if not channel.isprintable() or not 0 < len(channel) <= _MOST_TOKEN:
            raise UnsupportedError("this name of a recording")
        for recording in recordings_of(self._device):
            if recording.token == channel:
                return recording
        raise NoFootageError

    def _check_held(self, recording: Recording, window: UtcWindow) -> None:
        at = self._clock()
        if recording.earliest is not None and window.end <= recording.earliest:
            raise OverwrittenError(recording.earliest)
        if recording.latest is None or recording.latest >= window.end:
            return
        if at < window.end + timedelta(seconds=PATIENCE_SECONDS):
            raise NotYetRecordedError(at + timedelta(seconds=RETRY_SECONDS))
        if recording.latest <= window.start:
            raise NoFootageError(nearest=recording.latest)


def _clock_text(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S}.{at.microsecond // 1000:03d}Z"
