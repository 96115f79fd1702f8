"""What kind of recorder answers at an address, found without logging in.

Every driver looks at the ports where its kind usually is. Nothing is guessed, least of all
a password: five wrong ones lock a recorder for half an hour.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from footage.dialling import dial, places_of
from footage.errors import FootageError
from footage.recorders import DRIVERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from footage.recorders.base import Grants, ProbeResult

_PATIENCE: Final = 3.0
_AT_ONCE: Final = 4
"""Small web servers choke on more."""
CERTAIN: Final = 0.5


@dataclass(frozen=True, slots=True)
class UsualPlace:
    """Where a driver looks. ``settings`` are that driver's; those in ``to_look`` serve the
    look only, since a person has to choose them."""

    driver: str
    port: int
    settings: Mapping[str, str] = field(default_factory=dict)
    to_look: Mapping[str, str] = field(default_factory=dict)


_ANY_PATTERN: Final = {"preset": "uniview"}
USUAL_PLACES: Final[tuple[UsualPlace, ...]] = (
    UsualPlace("hikvision_isapi", 80, {"port": "80"}),
    UsualPlace("hikvision_isapi", 443, {"port": "443", "tls": "on"}),
    UsualPlace("hikvision_isapi", 8000, {"port": "8000"}),
    UsualPlace("uniview_lapi", 80, {"port": "80"}),
    UsualPlace("uniview_lapi", 443, {"port": "443", "tls": "on"}),
    UsualPlace("onvif_g", 80, {"port": "80"}),
    UsualPlace("onvif_g", 8000, {"port": "8000"}),
    UsualPlace("rtsp_template", 554, {"rtsp_port": "554"}, _ANY_PATTERN),
    UsualPlace("rtsp_template", 10554, {"rtsp_port": "10554"}, _ANY_PATTERN),
)
KNOWN_PORTS: Final[Mapping[int, str]] = {
    8000: "port 8000 is open, where Hikvision's own software connects",
    37777: "port 37777 is open, where Dahua's own software connects",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """``settings`` open the driver at the place where it was found."""

    result: ProbeResult
    settings: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """``findings``: likeliest first. ``open_ports``: everything that answered at all."""

    findings: tuple[Finding, ...]
    open_ports: tuple[int, ...]
    evidence: tuple[str, ...] = ()

    @property
    def best(self) -> Finding | None:
        """The one to go on with, or None where a person has to say."""
        sure = [one for one in self.findings if one.result.confidence >= CERTAIN]
        return sure[0] if sure else None


def fingerprint(
    host: str,
    grants: Grants,
    *,
    places: Sequence[UsualPlace] = USUAL_PLACES,
    known_ports: Mapping[int, str] = KNOWN_PORTS,
) -> Fingerprint:
    """Raises AddressRefusedError where ``host`` may not be dialled at all, UnreachableError
    where its name is unknown; a place where nobody answers is no error."""
    ports = sorted({place.port for place in places} | set(known_ports))
    places_of(host, ports[0], grants)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        are_open = pool.map(lambda port: _is_open(host, port, grants), ports)
        open_ports = [port for port, is_open in zip(ports, are_open, strict=True) if is_open]
        wanted = [place for place in places if place.port in open_ports]
        found = list(pool.map(lambda place: _look(host, place, grants), wanted))
    findings = [one for one in found if one is not None and one.result.confidence > 0]
    return Fingerprint(
        findings=tuple(sorted(findings, key=lambda one: -one.result.confidence)),
        open_ports=tuple(open_ports),
        evidence=tuple(known_ports[port] for port in open_ports if port in known_ports),
    )


def _is_open(host: str, port: int, grants: Grants) -> bool:
    try:
        dial(host, port, grants, timeout=_PATIENCE).close()
    except FootageError:
        return False
    return True


def _look(host: str, place: UsualPlace, grants: Grants) -> Finding | None:
    kind = DRIVERS.get(place.driver)
    if kind is None:
        return None
    settings = {"host": host, **place.settings}
    try:
        driver = kind.from_settings({**settings, **place.to_look}, grants)
        return Finding(driver.probe(), settings)
    except FootageError:
        return None
