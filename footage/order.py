"""One clip from one source, start to end: what the ``cut`` command and the agent run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from footage.clock import (
    AFTER_SECONDS,
    BEFORE_SECONDS,
    NO_OFFSET,
    ClockOffset,
    combined_error,
    real_time,
    recorder_window,
    window_of,
)
from footage.cutting import FinishOptions, finish
from footage.errors import UnsupportedError
from footage.recorders import open_recorder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo
    from pathlib import Path

    from footage.cutting import FinishedClip
    from footage.recorders.base import Cancelled, Grants, Progress, RawMedia, RecorderDriver


@dataclass(frozen=True, slots=True)
class ClipOrder:
    """``moment`` is real time; ``offset`` is how far the recorder's clock is ahead of it."""

    driver: str
    settings: Mapping[str, str]
    moment: datetime
    channel: str | None = None
    """None: the only one there is."""
    before: float = BEFORE_SECONDS
    after: float = AFTER_SECONDS
    offset: ClockOffset = NO_OFFSET
    keep_audio: bool = False
    name: str = "clip"
    label_zone: tzinfo = UTC


def cut_clip(
    order: ClipOrder,
    out_dir: Path,
    grants: Grants,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> FinishedClip:
    """Fetches and finishes. Raises the errors of :mod:`footage.errors`."""
    recorder = open_recorder(order.driver, order.settings, grants)
    window = window_of(order.moment, before=order.before, after=order.after)
    raw = recorder.fetch(
        order.channel if order.channel is not None else _only_channel(recorder),
        recorder_window(window, order.offset),
        out_dir,
        progress=progress,
        cancelled=cancelled,
    )
    options = FinishOptions(
        moment=order.moment,
        keep_audio=order.keep_audio,
        name=order.name,
        label_zone=order.label_zone,
    )
    return finish(in_real_time(raw, order.offset), window, out_dir, options, progress, cancelled)


def in_real_time(raw: RawMedia, offset: ClockOffset) -> RawMedia:
    """What a recorder stamped by its own clock, by real time."""
    return replace(
        raw,
        asked=replace(
            raw.asked,
            start=real_time(raw.asked.start, offset),
            end=real_time(raw.asked.end, offset),
        ),
        files=tuple(replace(file, start=real_time(file.start, offset)) for file in raw.files),
        gaps=tuple(
            replace(gap, start=real_time(gap.start, offset), end=real_time(gap.end, offset))
            for gap in raw.gaps
        ),
        time_error=combined_error(raw.time_error, offset.error),
    )


def _only_channel(recorder: RecorderDriver) -> str:
    channels = recorder.channels()
    if len(channels) == 1:
        return channels[0].id
    names = ", ".join(channel.id for channel in channels)
    what = f"choosing among the cameras {names}" if names else "a source without cameras"
    raise UnsupportedError(what)
