"""Any recorder that plays a stretch of time named in an RTSP address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from footage.errors import FootageError, UnsupportedError
from footage.recorders.base import (
    Capabilities,
    Channel,
    ClockReading,
    Coverage,
    DeviceInfo,
    Grants,
    ProbeResult,
    RawMedia,
)
from footage.recorders.connection import (
    RTSP_SETTINGS,
    Connection,
    read_connection,
    read_zone,
)
from footage.recorders.playing import (
    Listener,
    asked_of,
    checked_channel,
    now,
    played_media,
    request_for,
)
from footage.rtsp.looking import options
from footage.rtsp.template import PRESETS, PathTemplate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from footage.recorders.base import Cancelled, Progress
    from footage.window import UtcWindow

_SETTINGS: Final = RTSP_SETTINGS | {"sound", "preset", "template", "time_base", "zone", "channels"}
_SOMEBODY_ANSWERS: Final = 0.2
"""Every camera speaks RTSP; which address plays what is recorded, only a person knows."""


class RtspTemplateRecorder:
    """The channel's name is put into the address as it is."""

    name = "rtsp_template"
    capabilities = Capabilities(
        by_time=True, by_file=False, faster_than_realtime=False, max_parallel=1, container="rtsp"
    )

    def __init__(
        self,
        connection: Connection,
        template: PathTemplate,
        grants: Grants,
        *,
        channel_names: tuple[str, ...] = (),
        clock: Callable[[], datetime] = now,
    ) -> None:
        self.connection = connection
        self.template = template
        self.channel_names = channel_names
        self._grants = grants
        self._clock = clock

    @classmethod
    def from_settings(cls, settings: Mapping[str, str], grants: Grants) -> RtspTemplateRecorder:
        """Keys: ``host``, ``rtsp_port``, ``user``, ``password``, ``stall``, ``sound``; ``preset``
        (a name of ``PRESETS``) or ``template``; ``time_base`` (``utc``, ``local``) and ``zone``;
        ``channels``, a list with commas."""
        name = settings.get("preset", "").strip()
        if name and name not in PRESETS:
            raise UnsupportedError(f"preset={name}")
        preset = PRESETS.get(name)
        text = settings.get("template", "").strip() or (preset.path if preset else "")
        base = settings.get("time_base", "").strip() or (preset.time_base if preset else "utc")
        named = settings.get("channels", "").split(",")
        return cls(
            read_connection(settings, _SETTINGS, rtsp_port=preset.port if preset else 554),
            PathTemplate(text, read_zone({**settings, "time_base": base})),
            grants,
            channel_names=tuple(checked_channel(one.strip()) for one in named if one.strip()),
        )

    def probe(self) -> ProbeResult:
        try:
            greeting = options(self.connection.rtsp("/"), self._grants)
        except FootageError as error:
            return ProbeResult(self.name, 0.0, (str(error),))
        ports = (self.connection.rtsp_port,)
        return ProbeResult(self.name, _SOMEBODY_ANSWERS, greeting.evidence, ports)

    def identify(self) -> DeviceInfo:
        greeting = options(self.connection.rtsp("/"), self._grants)
        return DeviceInfo(model=greeting.server or "RTSP", quirks={"realm": greeting.realm})

    def clock(self) -> ClockReading:
        raise UnsupportedError("reading the clock of a recorder by RTSP")

    def channels(self) -> list[Channel]:
        return [Channel(id=name, name=name) for name in self.channel_names]

    def coverage(self, channel: str, window: UtcWindow) -> Coverage:
        """Not known: RTSP has no question for it."""
        checked_channel(channel)
        return Coverage(window, is_known=False)

    def fetch(
        self,
        channel: str,
        window: UtcWindow,
        dest: Path,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> RawMedia:
        asked = asked_of(window)
        played_from = self.template.path(checked_channel(channel), asked)
        request = request_for(self.connection, played_from, window, asked)
        path = self.connection.file_in(dest, f"playback-{channel}")
        listener = Listener(progress, cancelled)
        raw = played_media(request, window, asked, path, self._grants, listener, self._clock)
        unsure = ("time_ambiguous",) if self.template.is_ambiguous(asked) else ()
        return replace(
            raw,
            source=f"{self.name}:{self.connection.shown}",
            channel=channel,
            notes=(*raw.notes, *unsure),
        )
