"""A stretch of a recording as a recorder cuts it: from the keyframe before, bit for bit."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import av

if TYPE_CHECKING:
    from pathlib import Path


def excerpt(path: Path, start: float, end: float) -> bytes:
    result = io.BytesIO()
    with av.open(str(path)) as source, av.open(result, "w", format="mp4") as target:
        stream = source.streams.video[0]
        copy = target.add_stream_from_template(stream)
        source.seek(int(start / stream.time_base), stream=stream, backward=True)
        first = None
        for packet in source.demux(stream):
            if packet.dts is None or packet.pts * stream.time_base >= end:
                continue
            first = packet.pts if first is None else first
            packet.pts -= first
            packet.dts -= first
            packet.stream = copy
            target.mux(packet)
    return result.getvalue()
