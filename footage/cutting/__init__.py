"""From raw footage to a verified clip."""

from __future__ import annotations

from footage.cutting.finish import finish
from footage.cutting.result import FinishedClip, FinishOptions, MediaFile, Note

__all__ = ["FinishOptions", "FinishedClip", "MediaFile", "Note", "finish"]
