"""The address by which a recorder names a recording, ``playbackURI``.

It may name another host, or the wrong port: only its path and query are believed, and put
onto the host that this recorder has been given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit

from footage.errors import BadAnswerError
from footage.recorders.hikvision_isapi.times import in_address

if TYPE_CHECKING:
    from datetime import datetime

DEFAULT_PORT: Final = 554
_PATH: Final = re.compile(r"/[A-Za-z0-9/_.-]*", re.ASCII)
_VALUE: Final = re.compile(r"[A-Za-z0-9:._+{}-]*", re.ASCII)
_LONGEST: Final = 2048


@dataclass(frozen=True, slots=True)
class PlaybackUri:
    path: str
    query: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return self._value("name")

    @property
    def size(self) -> int | None:
        """Bytes of the file, where told."""
        text = self._value("size")
        return int(text) if text.isdigit() and len(text) < 16 and int(text) > 0 else None

    def between(self, start: datetime, end: datetime) -> PlaybackUri:
        """The same track from ``start`` to ``end`` (as the recorder writes them), of
        whatever file."""
        query = (("starttime", in_address(start)), ("endtime", in_address(end)))
        return replace(self, query=query)

    def at(self, host: str, port: int) -> str:
        """The whole address on our recorder, never with a log-in."""
        shown = f"[{host}]" if ":" in host else host
        place = shown if port == DEFAULT_PORT else f"{shown}:{port}"
        return f"rtsp://{place}{self.target}"

    @property
    def target(self) -> str:
        query = "&".join(f"{name}={value}" for name, value in self.query)
        return f"{self.path}?{query}" if query else self.path

    def _value(self, wanted: str) -> str:
        return next((value for name, value in self.query if name.lower() == wanted), "")


def read_uri(text: str) -> PlaybackUri:
    """Raises BadAnswerError for what cannot be a recording's address."""
    try:
        parts = urlsplit(text.strip())
        query = tuple(parse_qsl(parts.query, keep_blank_values=True, max_num_fields=20))
    except ValueError as error:
        raise BadAnswerError("unreadable", "playbackURI") from error
    values = [value for pair in query for value in pair]
    if (
        parts.scheme.lower() != "rtsp"
        or len(text) > _LONGEST
        or not _PATH.fullmatch(parts.path)
        or ".." in parts.path
        or not all(_VALUE.fullmatch(value) for value in values)
    ):
        raise BadAnswerError("unreadable", "playbackURI")
    return PlaybackUri(parts.path, query)


def track_uri(track: str) -> PlaybackUri:
    """Where a track is played from when the recorder gives no address of its own."""
    return PlaybackUri(f"/Streaming/tracks/{track}/")
