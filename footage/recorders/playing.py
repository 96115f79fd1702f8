"""Footage of a window by playing it: more than asked, and honest about where it may be off."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from footage.errors import NotYetRecordedError, UnsupportedError
from footage.recorders.base import RawFile, RawMedia
from footage.rtsp.playback import TOLERANCE_SECONDS, PlayRequest, play
from footage.window import Gap

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from footage.recorders.base import Cancelled, Grants, Progress
    from footage.recorders.connection import Connection
    from footage.rtsp.playback import Played
    from footage.window import UtcWindow

MARGIN_SECONDS: Final = 5.0
"""Asked for on either side: recorders begin at a keyframe, some before, some after."""
START_ERROR_SECONDS: Final = 2.0
"""Between what was asked for and the first picture, where nobody says: one usual group of
pictures."""
STAMP_ERROR_SECONDS: Final = 0.1
PATIENCE_SECONDS: Final = 600.0
RETRY_SECONDS: Final = 60.0
_CHANNEL: Final = re.compile(r"[A-Za-z0-9_-]{1,32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Listener:
    """Who wants to hear how far it is, and may call it off."""

    progress: Progress | None = None
    cancelled: Cancelled | None = None


def now() -> datetime:
    return datetime.now(UTC)


def checked_channel(channel: str) -> str:
    if not _CHANNEL.fullmatch(channel):
        raise UnsupportedError(f"the channel {channel}")
    return channel


def asked_of(window: UtcWindow) -> UtcWindow:
    """What a recorder is asked for to get ``window``, in whole seconds."""
    wide = window.widened(MARGIN_SECONDS)
    return replace(wide, start=wide.start.replace(microsecond=0), end=_whole_after(wide.end))


def request_for(
    connection: Connection, path: str, window: UtcWindow, asked: UtcWindow
) -> PlayRequest:
    """A request to play ``asked`` from ``path`` in order to show ``window``."""
    return PlayRequest(
        address=connection.rtsp(path),
        seconds=asked.seconds,
        needed=(window.end - asked.start).total_seconds(),
        login=connection.login,
        stall=connection.stall,
        keep_audio=connection.keeps_sound,
    )


def played_media(
    request: PlayRequest,
    window: UtcWindow,
    asked: UtcWindow,
    path: Path,
    grants: Grants,
    listener: Listener,
    clock: Callable[[], datetime] = now,
) -> RawMedia:
    """Plays ``asked`` to show ``window``. Raises what :func:`play` raises, and
    NotYetRecordedError for a fresh window whose end is not there yet."""
    played = play(request, path, grants, progress=listener.progress, cancelled=listener.cancelled)
    if played.is_short and clock() < window.end + timedelta(seconds=PATIENCE_SECONDS):
        raise NotYetRecordedError(clock() + timedelta(seconds=RETRY_SECONDS))
    file = RawFile(played.path, start_of(played, asked), played.media)
    return RawMedia(
        asked=window,
        files=(file,),
        gaps=_gaps(played, file, window),
        time_error=time_error(played),
        notes=("playback_short",) if is_unsure(played) else (),
    )


def start_of(played: Played, asked: UtcWindow) -> datetime:
    """When the first picture was taken, as well as can be told."""
    return played.stamped or asked.start + timedelta(seconds=played.skipped)


def is_unsure(played: Played) -> bool:
    """Less came than is there, or in pieces, and nobody says which part is missing."""
    if played.stamped is not None:
        return False
    return played.missing > TOLERANCE_SECONDS or bool(played.jumps)


def time_error(played: Played) -> float:
    """Seconds that :func:`start_of` may be off."""
    if played.stamped is not None:
        return STAMP_ERROR_SECONDS
    return START_ERROR_SECONDS + played.missing


def _gaps(played: Played, file: RawFile, window: UtcWindow) -> tuple[Gap, ...]:
    end = file.start + timedelta(seconds=file.seconds)
    is_told = played.is_short or played.stamped is not None
    if not is_told or (window.end - end).total_seconds() <= TOLERANCE_SECONDS:
        return ()
    return (Gap(max(end, window.start), window.end, "not_recorded"),)


def _whole_after(at: datetime) -> datetime:
    whole = at.replace(microsecond=0)
    return whole if whole == at else whole + timedelta(seconds=1)
