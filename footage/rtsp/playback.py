"""A stretch of footage played by RTSP into a file, judged by the pictures that came.

RTSP plays at the pace of life: three minutes take three minutes and hold one of the
recorder's few slots. ffmpeg writes the file; its exit code is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from footage.cutting import ffmpeg
from footage.errors import (
    CutCancelledError,
    FootageError,
    NoFootageError,
    StorageFullError,
    TruncatedError,
    UnsupportedError,
)
from footage.media import MediaInfo, probe
from footage.rtsp.pump import Bounds, Ending, Pump
from footage.rtsp.session import opened
from footage.rtsp.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from footage.http.digest import Login
    from footage.recorders.base import Cancelled, Grants, Progress
    from footage.rtsp.address import RtspAddress
    from footage.window import UtcWindow

STALL_SECONDS: Final = 15.0
TAIL_SECONDS: Final = 1.0
"""Played beyond the end, for the picture that is shown at it."""
TOLERANCE_SECONDS: Final = 1.0
_LONGEST_GROUP: Final = 60.0
"""Seconds between pictures that stand alone, at the very most: a stamped playback may begin
this much before what was asked for."""


@dataclass(frozen=True, slots=True)
class PlayRequest:
    """What to play. ``headers`` go with PLAY, which may insist on a feature (``require``)."""

    address: RtspAddress
    seconds: float
    needed: float
    """Of those, the seconds from the first picture on without which it is not enough."""
    login: Login | None = None
    require: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    real: UtcWindow | None = None
    """Of a recorder that stamps real time: what must be reached, whatever ``seconds`` say."""
    keep_audio: bool = False
    stall: float = STALL_SECONDS

    @property
    def limit(self) -> float:
        """The watchdog's: seconds of the wall clock."""
        return self.seconds * 1.5 + 60

    @property
    def bounds(self) -> Bounds:
        real = None
        if self.real is not None:
            start, end = self.real.start.timestamp(), self.real.end.timestamp()
            real = (start - _LONGEST_GROUP, end + TAIL_SECONDS)
        return Bounds(self.seconds + TAIL_SECONDS, self.stall, real)


@dataclass(frozen=True, slots=True)
class Played:
    """A file whose first picture is the first that could be decoded."""

    path: Path
    media: MediaInfo
    skipped: float
    """Seconds the recorder sent before that picture."""
    stamped: datetime | None
    """When that picture was taken, where the recorder stamps real time."""
    missing: float
    """Seconds less than asked for, where we were not the one to end it."""
    is_short: bool
    """Less than needed came, and the recorder said that this was all."""
    jumps: int
    """How often the recorder's own count of time broke off."""


def play(
    request: PlayRequest,
    path: Path,
    grants: Grants,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Played:
    """Plays into ``path``: an MP4, or with sound a Matroska file. Never retries.

    Raises errors of :mod:`footage.errors`: TruncatedError when the recorder fell silent or
    hung up in the middle, NoFootageError when it had nothing.
    """
    with opened(
        request.address,
        grants,
        request.login,
        require=request.require,
        with_sound=request.keep_audio,
    ) as session:
        session.play(request.headers)
        pump = Pump(session, request.bounds)
        with Stage(pump) as stage:
            problem = _write(request, stage.url, path, progress, cancelled)
    return _judged(request, pump, path, problem)


def _write(
    request: PlayRequest,
    url: str,
    path: Path,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> FootageError | None:
    """What ffmpeg complained of: only a hint, what counts is what it has written."""

    def tell(seconds: float) -> None:
        if progress:
            progress("fetch", min(1.0, max(0.0, seconds / request.seconds)))

    arguments = _arguments(request, url, path)
    try:
        ffmpeg.run(arguments, limit=request.limit, on_seconds=tell, cancelled=cancelled)
    except (CutCancelledError, StorageFullError):
        raise
    except FootageError as error:
        return error
    return None


def _arguments(request: PlayRequest, url: str, path: Path) -> list[str]:
    # Without -copyts the first two pictures get the same time: ffmpeg counts from the first
    # packet that it could date, and that is the second.
    source = ["-copyts", "-protocol_whitelist", "rtsp,rtp,tcp", "-rtsp_transport", "tcp"]
    source += ["-timeout", str(round((request.stall + 30) * 1_000_000)), "-i", url]
    streams = ["-map", "0:v:0", *(["-map", "0:a:0?"] if request.keep_audio else ["-an"])]
    bound = ["-t", f"{request.seconds + TAIL_SECONDS + _LONGEST_GROUP:.3f}"]
    return [*source, *streams, "-c", "copy", *bound, str(path)]


def _judged(request: PlayRequest, pump: Pump, path: Path, problem: FootageError | None) -> Played:
    media, come = _measured(path), pump.retiming
    stamped = datetime.fromtimestamp(come.first_real, UTC) if come.first_real is not None else None
    _check_is_asked_for(request, pump, stamped)
    needed = _needed(request, stamped)
    got = media.seconds if media else 0.0
    # Stamps beyond the end tell that what is missing before it was never recorded.
    has_passed = pump.ending is Ending.REACHED and stamped is not None
    is_short = got < needed - TOLERANCE_SECONDS and not has_passed
    said_all = pump.ending is Ending.GOODBYE
    if media is None and said_all:
        raise NoFootageError
    if media is None or (is_short and not said_all):
        raise TruncatedError(got, needed) from problem
    missing = 0.0 if pump.ending is Ending.REACHED else max(0.0, request.seconds - got)
    return Played(path, media, come.skipped, stamped, missing, is_short, come.jumps)


def _check_is_asked_for(request: PlayRequest, pump: Pump, stamped: datetime | None) -> None:
    if request.real is None:
        return
    if pump.ending is Ending.ELSEWHERE:
        raise UnsupportedError("a replay from a chosen time")
    if stamped is not None and stamped >= request.real.end:
        raise NoFootageError(nearest=stamped)
    if stamped is None and pump.retiming.has_begun:
        raise UnsupportedError("a replay that does not say which time it shows")


def _needed(request: PlayRequest, stamped: datetime | None) -> float:
    if request.real is None or stamped is None:
        return request.needed
    return (request.real.end - stamped).total_seconds()


def _measured(path: Path) -> MediaInfo | None:
    try:
        return probe(path)
    except FootageError:
        return None
