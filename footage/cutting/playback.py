"""The copy that browsers play: the recorder's own pictures where they can, else a re-encode."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from footage.cutting.encode import Part, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from footage.cutting.remux import Copied
    from footage.cutting.result import FinishOptions
    from footage.cutting.timeline import Frames
    from footage.media import MediaInfo
    from footage.recorders.base import Cancelled
    from footage.window import UtcWindow

_PLAYABLE_PROFILES = frozenset(
    {"Constrained Baseline", "Baseline", "Main", "Extended", "High", "Constrained High"}
)


@dataclass(frozen=True, slots=True)
class Playback:
    path: Path
    frames: Frames
    has_audio: bool
    is_copy: bool
    warnings: tuple[str, ...] = ()


def make_playback(
    copies: Sequence[Copied],
    window: UtcWindow,
    path: Path,
    options: FinishOptions,
    *,
    on_progress: Callable[[float], None] | None = None,
    cancelled: Cancelled | None = None,
) -> Playback:
    """A single copy that browsers play and that starts early by little is the playback
    copy itself; otherwise ``path`` is written."""
    only = copies[0]
    lead = window.start.timestamp() - only.frames.real[0]
    if len(copies) == 1 and is_playable(only.media) and lead <= options.max_lead_seconds:
        return Playback(only.path, only.frames, only.has_audio, is_copy=True)
    parts = [_part(copied, window) for copied in copies]
    encoded = encode(parts, path, options, on_progress=on_progress, cancelled=cancelled)
    return Playback(
        encoded.path, encoded.frames, encoded.has_audio, is_copy=False, warnings=encoded.warnings
    )


def is_playable(media: MediaInfo) -> bool:
    """8-bit 4:2:0 H.264, which every browser decodes."""
    return media.codec == "h264" and media.profile in _PLAYABLE_PROFILES


def _part(copied: Copied, window: UtcWindow) -> Part:
    """From the last picture at or before the window's start."""
    first = bisect_right(copied.frames.real, window.start.timestamp()) - 1
    return Part(copied, max(0, first))
