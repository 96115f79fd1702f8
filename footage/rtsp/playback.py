"""A stretch of footage played by RTSP into a file, judged by the pictures that came.

RTSP plays at the pace of life: three minutes take three minutes and hold one of the
recorder's few slots. ffmpeg writes the file; its exit code is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from footage.cutting import ffmpeg
from footage.errors import (
    CutCancelledError,
    FootageError,
    NoFootageError,
    StorageFullError,
    TruncatedError,
)
from footage.media import MediaInfo, probe
from footage.rtsp.pump import Ending, Pump
from footage.rtsp.session import opened
from footage.rtsp.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from footage.recorders.base import Cancelled, Grants, Progress
    from footage.rtsp.address import RtspAddress
    from footage.rtsp.digest import Login

STALL_SECONDS: Final = 15.0
TAIL_SECONDS: Final = 1.0
"""Played beyond the end, for the picture that is shown at it."""
TOLERANCE_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class PlayRequest:
    """What to play. ``headers`` go with every request, ``play_headers`` with PLAY."""

    address: RtspAddress
    seconds: float
    login: Login | None = None
    headers: Mapping[str, str] | None = None
    play_headers: Mapping[str, str] | None = None
    keep_audio: bool = False
    stall: float = STALL_SECONDS
    """Seconds of silence after which the recorder is taken to have stopped."""

    @property
    def limit(self) -> float:
        """The watchdog's: seconds of the wall clock."""
        return self.seconds * 1.5 + 60


@dataclass(frozen=True, slots=True)
class Played:
    """A file whose first picture is the first that could be decoded."""

    path: Path
    media: MediaInfo
    skipped: float
    """Seconds the recorder sent before that picture."""
    first_real: float | None
    """POSIX seconds of that picture, where the recorder stamps real time."""
    missing: float
    """Seconds less than asked for, when the recorder said that this was all; else 0."""
    jumps: int
    """How often the recorder's own count of time broke off."""


def play(
    request: PlayRequest,
    dest: Path,
    name: str,
    grants: Grants,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Played:
    """Plays into ``dest``, as ``name`` with the ending that fits. Never retries.

    Raises errors of :mod:`footage.errors`: TruncatedError when the recorder fell silent or
    hung up in the middle, NoFootageError when it had nothing.
    """
    path = dest / f"{name}.{'mkv' if request.keep_audio else 'mp4'}"
    with opened(
        request.address,
        grants,
        request.login,
        headers=request.headers,
        with_sound=request.keep_audio,
    ) as session:
        session.play(request.play_headers or {})
        pump = Pump(session, request.seconds + TAIL_SECONDS, request.stall)
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
    source = ["-protocol_whitelist", "rtsp,rtp,tcp", "-rtsp_transport", "tcp"]
    source += ["-timeout", str(round((request.stall + 30) * 1_000_000)), "-i", url]
    streams = ["-map", "0:v:0", *(["-map", "0:a:0?"] if request.keep_audio else ["-an"])]
    bound = ["-t", f"{request.seconds + 2 * TAIL_SECONDS:.3f}"]
    return [*source, *streams, "-c", "copy", *bound, str(path)]


def _judged(
    request: PlayRequest, pump: Pump, path: Path, problem: FootageError | None
) -> Played:
    media = _measured(path)
    got = min(media.seconds, request.seconds) if media else 0.0
    missing = request.seconds - got if request.seconds - got > TOLERANCE_SECONDS else 0.0
    said_all = pump.ending is Ending.GOODBYE
    if media is None and said_all:
        raise NoFootageError
    if media is None or (missing and not said_all):
        raise TruncatedError(got, request.seconds) from problem
    return Played(
        path=path,
        media=media,
        skipped=pump.retiming.skipped,
        first_real=pump.retiming.first_real,
        missing=missing,
        jumps=pump.retiming.jumps,
    )


def _measured(path: Path) -> MediaInfo | None:
    try:
        return probe(path)
    except FootageError:
        return None
