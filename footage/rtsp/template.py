"""Playback addresses of recorders that nobody wrote a driver for, as a pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from footage.clock import utc_candidates
from footage.errors import UnsupportedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from footage.window import UtcWindow

_FIELD: Final = re.compile(r"\{(\w+)(?::([^{}]*))?\}", re.ASCII)
_WALL_FORMAT: Final = "%Y%m%dT%H%M%SZ"
_NUMBER_FORMAT: Final = re.compile(r"0?[1-9]", re.ASCII)
_LONGEST: Final = 1000
_UNIX: Final = frozenset({"start_unix", "end_unix"})
_WALL: Final = frozenset({"start", "end"})


@dataclass(frozen=True, slots=True)
class Preset:
    """How one family of recorders is asked, by what its users published."""

    path: str
    time_base: str
    port: int = 554


PRESETS: Final[Mapping[str, Preset]] = {
    "hikvision": Preset(
        "/Streaming/tracks/{channel}01?starttime={start}&endtime={end}", time_base="local"
    ),
    "uniview": Preset("/c{channel}/b{start_unix}/e{end_unix}/replay/", time_base="utc"),
    "raysharp": Preset(
        "/rtsp/playback?channel={channel:02}&subtype=0&starttime={start:%Y-%m-%dT%H:%M:%SZ}"
        "&endtime={end:%Y-%m-%dT%H:%M:%SZ}&localtime=true",
        time_base="local",
        port=80,
    ),
    "recording": Preset(
        "/recording?ch={channel}&stream=0&start={start:%Y%m%d%H%M%S}&stop={end:%Y%m%d%H%M%S}",
        time_base="local",
    ),
}


@dataclass(frozen=True, slots=True)
class PathTemplate:
    """``{channel}``, ``{start}`` and ``{end}`` with a format of ``strftime``,
    ``{start_unix}`` and ``{end_unix}``. ``zone``: of a recorder that counts by its wall
    clock; None: it counts in UTC. Unix seconds are UTC by definition.
    """

    text: str
    zone: ZoneInfo | None = None

    def __post_init__(self) -> None:
        """Refuses here what could only fail at the first clip."""
        fields = {name for name, _ in _FIELD.findall(self.text)}
        if not self.text.startswith("/") or len(self.text) > _LONGEST:
            raise UnsupportedError("an address that does not begin with /")
        if not fields & {"start", "start_unix"}:
            raise UnsupportedError("an address without {start} or {start_unix}")
        if re.search(r"[{}]", _FIELD.sub("", self.text)):
            raise UnsupportedError("an address with a brace too many")
        for name, form in _FIELD.findall(self.text):
            self._field(name, form, "1", datetime(2026, 1, 1, tzinfo=UTC))

    def path(self, channel: str, window: UtcWindow) -> str:
        def filled(match: re.Match[str]) -> str:
            at = window.end if match[1].startswith("end") else window.start
            return self._field(match[1], match[2] or "", channel, at)

        return _FIELD.sub(filled, self.text)

    def is_ambiguous(self, window: UtcWindow) -> bool:
        """Whether its wall clock shows these times twice, and the address could not tell."""
        if self.zone is None or not any(f"{{{name}" in self.text for name in ("start:", "start}")):
            return False
        walls = (at.astimezone(self.zone).replace(tzinfo=None) for at in (window.start, window.end))
        return any(len(utc_candidates(wall, self.zone)) > 1 for wall in walls)

    def _field(self, name: str, form: str, channel: str, at: datetime) -> str:
        if name == "channel" and not form:
            return channel
        if name == "channel" and _NUMBER_FORMAT.fullmatch(form):
            return channel.zfill(int(form))
        if name in _UNIX and not form:
            return str(int(at.timestamp()))
        if name in _WALL:
            return at.astimezone(self.zone or UTC).strftime(form or _WALL_FORMAT)
        raise UnsupportedError(f"{{{name}:{form}}} in an address" if form else f"{{{name}}}")
