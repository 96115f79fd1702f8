"""The text settings of one recorder, read strictly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from footage.errors import UnsupportedError
from footage.recorders.connection import WEB_SETTINGS, Connection, number, read_connection
from footage.recorders.hikvision_isapi import quirks
from footage.recorders.hikvision_isapi.times import RecorderTime, TimeBase

if TYPE_CHECKING:
    from collections.abc import Mapping

STREAMS: Final = {"main": 1, "sub": 2}
_KNOWN: Final = WEB_SETTINGS | quirks.NAMES | {"zone", "time_base", "stream", "largest_file_mb"}
_MEGABYTE: Final = 1024 * 1024
_LARGEST_FILE_MB: Final = 2048


@dataclass(frozen=True, slots=True)
class Settings:
    connection: Connection
    time: RecorderTime
    stream: str = "main"
    largest_file: int = _LARGEST_FILE_MB * _MEGABYTE
    """Bytes. A whole file of the recorder's is fetched only up to this."""

    @classmethod
    def read(cls, settings: Mapping[str, str]) -> Settings:
        """Raises UnsupportedError naming what is wrong."""
        told = {name: value.strip() for name, value in settings.items() if value.strip()}
        stream = told.get("stream", "main")
        if stream not in STREAMS:
            raise UnsupportedError(f"stream={stream}")
        return cls(
            connection=read_connection(settings, _KNOWN),
            time=_time(told),
            stream=stream,
            largest_file=number(told, "largest_file_mb", _LARGEST_FILE_MB, 10**6) * _MEGABYTE,
        )


def _time(told: Mapping[str, str]) -> RecorderTime:
    """Where nobody has measured the base it stays unknown: a wrong guess is a wrong clip."""
    base = told.get("time_base", TimeBase.UNKNOWN)
    if base not in set(TimeBase):
        raise UnsupportedError(f"time_base={base}")
    zone = _zone(told["zone"]) if "zone" in told else None
    if base == TimeBase.LOCAL and zone is None:
        raise UnsupportedError("a local time base without a time zone")
    return RecorderTime(TimeBase(base), zone)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UnsupportedError(f"the time zone {name}") from error
