"""Recorder drivers, one module each, in one literal table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from footage.errors import UnsupportedError
from footage.recorders.folder import FolderRecorder
from footage.recorders.hikvision_isapi import HikvisionRecorder
from footage.recorders.onvif_g import OnvifRecorder
from footage.recorders.rtsp_template import RtspTemplateRecorder
from footage.recorders.uniview_lapi import UniviewRecorder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from footage.recorders.base import Grants, RecorderDriver

DRIVERS: Mapping[str, type[RecorderDriver]] = {
    "folder": FolderRecorder,
    "onvif_g": OnvifRecorder,
    "rtsp_template": RtspTemplateRecorder,
    "uniview_lapi": UniviewRecorder,
    "hikvision_isapi": HikvisionRecorder,
}


def open_recorder(driver: str, settings: Mapping[str, str], grants: Grants) -> RecorderDriver:
    """The driver named ``driver`` set up for one recorder.

    Raises UnsupportedError, NoPermissionError.
    """
    if driver not in DRIVERS:
        raise UnsupportedError(f"the recorder type {driver}")
    return DRIVERS[driver].from_settings(settings, grants)
