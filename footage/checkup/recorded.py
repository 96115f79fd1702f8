"""A driver whose every exchange by HTTP is written down, cleaned of what is secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footage.http.transport import SocketTransport
from footage.recorders.connection import WEB_SETTINGS, read_connection
from footage.recorders.hikvision_isapi import HikvisionRecorder
from footage.recorders.hikvision_isapi.quirks import Quirks
from footage.recorders.hikvision_isapi.settings import Settings
from footage.recorders.onvif_g import OnvifRecorder
from footage.recorders.uniview_lapi import UniviewRecorder
from footage.transcript import RecordingTransport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

    from footage.checkup.alone import Opens
    from footage.http.message import Transport
    from footage.recorders.base import Grants, RecorderDriver
    from footage.transcript import Redactor

    Wraps = Callable[[Transport], Transport]


def recorded(driver: str, file: TextIO, redactor: Redactor) -> Opens:
    """What opens a recorder by this driver and writes into ``file``. ``driver``: one of
    :data:`RECORDED`; what is played by RTSP is never written down."""

    def wraps(inner: Transport) -> Transport:
        return RecordingTransport(inner, file, redactor)

    def opens(settings: Mapping[str, str], grants: Grants) -> RecorderDriver:
        return RECORDED[driver](settings, grants, wraps)

    return opens


def _hikvision(settings: Mapping[str, str], grants: Grants, wraps: Wraps) -> RecorderDriver:
    read = Settings.read(settings)
    inner = SocketTransport(read.connection.place, grants)
    quirks = Quirks.from_settings(settings)
    return HikvisionRecorder(read, grants, quirks=quirks, transport=wraps(inner))


def _uniview(settings: Mapping[str, str], grants: Grants, wraps: Wraps) -> RecorderDriver:
    connection = read_connection(settings, WEB_SETTINGS | {"sound"})
    inner = SocketTransport(connection.place, grants)
    return UniviewRecorder(connection, grants, transport=wraps(inner))


def _onvif(settings: Mapping[str, str], grants: Grants, wraps: Wraps) -> RecorderDriver:
    connection = read_connection(settings, WEB_SETTINGS)
    inner = SocketTransport(connection.place, grants)
    return OnvifRecorder(connection, grants, transport=wraps(inner))


RECORDED = {
    HikvisionRecorder.name: _hikvision,
    UniviewRecorder.name: _uniview,
    OnvifRecorder.name: _onvif,
}
