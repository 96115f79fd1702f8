"""Copies encoded pictures into an MP4 without touching them, knowing each one's real time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from footage.cutting.packets import pictures
from footage.cutting.splice import SECONDS_PER_TICK, TICK, Scale, Splice
from footage.cutting.timeline import Frames
from footage.cutting.writer import ClipWriter, IndexTooLargeError
from footage.errors import CutCancelledError, UnreadableVideoError
from footage.opening import open_video, time_base, video_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from footage.cutting.plan import Span
    from footage.media import MediaInfo
    from footage.recorders.base import Cancelled

_CANCEL_EVERY = 128


@dataclass(frozen=True, slots=True)
class Copied:
    """A copied file and its pictures' times, the first shown at second 0."""

    path: Path
    frames: Frames
    media: MediaInfo
    """Of the file copied from; its format is the copy's."""
    has_audio: bool
    sound_failed: bool


@dataclass(frozen=True, slots=True)
class CopyOrder:
    """One run of spans that share a format, and where to put it."""

    run: Sequence[Span]
    path: Path
    tolerance: float
    keep_audio: bool = False
    is_last: bool = True
    """The window ends with this run: it then takes the picture at the end as well."""
    on_progress: Callable[[float], None] | None = None
    cancelled: Cancelled | None = None

    @property
    def interval(self) -> float:
        return 1 / self.run[0].file.media.fps

    @property
    def seconds(self) -> float:
        return sum((span.end - span.start).total_seconds() for span in self.run)


def copy_run(order: CopyOrder) -> Copied:
    """One MP4 with its index in front.

    Raises UnreadableVideoError when no picture could be read, CutCancelledError.
    """
    try:
        return _copied(order, reserve_index=True)
    except IndexTooLargeError:
        # More pictures than the file admitted: let the muxer move the index afterwards.
        return _copied(order, reserve_index=False)


def _copied(order: CopyOrder, *, reserve_index: bool) -> Copied:
    splice = Splice.of(order.interval, order.tolerance)
    frames = Frames(order.interval)
    pictures_expected = round(order.seconds / order.interval) if reserve_index else None
    with ClipWriter(
        order.path, order.interval, pictures_expected, keep_audio=order.keep_audio
    ) as writer:
        for place, span in enumerate(order.run):
            is_last = order.is_last and place + 1 == len(order.run)
            _copy_span(span, order, writer, splice, frames, through_end=is_last)
            if order.on_progress:
                order.on_progress(min(1.0, len(frames) * order.interval / order.seconds))
        if not len(frames):
            raise UnreadableVideoError("no_picture")
    ordered = frames.in_order()
    first = ordered.at[0]
    ordered.at = [at - first for at in ordered.at]
    media = order.run[0].file.media
    return Copied(order.path, ordered, media, writer.has_audio, writer.sound_failed)


def _copy_span(
    span: Span,
    order: CopyOrder,
    writer: ClipWriter,
    splice: Splice,
    frames: Frames,
    *,
    through_end: bool,
) -> None:
    with open_video(span.file.path, span.file.media.container) as container:
        stream = video_stream(container)
        base, origin = time_base(stream), stream.start_time or 0
        scale, seconds_per_tick = Scale.of(base), float(base)
        start = span.file.start.timestamp()
        start_ticks = round(start / TICK)
        splice.begin_span()
        writer.begin_span(container, base, origin, start_ticks)
        found = pictures(
            container,
            stream,
            (max(0.0, span.from_seconds), span.to_seconds),
            order.interval,
            through_end=through_end,
            sound=writer.sound,
        )
        for packet in found:
            if len(frames) % _CANCEL_EVERY == 0 and order.cancelled and order.cancelled():
                raise CutCancelledError
            shown, decoded = packet.pts or 0, packet.dts or 0
            ahead = scale.ticks(shown - decoded)
            placed = splice.place(scale.ticks(decoded - origin) + start_ticks, ahead)
            real = start + (shown - origin) * seconds_per_tick
            writer.write(stream, packet, placed, ahead, splice.shift, real)
            frames.at.append((placed + ahead) * SECONDS_PER_TICK)
            frames.real.append(real)
