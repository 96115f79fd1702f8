"""An ONVIF device: its clock, its services, what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from footage.errors import BadAnswerError, UnsupportedError
from footage.recorders.base import ClockReading, DeviceInfo
from footage.recorders.onvif_g.soap import exchange

if TYPE_CHECKING:
    from footage.http.client import Client
    from footage.http.digest import Login
    from footage.http.xml_answer import Element

DEVICE_PATH: Final = "/onvif/device_service"
_WSDL: Final = "http://www.onvif.org/ver10"
DEVICE: Final = f"{_WSDL}/device/wsdl"
SEARCH: Final = f"{_WSDL}/search/wsdl"
REPLAY: Final = f"{_WSDL}/replay/wsdl"
_DATE: Final = ("Year", "Month", "Day")
_TIME: Final = ("Hour", "Minute", "Second")
_LONGEST_PATH: Final = 300


@dataclass(slots=True)
class Device:
    """Reads the clock once before it first logs in."""

    client: Client
    login: Login | None
    _skew: timedelta | None = None
    _paths: dict[str, str] = field(default_factory=dict)

    def clock(self) -> ClockReading:
        """Without logging in; ONVIF devices tell everybody the time."""
        asked_at = datetime.now(UTC)
        body = f'<GetSystemDateAndTime xmlns="{DEVICE}"/>'
        told = exchange(self.client, DEVICE_PATH, body, None, timedelta(0))
        answered_at = datetime.now(UTC)
        shown = told.first("GetSystemDateAndTimeResponse", "UTCDateTime")
        if shown is None:
            raise BadAnswerError("unreadable", "time")
        return ClockReading(_instant(shown), "UTC", asked_at, answered_at)

    def services(self) -> dict[str, str]:
        """Namespace to path, asked without logging in. The hosts it names are not believed:
        behind a router they are wrong, and a hostile device names other machines."""
        if not self._paths:
            told = exchange(self.client, DEVICE_PATH, _SERVICES, None, timedelta(0))
            for service in told.all("Service"):
                self._paths[service.text("Namespace")] = _path(service.text("XAddr"))
        return self._paths

    def ask(self, service: str, body: str) -> Element:
        """One logged-in question to the service of that namespace."""
        path = DEVICE_PATH if service == DEVICE else self.services().get(service)
        if path is None:
            raise UnsupportedError("searching and replaying recordings by ONVIF")
        if self._skew is None:
            reading = self.clock()
            middle = reading.asked_at + (reading.answered_at - reading.asked_at) / 2
            self._skew = reading.device_wall.replace(tzinfo=UTC) - middle
        return exchange(self.client, path, body, self.login, self._skew)

    def information(self) -> DeviceInfo:
        told = self.ask(DEVICE, f'<GetDeviceInformation xmlns="{DEVICE}"/>')
        maker, model = told.text("Manufacturer"), told.text("Model")
        return DeviceInfo(
            model=f"{maker} {model}".strip() or "ONVIF",
            firmware=told.text("FirmwareVersion"),
            serial=told.text("SerialNumber"),
        )


_SERVICES: Final = (
    f'<GetServices xmlns="{DEVICE}"><IncludeCapability>false</IncludeCapability></GetServices>'
)


def _instant(shown: Element) -> datetime:
    """Naive: as the device shows it."""
    parts = [shown.whole("Date", name) for name in _DATE]
    parts += [shown.whole("Time", name) for name in _TIME]
    try:
        return datetime(*[part for part in parts if part is not None])  # type: ignore[arg-type] # noqa: DTZ001
    except (ValueError, TypeError, OverflowError) as error:
        raise BadAnswerError("unreadable", "time") from error


def _path(address: str) -> str:
    try:
        path = urlsplit(address).path or "/"
    except ValueError:
        return DEVICE_PATH
    is_plain = path.startswith("/") and path.isprintable() and " " not in path
    if not is_plain or not path.isascii() or len(path) > _LONGEST_PATH:
        raise BadAnswerError("unreadable", "XAddr")
    return path
