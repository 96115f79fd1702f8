"""Uniview's recorders and their many labels, by LAPI and RTSP playback.

Written after other people's notes; no unit was at hand. All of its times are Unix seconds,
so no zone has to be known, if the recorder itself knows its own.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from footage.errors import BadAnswerError, FootageError, NoFootageError, UnsupportedError
from footage.http.client import Client
from footage.http.digest import challenge_in
from footage.http.message import Request
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
from footage.recorders.playing import (
    Listener,
    asked_of,
    checked_channel,
    now,
    played_media,
    request_for,
)
from footage.recorders.stretches import joined, together, wanted_of
from footage.recorders.uniview_lapi import messages
from footage.window import Gap, UtcWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from footage.http.message import Transport
    from footage.recorders.base import Cancelled, Progress

_DEVICE: Final = "/System/DeviceInfo"
_LOGIN: Final = "/System/Security/Login"


class UniviewRecorder:
    name = "uniview_lapi"
    capabilities = Capabilities(
        by_time=True, by_file=False, faster_than_realtime=False, max_parallel=1, container="rtsp"
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
        place = connection.place
        self._client = Client(
            transport or SocketTransport(place, grants), connection.login, place.certificate
        )
        self._lapi = messages.Lapi(self._client)

    @classmethod
    def from_settings(cls, settings: Mapping[str, str], grants: Grants) -> UniviewRecorder:
        """Keys: ``host``, ``port``, ``tls``, ``certificate``, ``rtsp_port``, ``user``,
        ``password``, ``stall``, ``sound``."""
        return cls(read_connection(settings, WEB_SETTINGS | {"sound"}), grants)

    def probe(self) -> ProbeResult:
        try:
            confidence, evidence = self._look()
        except FootageError as error:
            return ProbeResult(self.name, 0.0, (str(error),))
        ports = (self.connection.place.port,) if confidence else ()
        return ProbeResult(self.name, confidence, (evidence,) if evidence else (), ports)

    def _look(self) -> tuple[float, str]:
        answer = self._client.unauthenticated(Request("GET", messages.ROOT + _DEVICE))
        if answer.status == 200 and _is_lapi(answer.body):
            return 0.95, "LAPI answers"
        asked = self._client.unauthenticated(Request("PUT", messages.ROOT + _LOGIN))
        challenge = challenge_in(asked.all("www-authenticate"))
        if asked.status == 401 and challenge is not None and challenge.realm == messages.REALM:
            return 0.9, f"LAPI log-in, realm {messages.REALM}"
        return 0.0, ""

    def identify(self) -> DeviceInfo:
        told = self._lapi.ask(_DEVICE)
        return DeviceInfo(
            model=messages.text_in(told, "DeviceModel", "Model") or "Uniview",
            firmware=messages.text_in(told, "FirmwareVersion", "SoftwareVersion"),
            serial=messages.text_in(told, "SerialNumber", "SerialNo"),
        )

    def clock(self) -> ClockReading:
        asked_at = datetime.now(UTC)
        told = self._lapi.ask("/System/Time")
        answered_at = datetime.now(UTC)
        seconds = messages.text_in(told, "DeviceTime", "Time", "UTCTime")
        if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 12):
            raise BadAnswerError("unreadable", "time")
        wall = datetime.fromtimestamp(int(seconds), UTC).replace(tzinfo=None)
        return ClockReading(wall, "UTC", asked_at, answered_at)

    def channels(self) -> list[Channel]:
        told = self._lapi.ask("/Channels/System/ChannelDetailInfos")
        return [
            Channel(id=str(entry["ID"]), name=messages.text_in(entry, "Name"))
            for entry in messages.entries_with(told, "ID")
        ]

    def coverage(self, channel: str, window: UtcWindow) -> Coverage:
        held = self._held(channel, window)
        inside = [(max(a, window.start), min(b, window.end)) for a, b in held]
        return Coverage(
            window=window,
            segments=tuple(Segment(a, b) for a, b in held),
            gaps=tuple(Gap(a, b, "not_recorded") for a, b in window.uncovered(inside)),
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
        """Each recorded stretch is played by itself, so that gaps are where they are."""
        wide, listener = asked_of(window), Listener(progress, cancelled)
        held = self._held(channel, wide)
        parts = [
            self._play(channel, window, stretch, self._file(dest, channel, number), listener)
            for number, stretch in enumerate(wanted_of(held, wide, window, self._clock()))
        ]
        return together(parts, window, f"{self.name}:{self.connection.shown}", channel)

    def _file(self, dest: Path, channel: str, number: int) -> Path:
        return self.connection.file_in(dest, f"playback-{channel}-{number}")

    def _held(self, channel: str, window: UtcWindow) -> list[tuple[datetime, datetime]]:
        target = messages.records_target(window)
        told = self._lapi.ask_channel(checked_channel(channel), target)
        found = messages.stretches_in(told)
        return joined([pair for pair in found if window.overlaps(*pair)])

    def _play(
        self, channel: str, window: UtcWindow, asked: UtcWindow, path: Path, listener: Listener
    ) -> RawMedia:
        begin, end = int(asked.start.timestamp()), int(asked.end.timestamp())
        played_from = f"/c{channel}/b{begin}/e{end}/replay/"
        shown = UtcWindow(max(asked.start, window.start), min(asked.end, window.end))
        request = request_for(self.connection, played_from, shown, asked)
        try:
            return played_media(request, shown, asked, path, self._grants, listener, self._clock)
        except NoFootageError:
            address = request.address.rebased(self._named_address(channel, asked))
        other = replace(request, address=address)
        return played_media(other, shown, asked, path, self._grants, listener, self._clock)

    def _named_address(self, channel: str, asked: UtcWindow) -> str:
        """Where the recorder itself says that it plays this from; its host is not believed."""
        try:
            told = self._lapi.ask_channel(channel, messages.record_url_target(asked))
        except UnsupportedError as error:
            raise NoFootageError from error
        return messages.text_in(told, "URL")


def _is_lapi(body: bytes) -> bool:
    return b'"ResponseCode"' in body and body.lstrip()[:1] == b"{"
