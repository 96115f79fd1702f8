"""The text settings of one recorder, read strictly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar
from zoneinfo import ZoneInfo

from footage.errors import UnsupportedError
from footage.http.digest import Login
from footage.http.tls import plain_fingerprint
from footage.http.transport import Place
from footage.recorders.hikvision_isapi import quirks
from footage.recorders.hikvision_isapi.playback_uri import DEFAULT_PORT
from footage.recorders.hikvision_isapi.times import RecorderTime, TimeBase

if TYPE_CHECKING:
    from collections.abc import Mapping

_ONCE: Final = frozenset(
    {
        "host",
        "port",
        "tls",
        "certificate",
        "rtsp_port",
        "user",
        "password",
        "zone",
        "time_base",
        "stream",
        "largest_file_mb",
    }
)
STREAMS: Final = {"main": 1, "sub": 2}
_MEGABYTE: Final = 1024 * 1024
_LARGEST_FILE_MB: Final = 2048
Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class Settings:
    place: Place
    rtsp_port: int
    login: Login | None
    time: RecorderTime
    stream: str
    largest_file: int
    """Bytes. A whole file of the recorder's is fetched only up to this."""

    @classmethod
    def read(cls, settings: Mapping[str, str]) -> Settings:
        """Raises UnsupportedError naming what is wrong."""
        told = {name: value.strip() for name, value in settings.items() if value.strip()}
        unknown = set(told) - _ONCE - quirks.NAMES
        if unknown or "host" not in told:
            raise UnsupportedError(", ".join(sorted(unknown)) or "a recorder without an address")
        is_secure = _one_of(told, "tls", {"off": False, "on": True}, "off")
        place = Place(
            host=told["host"],
            port=_number(told, "port", 443 if is_secure else 80, 65535),
            tls=is_secure,
            certificate=_certificate(told),
        )
        _one_of(told, "stream", STREAMS, "main")
        return cls(
            place=place,
            rtsp_port=_number(told, "rtsp_port", DEFAULT_PORT, 65535),
            login=_login(settings),
            time=_time(told),
            stream=told.get("stream", "main"),
            largest_file=_number(told, "largest_file_mb", _LARGEST_FILE_MB, 10**6) * _MEGABYTE,
        )


def _login(settings: Mapping[str, str]) -> Login | None:
    """A password's own spaces are part of it."""
    user, password = settings.get("user", "").strip(), settings.get("password", "")
    if set(user) & set("\r\n\0"):
        raise UnsupportedError("a user name of several lines")
    return Login(user, password) if user else None


def _time(told: Mapping[str, str]) -> RecorderTime:
    base = _one_of(told, "time_base", {base.value: base for base in TimeBase}, "unknown")
    zone = _zone(told["zone"]) if "zone" in told else None
    if base is TimeBase.LOCAL and zone is None:
        raise UnsupportedError("a local time base without a time zone")
    return RecorderTime(base, zone)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UnsupportedError(f"the time zone {name}") from error


def _certificate(told: Mapping[str, str]) -> str:
    fingerprint = plain_fingerprint(told.get("certificate", ""))
    if fingerprint and (len(fingerprint) != 64 or set(fingerprint) - set("0123456789abcdef")):
        raise UnsupportedError("a certificate's fingerprint that is no SHA-256")
    return fingerprint


def _one_of(
    told: Mapping[str, str], name: str, choices: Mapping[str, Choice], usual: str
) -> Choice:
    value = told.get(name, usual)
    if value not in choices:
        raise UnsupportedError(f"{name}={value}")
    return choices[value]


def _number(told: Mapping[str, str], name: str, usual: int, largest: int) -> int:
    text = told.get(name, str(usual))
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 0 < int(text) <= largest):
        raise UnsupportedError(f"{name}={text}")
    return int(text)
