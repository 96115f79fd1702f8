"""Encoded pictures of one stretch of a file, from the keyframe at or before its start.

Starting early is the only way to start right without re-encoding: a picture can be shown
only after the keyframe it builds on.
"""

from __future__ import annotations

from itertools import chain
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from footage.late import Late
from footage.opening import time_base

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import av.error
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

    from footage.cutting.sound import Sound

    Picture = Packet[Any]
else:
    av = Late("av")

_SEEK_BACK_SECONDS = (0.0, 10.0, 60.0, 600.0)
_BEFORE_BEGINNING_SECONDS = 10
_UNDATED_LIMIT = 64


def pictures(
    container: InputContainer,
    stream: VideoStream,
    between: tuple[float, float],
    interval: float,
    *,
    through_end: bool,
    sound: Sound | None = None,
) -> Iterator[Picture]:
    """Packets in decode order, each with pts and dts, ``between`` two times in seconds
    after the file's first picture. With ``through_end`` the last one is shown at or after
    the end, without it before. ``sound`` is handed the sound packets that pass by.

    A file that ends early, or breaks, just yields fewer.
    """
    base = time_base(stream)
    origin = stream.start_time or 0
    start, end = origin + floor(between[0] / base), origin + ceil(between[1] / base)
    frame = max(1, round(interval / base))
    for back in _SEEK_BACK_SECONDS:
        target = start - int(back / base)
        is_beginning = target <= origin
        if is_beginning:
            # The first picture is decoded before it is shown, and some demuxers seek by that.
            target = origin - int(_BEFORE_BEGINNING_SECONDS / base)
        dated = _dated(_demuxed(container, stream, target, sound), frame)
        group = _opening_group(dated, start, may_start_late=is_beginning)
        if group:
            found = _shown_from(group[0].pts or 0, chain(group, dated))
            yield from _through(found, end) if through_end else _before(found, end)
            return


def _demuxed(
    container: InputContainer, stream: VideoStream, target: int, sound: Sound | None
) -> Iterator[Picture]:
    cut_off: Picture | None = None
    heard = [sound.stream] if sound and sound.stream else []
    try:
        _seek(container, stream, target)
        for packet in container.demux(stream, *heard):
            if not packet.size:
                continue
            if sound and packet.stream_index != stream.index:
                sound.take(packet)
                continue
            if cut_off is not None:
                yield cut_off
            # Damage inside a file is kept as it is; a last packet without its end is not one.
            cut_off = packet if packet.is_corrupt else None
            if cut_off is None:
                yield packet
    except av.error.FFmpegError:
        # The file is damaged from here on; the missing pictures are measured as a gap.
        return


def _seek(container: InputContainer, stream: VideoStream, target: int) -> None:
    try:
        container.seek(target, stream=stream, backward=True)
    except av.error.FFmpegError:
        # Some demuxers refuse a time before the first picture.
        container.seek(max(target, stream.start_time or 0), stream=stream, backward=True)


def _dated(packets: Iterable[Picture], frame: int) -> Iterator[Picture]:
    """Packets with every timestamp filled in. Some containers date only some packets,
    and streams with B-frames may begin before their first decode time is known."""
    waiting: list[Picture] = []
    last: int | None = None
    for packet in packets:
        if packet.dts is None and last is None and len(waiting) < _UNDATED_LIMIT:
            waiting.append(packet)
            continue
        dts = packet.dts if packet.dts is not None else (last or 0) + frame
        for place, early in enumerate(waiting):
            yield _with_times(early, dts - (len(waiting) - place) * frame)
        waiting = []
        last = dts
        yield _with_times(packet, dts)
    for place, early in enumerate(waiting):
        yield _with_times(early, (waiting[0].pts or 0) + place * frame)


def _with_times(packet: Picture, dts: int) -> Picture:
    packet.dts = dts
    if packet.pts is None:
        packet.pts = dts
    return packet


def _opening_group(
    packets: Iterator[Picture], start: int, *, may_start_late: bool
) -> list[Picture]:
    """From the last keyframe at or before the start, up to the first packet after it."""
    group: list[Picture] = []
    for packet in packets:
        shown = packet.pts or 0
        if packet.is_keyframe and (shown <= start or not group):
            if shown > start and not may_start_late:
                return []
            group = [packet]
        elif group:
            group.append(packet)
        if group and shown > start:
            return group
    return group


def _shown_from(keyframe: int, packets: Iterator[Picture]) -> Iterator[Picture]:
    """Without pictures that follow the keyframe in the file but are shown before it: they
    build on what lies before the cut (open groups, as H.265 recorders write them)."""
    return (packet for packet in packets if (packet.pts or 0) >= keyframe)


def _through(packets: Iterator[Picture], end: int) -> Iterator[Picture]:
    """Up to the first picture shown at or after ``end``, and whatever is shown before it."""
    closing: int | None = None
    for packet in packets:
        if closing is not None and (packet.dts or 0) > closing:
            return
        shown = packet.pts or 0
        if shown >= end and (closing is None or shown < closing):
            closing = shown
        yield packet


def _before(packets: Iterator[Picture], end: int) -> Iterator[Picture]:
    """Pictures shown before ``end``, with those that they are decoded from."""
    for packet in packets:
        if (packet.dts or 0) >= end:
            return
        yield packet
