"""The driver: one recorder of the Hikvision family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footage.cutting.files import disk_errors
from footage.errors import UnsupportedError
from footage.http.transport import SocketTransport
from footage.recorders.base import Capabilities, Coverage, Segment
from footage.recorders.hikvision_isapi import device
from footage.recorders.hikvision_isapi.download import Downloader
from footage.recorders.hikvision_isapi.fetch import Errand, fetch
from footage.recorders.hikvision_isapi.holdings import Keeper
from footage.recorders.hikvision_isapi.quirks import Quirks
from footage.recorders.hikvision_isapi.search import Search
from footage.recorders.hikvision_isapi.session import Session
from footage.recorders.hikvision_isapi.settings import STREAMS, Settings
from footage.recorders.hikvision_isapi.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from footage.http.message import Transport
    from footage.recorders.base import (
        Cancelled,
        Channel,
        ClockReading,
        DeviceInfo,
        Grants,
        ProbeResult,
        Progress,
        RawMedia,
    )
    from footage.window import UtcWindow


class HikvisionRecorder:
    """A channel is the recorder's own number of a camera; ``7/sub`` its small stream.

    Every time in and out is UTC *by the recorder's clock*; whoever knows how far that is
    off moves them. ``quirks`` grow while asking and are worth keeping.
    """

    name = "hikvision_isapi"
    capabilities = Capabilities(
        by_time=True, by_file=True, faster_than_realtime=True, max_parallel=1, container="any"
    )

    def __init__(
        self,
        settings: Settings,
        grants: Grants,
        *,
        quirks: Quirks | None = None,
        transport: Transport | None = None,
    ) -> None:
        """``transport``: another way of talking to the same place, such as one that writes
        down what is said."""
        self.settings = settings
        self.quirks = quirks or Quirks()
        self._grants = grants
        connection = settings.connection
        self._session = Session(
            transport or SocketTransport(connection.place, grants),
            connection.login,
            connection.place.certificate,
        )
        self._search = Search(self._session, self.quirks)

    @classmethod
    def from_settings(cls, settings: Mapping[str, str], grants: Grants) -> HikvisionRecorder:
        """Keys: ``host``; optionally ``port``, ``tls`` (``on``, ``off``), ``certificate``
        (SHA-256 of the recorder's own), ``rtsp_port``, ``user``, ``password``, ``stall``,
        ``time_base`` (``local``, ``utc``, ``unknown``), ``zone`` (IANA name), ``stream``
        (``main``, ``sub``), ``largest_file_mb``, and what :attr:`quirks` said before."""
        return cls(Settings.read(settings), grants, quirks=Quirks.from_settings(settings))

    def probe(self) -> ProbeResult:
        return device.look(self._session, self.name, self.settings.connection.place.port)

    def identify(self) -> DeviceInfo:
        return device.identify(self._session, self.quirks)

    def clock(self) -> ClockReading:
        return device.read_clock(self._session)

    def channels(self) -> list[Channel]:
        return device.list_channels(self._session)

    def newest_end(self, channel: str, start: datetime, end: datetime) -> datetime | None:
        """For :func:`footage.calibration.find_time_base`, with times as the recorder writes
        them (naive): no time base need be known."""
        found = self._search.find(self._track(channel), start, end)
        return max((item.end for item in found.items), default=None)

    def coverage(self, channel: str, window: UtcWindow) -> Coverage:
        keeper = self._keeper(channel)
        held = keeper.holdings(window)
        within = sorted(held.within, key=lambda placed: placed.start)
        return Coverage(
            window=window,
            segments=tuple(Segment(p.start, p.end, p.recorded.uri.name) for p in within),
            gaps=keeper.gaps(held),
            oldest=keeper.oldest(window.end),
            newest=keeper.newest(),
            is_known=held.is_whole,
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
        keeper = self._keeper(channel)
        held = keeper.holdings(window)
        device.learn_by_time(self._session, self.quirks)
        with disk_errors():
            dest.mkdir(parents=True, exist_ok=True)
        downloader = Downloader(self._session, self.quirks)
        errand = Errand(
            ways=Ways(self.settings, self._grants, self.quirks, downloader),
            keeper=keeper,
            dest=dest,
            source=f"{self.name}:{self.settings.connection.shown}",
            channel=channel,
            progress=progress,
            cancelled=cancelled,
        )
        return fetch(errand, held)

    def _keeper(self, channel: str) -> Keeper:
        return Keeper(self._session, self._search, self.settings.time, self._track(channel))

    def _track(self, channel: str) -> str:
        number, _, stream = channel.partition("/")
        stream = stream or self.settings.stream
        is_number = number.isascii() and number.isdigit() and 0 < int(number) <= 512
        if not is_number or stream not in STREAMS:
            raise UnsupportedError(f"the camera {channel}")
        return f"{int(number)}{STREAMS[stream]:02d}"
