"""The settings by which a recorder on a network is reached, read strictly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from footage.errors import UnsupportedError
from footage.http.digest import Login
from footage.http.tls import plain_fingerprint
from footage.http.transport import Place
from footage.rtsp.address import DEFAULT_PORT, RtspAddress
from footage.rtsp.playback import STALL_SECONDS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

RTSP_SETTINGS: Final = frozenset({"host", "rtsp_port", "user", "password", "stall"})
WEB_SETTINGS: Final = RTSP_SETTINGS | {"port", "tls", "certificate"}

_LONGEST_STALL: Final = 300


@dataclass(frozen=True, slots=True)
class Connection:
    """Where a recorder is and who logs in. ``place`` is its web server."""

    place: Place
    rtsp_port: int
    login: Login | None
    stall: float = STALL_SECONDS
    """Seconds of silence after which a playback is taken to have stopped."""
    keeps_sound: bool = False
    """Whether sound is played along with the pictures, for drivers that know ``sound``."""

    def rtsp(self, path: str) -> RtspAddress:
        return RtspAddress(self.place.host, self.rtsp_port, path)

    def file_in(self, dest: Path, stem: str) -> Path:
        """Where to play to. MP4 has no place for the sound that most recorders keep."""
        return dest / f"{stem}.{'mkv' if self.keeps_sound else 'mp4'}"

    @property
    def shown(self) -> str:
        """The recorder as it may be shown and logged."""
        return self.place.host


def read_connection(
    settings: Mapping[str, str], known: Collection[str], *, rtsp_port: int = DEFAULT_PORT
) -> Connection:
    """Raises UnsupportedError, which names what is wrong: also a setting not in ``known``."""
    told = {name: value for name, value in settings.items() if value.strip()}
    unknown = set(told) - set(known)
    if unknown or "host" not in told:
        raise UnsupportedError(", ".join(sorted(unknown)) or "a recorder without an address")
    is_secure = _switch(told, "tls")
    place = Place(
        host=told["host"].strip(),
        port=number(told, "port", 443 if is_secure else 80, 65535),
        tls=is_secure,
        certificate=_certificate(told.get("certificate", "")),
    )
    return Connection(
        place=place,
        rtsp_port=number(told, "rtsp_port", rtsp_port, 65535),
        login=_login(told),
        stall=number(told, "stall", round(STALL_SECONDS), _LONGEST_STALL),
        keeps_sound=_switch(told, "sound"),
    )


def read_zone(settings: Mapping[str, str]) -> ZoneInfo | None:
    """The zone of a recorder that counts by its wall clock; None for one that counts in UTC."""
    base = settings.get("time_base", "").strip() or "utc"
    if base == "utc":
        return None
    name = settings.get("zone", "").strip()
    if base != "local" or not name:
        raise UnsupportedError("a local time base without a time zone")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise UnsupportedError(f"the time zone {name}") from error


def number(told: Mapping[str, str], name: str, usual: int, largest: int) -> int:
    text = told.get(name, str(usual)).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 9 and 0 < int(text) <= largest):
        raise UnsupportedError(f"{name}={text}")
    return int(text)


def _switch(told: Mapping[str, str], name: str) -> bool:
    text = told.get(name, "off").strip()
    if text not in {"on", "off"}:
        raise UnsupportedError(f"{name}={text}")
    return text == "on"


def _login(told: Mapping[str, str]) -> Login | None:
    """A password's own spaces are part of it."""
    user = told.get("user", "").strip()
    if set(user) & set("\r\n\0"):
        raise UnsupportedError("a user name of several lines")
    return Login(user, told.get("password", "")) if user else None


def _certificate(text: str) -> str:
    fingerprint = plain_fingerprint(text)
    if fingerprint and (len(fingerprint) != 64 or set(fingerprint) - set("0123456789abcdef")):
        raise UnsupportedError("a certificate's fingerprint that is no SHA-256")
    return fingerprint
