"""Video files measured honestly.

A file's header says what its writer hoped for; :func:`probe` says what is really there
(a truncated MP4 still claims its full length).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from footage.errors import UnreadableVideoError
from footage.late import Late
from footage.opening import open_video, time_base, video_stream
from footage.sniff import container_of

if TYPE_CHECKING:
    from pathlib import Path

    import av
    import av.error
    from av.container import InputContainer
    from av.video.stream import VideoStream
else:
    av = Late("av")

_END_SEARCH_SECONDS = 5
_FULL_SEARCH_SECONDS = 10**6
_FEW_PICTURES = 10
_RATE_SAMPLE = 301
_FASTEST_RATE = 240
_USUAL_RATE = 15.0


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """The first video stream of a file, as measured. Times in seconds of the file."""

    container: str
    codec: str
    width: int
    height: int
    profile: str
    extradata: bytes
    fps: float
    seconds: float
    """Of pictures really present, last one's duration included."""
    declared_seconds: float
    """What the header claims; 0 when it claims nothing."""
    audio_codec: str = ""
    created: datetime | None = None
    """What the file's own metadata says of its making; a hint only, often wrong."""

    @property
    def format_key(self) -> tuple[str, int, int, bytes]:
        """Files that agree in this can share one copied video stream."""
        return (self.codec, self.width, self.height, self.extradata)

    @property
    def is_truncated(self) -> bool:
        return self.declared_seconds - self.seconds > max(1.0, 2 / self.fps)


def probe(path: Path) -> MediaInfo:
    """Measures the file without decoding it. Raises UnreadableVideoError, UnreachableError."""
    name = container_of(path)
    with open_video(path, name) as container:
        stream = video_stream(container)
        fps = _frame_rate(stream)
        declared = _declared_seconds(container, stream)
        if name == "mov" and _index_is_whole(stream, declared):
            seconds = _indexed_seconds(stream, path.stat().st_size, 1 / fps)
        else:
            seconds = _demuxed_seconds(container, stream, declared, 1 / fps)
        if seconds <= 0 or not stream.width or not stream.height:
            raise UnreadableVideoError("no_picture")
        return MediaInfo(
            container=name,
            codec=stream.codec_context.name,
            width=stream.width,
            height=stream.height,
            profile=stream.profile or "",
            extradata=bytes(stream.codec_context.extradata or b""),
            fps=fps,
            seconds=seconds,
            declared_seconds=declared,
            audio_codec=_audio_codec(container),
            created=_created(container),
        )


def _audio_codec(container: InputContainer) -> str:
    return container.streams.audio[0].codec_context.name if container.streams.audio else ""


def _created(container: InputContainer) -> datetime | None:
    try:
        created = datetime.fromisoformat(container.metadata.get("creation_time", ""))
    except ValueError:
        return None
    return created if created.tzinfo else created.replace(tzinfo=UTC)


def _frame_rate(stream: VideoStream) -> float:
    """Pictures a second while it records: holes, which lower the average, must not count."""
    entries = stream.index_entries
    if len(entries) > _FEW_PICTURES:
        times = [entries[i].timestamp for i in range(min(len(entries), _RATE_SAMPLE))]
        usual = median(later - earlier for earlier, later in pairwise(times))
        if usual > 0:
            return 1 / float(usual * time_base(stream))
    rate = stream.average_rate or stream.guessed_rate or stream.base_rate
    return float(rate) if rate and 0 < rate <= _FASTEST_RATE else _USUAL_RATE


def _declared_seconds(container: InputContainer, stream: VideoStream) -> float:
    if stream.duration:
        return float(stream.duration * time_base(stream))
    return (container.duration or 0) / av.time_base


def _index_is_whole(stream: VideoStream, declared: float) -> bool:
    """Fragmented files fill their index as they are read; only a full one can be trusted."""
    entries = stream.index_entries
    if not len(entries):
        return False
    last = float(entries[len(entries) - 1].timestamp * time_base(stream))
    return last >= declared - 2.0


def _indexed_seconds(stream: VideoStream, size: int, frame: float) -> float:
    """Up to the last picture whose bytes lie inside the file."""
    entries = stream.index_entries
    present = bisect_right(range(len(entries)), size, key=lambda i: entries[i].pos)
    while present and entries[present - 1].pos + entries[present - 1].size > size:
        present -= 1
    if not present:
        return 0.0
    ticks = entries[present - 1].timestamp - entries[0].timestamp
    return float(ticks * time_base(stream)) + frame


def _demuxed_seconds(
    container: InputContainer, stream: VideoStream, declared: float, frame: float
) -> float:
    """The last timestamp near the end, found by looking ever further back for one."""
    base = time_base(stream)
    start = stream.start_time or 0
    back = _END_SEARCH_SECONDS
    while True:
        target = max(0.0, declared - back)
        last = _last_timestamp(container, stream, start + int(target / base))
        if last is not None:
            return max(0.0, float((last - start) * base)) + frame
        if target == 0 or back > _FULL_SEARCH_SECONDS:
            return 0.0
        back *= 8


def _last_timestamp(container: InputContainer, stream: VideoStream, target: int) -> int | None:
    last: int | None = None
    try:
        container.seek(target, stream=stream, backward=True)
        for packet in container.demux(stream):
            if packet.pts is not None and packet.size:
                last = packet.pts if last is None else max(last, packet.pts)
    except av.error.FFmpegError:
        # A damaged tail ends the file here; what came before it counts.
        return last
    return last
