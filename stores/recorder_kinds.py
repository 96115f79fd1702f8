"""The kinds of recorders a person can choose, and what of a recorder's options is whose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from footage.checkup.findings import Place
from footage.recorders.connection import RTSP_SETTINGS, WEB_SETTINGS
from footage.recorders.hikvision_isapi import quirks
from footage.rtsp.template import PRESETS
from stores.models import TimeBase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stores.models import Recorder


@dataclass(frozen=True, slots=True)
class Kind:
    """``http_port``: the port its log-in is at; None: it speaks RTSP only.

    ``asks``: options that only a person can tell, with their labels.
    """

    label: Any
    about: Any
    http_port: int | None = 80
    asks: Mapping[str, Any] | None = None
    is_networked: bool = True
    needs_rtsp: bool = True
    """False: it can also be downloaded from by the web port."""
    writes_its_own_time: bool = False
    """It names recordings by a time that may be its wall clock or UTC: calibrated."""
    small: str = ""
    """Put behind a channel, it names the camera's small stream; empty: by no channel."""
    more: frozenset[str] = frozenset()
    """What else support may set for it."""
    quirks: frozenset[str] = frozenset()
    """What it may teach us of itself and is told again, see ``DeviceInfo.quirks``."""
    proves_log_in: bool = True
    """Asking what it is logs in. Else only a playback shows whether the password is right."""

    @property
    def settings(self) -> frozenset[str]:
        """The options its driver knows, beside time zone and secrets."""
        usual = WEB_SETTINGS if self.http_port is not None else RTSP_SETTINGS
        return (usual | self.more | frozenset(self.asks or {}) | self.quirks) - {"password"}


_MAKES = ", ".join(PRESETS)

KINDS: Mapping[str, Kind] = {
    "hikvision_isapi": Kind(
        _("Hikvision family (ISAPI)"),
        _("Hikvision and the many names it is sold under; most older Alibi recorders."),
        needs_rtsp=False,
        writes_its_own_time=True,
        small="/sub",
        more=frozenset({"stream", "largest_file_mb"}),
        quirks=quirks.NAMES,
    ),
    "uniview_lapi": Kind(
        _("Uniview family (LAPI)"),
        _("Uniview and its other names; some newer Alibi Vigilant recorders."),
    ),
    "onvif_g": Kind(
        _("ONVIF, Profile G"),
        _("Any make that plays back by ONVIF. It often has a user of its own for it."),
    ),
    "rtsp_template": Kind(
        _("Other, by its playback address"),
        _("Whatever plays recorded video from an RTSP address with the time in it."),
        http_port=None,
        writes_its_own_time=True,
        proves_log_in=False,
        asks={
            "preset": format_lazy(_("Make, if it is one of these: {presets}"), presets=_MAKES),
            "template": _("Playback address, with {channel}, {start} and {end} in it"),
            "channels": _("Channel numbers, like 1,2,3"),
        },
    ),
    "folder": Kind(
        _("A folder of files"),
        _("The recorder, or its export, writes video files where this program can read them."),
        is_networked=False,
    ),
}


def offered() -> dict[str, Kind]:
    """Those this installation has a driver for."""
    return {name: kind for name, kind in KINDS.items() if name in settings.RECORDER_DRIVERS}


def label_of(driver: str) -> str:
    return str(KINDS[driver].label) if driver in KINDS else driver


def needs_time_base(recorder: Recorder) -> bool:
    """Whether somebody has to say what its written times mean."""
    kind = KINDS.get(recorder.driver)
    return bool(kind and kind.writes_its_own_time and recorder.time_base == TimeBase.UNKNOWN)


def place_of(recorder: Recorder) -> Place | None:
    """Where the recorder is; None for one that is no address, like a folder."""
    options = recorder.options
    host = str(options.get("host") or "")
    kind = KINDS.get(recorder.driver)
    if not host or (kind is not None and not kind.is_networked):
        return None
    http_port = kind.http_port if kind is not None else 80
    if http_port is not None:
        usual = 443 if options.get("tls") == "on" else http_port
        http_port = _port(options.get("port"), usual)
    needs_rtsp = kind is not None and kind.needs_rtsp
    return Place(host, http_port, _port(options.get("rtsp_port"), 554), needs_rtsp)


def _port(value: object, usual: int) -> int:
    try:
        port = int(str(value))
    except ValueError:
        return usual
    return port if 0 < port < 65536 else usual
