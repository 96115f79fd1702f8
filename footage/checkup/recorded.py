"""A driver whose every exchange is written down, cleaned of what is secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footage.http.transport import SocketTransport
from footage.recorders.hikvision_isapi import HikvisionRecorder
from footage.recorders.hikvision_isapi.quirks import Quirks
from footage.recorders.hikvision_isapi.settings import Settings
from footage.transcript import RecordingTransport

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from footage.checkup.alone import Opens
    from footage.recorders.base import Grants, RecorderDriver
    from footage.transcript import Redactor


def recorded(file: TextIO, redactor: Redactor) -> Opens:
    """What opens a recorder of the Hikvision family and writes into ``file``."""

    def opens(settings: Mapping[str, str], grants: Grants) -> RecorderDriver:
        read = Settings.read(settings)
        inner = SocketTransport(read.connection.place, grants)
        return HikvisionRecorder(
            read,
            grants,
            quirks=Quirks.from_settings(settings),
            transport=RecordingTransport(inner, file, redactor),
        )

    return opens
