"""From raw footage to a verified clip."""

from __future__ import annotations

from footage.cutting.finish import finish
from footage.cutting.result import FinishedClip, FinishOptions, MediaFile, Note
from footage.cutting.upload import UploadLimits, accept_upload, upload_as_raw

__all__ = [
    "FinishOptions",
    "FinishedClip",
    "MediaFile",
    "Note",
    "UploadLimits",
    "accept_upload",
    "finish",
    "upload_as_raw",
]
