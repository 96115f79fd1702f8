"""Recorders of the Hikvision family, by their HTTP interface (ISAPI).

Written from published messages; no unit could be reached. See ``docs/recorders.md``.
"""

from footage.recorders.hikvision_isapi.driver import HikvisionRecorder

__all__ = ["HikvisionRecorder"]
