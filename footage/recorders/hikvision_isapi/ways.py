"""Three ways to the same pictures: a download by time, RTSP playback, a download by file.

Each fetches one part of one recording and says where in real time it begins and how far
that may be off. What none of them does is believe that the recorder obeyed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from footage.errors import (
    BadAnswerError,
    TruncatedError,
    UnreachableError,
    UnreadableVideoError,
    UnsupportedError,
)
from footage.http.message import Bounds
from footage.media import MediaInfo, probe
from footage.recorders.base import RawFile
from footage.recorders.hikvision_isapi.order import Fetched, Order
from footage.recorders.playing import is_unsure, start_of, time_error
from footage.rtsp.playback import PlayRequest, play

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from footage.recorders.base import Grants
    from footage.recorders.hikvision_isapi.download import Downloaded, Downloader
    from footage.recorders.hikvision_isapi.playback_uri import PlaybackUri
    from footage.recorders.hikvision_isapi.quirks import Quirks
    from footage.recorders.hikvision_isapi.settings import Settings
    from footage.window import UtcWindow

_WRITTEN_ERROR: Final = 1.0
"""Recordings are listed in whole seconds."""
_MOST_EXTRA: Final = 15.0
"""By time, recorders give whole groups of pictures: a little more than asked for."""
_LEAST_MISSING: Final = 3.0
_BYTES_PER_SECOND: Final = 4 * 1024 * 1024
_ROOM: Final = 64 * 1024 * 1024
_FILE_SECONDS: Final = 3600.0


@dataclass(frozen=True, slots=True)
class Ways:
    settings: Settings
    grants: Grants
    quirks: Quirks
    downloader: Downloader

    def in_turn(self, order: Order) -> list[Callable[[Order], Fetched]]:
        """The best first. Times that the clock shows twice cannot be asked for by time, and
        a file hardly longer than what is wanted is worth its exact start."""
        can_ask_by_time = not order.placed.is_ambiguous and self.settings.time.keeps_pace(
            order.part
        )
        ways: list[Callable[[Order], Fetched]] = [self.by_playback]
        if can_ask_by_time and self.quirks.by_time != "no":
            ways.insert(0, self.by_time)
        if can_ask_by_time and not self._is_short_file(order):
            return [*ways, self.by_file]
        return [self.by_file, *ways]

    def _is_short_file(self, order: Order) -> bool:
        size = order.placed.recorded.uri.size
        length = (order.placed.end - order.placed.start).total_seconds()
        return bool(size and size <= self.settings.largest_file) and (
            length <= 2 * order.part.seconds + 60
        )

    def by_time(self, order: Order) -> Fetched:
        """Raises UnsupportedError, BadAnswerError, TruncatedError besides what may happen
        to any exchange."""
        asked = order.whole_seconds
        most = round(asked.seconds * _BYTES_PER_SECOND) + _ROOM
        bounds = Bounds(seconds=asked.seconds * 4 + 120, size=most)
        got = self._downloaded(self._uri(order, asked), order, bounds, most)
        media = _measured(got.path)
        if _is_whole_recording(media, order, asked):
            self.quirks.by_time = "no"
            return Fetched(RawFile(got.path, order.placed.start, media), _WRITTEN_ERROR)
        extra = media.seconds - asked.seconds
        if extra < -_LEAST_MISSING or got.is_short:
            raise TruncatedError(media.seconds, asked.seconds)
        if extra > _MOST_EXTRA:
            raise BadAnswerError("unreadable", "length")
        # What is too much may lie before or after: the middle is off by half at most.
        lead = max(0.0, extra) / 2
        start = asked.start - timedelta(seconds=lead)
        return Fetched(RawFile(got.path, start, media), _WRITTEN_ERROR + max(lead, -extra))

    def by_file(self, order: Order) -> Fetched:
        uri = order.placed.recorded.uri
        if not uri.name:
            raise UnsupportedError("downloading a file that the recorder does not name")
        if (uri.size or 0) > self.settings.largest_file:
            raise UnsupportedError(f"downloading a file of {(uri.size or 0) // 2**20} MB")
        bounds = Bounds(seconds=_FILE_SECONDS, size=self.settings.largest_file + _ROOM)
        got = self._downloaded(uri, order, bounds, uri.size or self.settings.largest_file)
        self._check_complete(got, order)
        return Fetched(RawFile(got.path, order.placed.start, _measured(got.path)), _WRITTEN_ERROR)

    def by_playback(self, order: Order) -> Fetched:
        asked = order.whole_seconds
        connection = self.settings.connection
        request = PlayRequest(
            connection.rtsp(self._uri(order, asked).target),
            asked.seconds,
            asked.seconds,
            connection.login,
            stall=connection.stall,
        )
        try:
            played = play(
                request,
                order.path,
                self.grants,
                progress=order.progress,
                cancelled=order.cancelled,
            )
        except UnreachableError as error:  # it answers by HTTP: RTSP is off, or elsewhere
            what = f"RTSP playback, for nobody answers on port {connection.rtsp_port}"
            raise UnsupportedError(what) from error
        return Fetched(
            RawFile(played.path, start_of(played, asked), played.media),
            time_error(played),
            ("playback_short",) if is_unsure(played) else (),
        )

    def _downloaded(
        self, uri: PlaybackUri, order: Order, bounds: Bounds, expected: int
    ) -> Downloaded:
        connection = self.settings.connection
        address = uri.at(connection.place.host, connection.rtsp_port)
        return self.downloader.fetch(
            address,
            order.path,
            bounds,
            on_bytes=lambda stored: order.tell(stored / expected),
            cancelled=order.cancelled,
        )

    def _uri(self, order: Order, asked: UtcWindow) -> PlaybackUri:
        time = self.settings.time
        return order.placed.recorded.uri.between(time.written(asked.start), time.written(asked.end))

    def _check_complete(self, got: Downloaded, order: Order) -> None:
        """``size`` tells how long the file is; of one being written it tells how long it was,
        so that a shorter one is short either way."""
        promised = order.placed.recorded.uri.size or got.announced or 0
        if got.size < promised or got.is_short:
            length = (order.placed.end - order.placed.start).total_seconds()
            raise TruncatedError(length * got.size / max(promised, got.announced or 1), length)


def _is_whole_recording(media: MediaInfo, order: Order, asked: UtcWindow) -> bool:
    """Asked for minutes, some firmware sends the hour they lie in."""
    length = (order.placed.end - order.placed.start).total_seconds()
    return media.seconds > asked.seconds + _MOST_EXTRA and abs(media.seconds - length) <= max(
        _LEAST_MISSING, length * 0.02
    )


def _measured(path: Path) -> MediaInfo:
    try:
        return probe(path)
    except UnreadableVideoError as error:
        raise BadAnswerError("unreadable", error.code) from error
