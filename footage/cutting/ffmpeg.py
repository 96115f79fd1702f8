"""Runs ffmpeg so that it always ends: bounded by wall clock, cancellable, and believed
only as far as its messages allow (its exit code 0 proves nothing)."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

import imageio_ffmpeg

from footage.errors import (
    AuthRejectedError,
    BusyError,
    CutCancelledError,
    CutFailedError,
    CutTimedOutError,
    FootageError,
    NoFootageError,
    NoPermissionError,
    StorageFullError,
    UnreachableError,
    UnreadableVideoError,
)
from footage.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from footage.recorders.base import Cancelled

ALWAYS = ("-nostdin", "-hide_banner", "-nostats", "-v", "warning", "-progress", "pipe:1", "-y")
_POLL_SECONDS = 0.1
_GRACE_SECONDS = 5.0
_KEPT_LINES = 200
_LINE_LENGTH = 500
_UNTRUSTED = re.compile(
    r"could not seek|partial file|corrupt|timed out|error while decoding|conceal|"
    r"error during demuxing|invalid nal|no frame!",
    re.IGNORECASE,
)
_CLASSES: tuple[tuple[re.Pattern[str], Callable[[], FootageError]], ...] = (
    (re.compile(r"401 Unauthorized", re.IGNORECASE), AuthRejectedError),
    (re.compile(r"403 Forbidden|permission denied", re.IGNORECASE), NoPermissionError),
    (re.compile(r"453 |not enough bandwidth", re.IGNORECASE), BusyError),
    (re.compile(r"404 Not Found", re.IGNORECASE), NoFootageError),
    (re.compile(r"no space left", re.IGNORECASE), StorageFullError),
    (
        re.compile(
            r"connection refused|no route to host|network is unreachable|timed out|"
            r"name or service not known|failed to resolve",
            re.IGNORECASE,
        ),
        UnreachableError,
    ),
    (
        re.compile(r"invalid data found|moov atom not found", re.IGNORECASE),
        lambda: UnreadableVideoError("segment_damaged"),
    ),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run that ended by itself with code 0. ``warnings``: redacted lines that cast doubt."""

    warnings: tuple[str, ...]


def executable() -> str:
    """Path of the ffmpeg that came with the packages."""
    return str(imageio_ffmpeg.get_ffmpeg_exe())


def run(
    arguments: Sequence[str],
    *,
    limit: float,
    on_seconds: Callable[[float], None] | None = None,
    cancelled: Cancelled | None = None,
) -> Outcome:
    """Runs ffmpeg with ``arguments`` (without the program) for at most ``limit`` seconds.

    ``on_seconds`` hears how many seconds of output are done; like ``cancelled`` it is called
    in the caller's own thread, since it may write to a database. Raises the error that the
    messages name, CutTimedOutError, CutCancelledError or CutFailedError.
    """
    process = subprocess.Popen(
        [executable(), *ALWAYS, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    lines: deque[str] = deque(maxlen=_KEPT_LINES)
    done: deque[float] = deque(maxlen=1)
    readers = (
        threading.Thread(target=_read_progress, args=(process.stdout, done), daemon=True),
        threading.Thread(target=_read_messages, args=(process.stderr, lines), daemon=True),
    )
    for reader in readers:
        reader.start()
    try:
        _await(process, limit, cancelled, lambda: _tell(done, on_seconds))
    finally:
        _end(process)
        for reader in readers:
            reader.join(_GRACE_SECONDS)
    _tell(done, on_seconds)
    if process.returncode != 0:
        raise classify(lines)
    return Outcome(tuple(line for line in lines if _UNTRUSTED.search(line)))


def classify(lines: Sequence[str]) -> FootageError:
    """The error that ffmpeg's messages name. RTSP and file errors share their exit codes."""
    text = "\n".join(lines)
    for pattern, error in _CLASSES:
        if pattern.search(text):
            return error()
    return CutFailedError(lines[-1] if lines else "ffmpeg gave no reason")


def _tell(done: deque[float], on_seconds: Callable[[float], None] | None) -> None:
    if on_seconds and done:
        on_seconds(done.pop())


def _await(
    process: subprocess.Popen[bytes],
    limit: float,
    cancelled: Cancelled | None,
    tell: Callable[[], None],
) -> None:
    deadline = time.monotonic() + limit
    while process.poll() is None:
        tell()
        if cancelled and cancelled():
            raise CutCancelledError
        if time.monotonic() > deadline:
            raise CutTimedOutError(limit)
        try:
            process.wait(_POLL_SECONDS)
        except subprocess.TimeoutExpired:
            continue


def _end(process: subprocess.Popen[bytes]) -> None:
    """Asks first, so that an RTSP session is torn down and the recorder's slot is freed."""
    if process.poll() is not None:
        return
    if os.name == "posix":
        process.send_signal(signal.SIGINT)
    else:
        process.terminate()
    try:
        process.wait(_GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _read_progress(stream: IO[bytes] | None, done: deque[float]) -> None:
    if stream is None:
        return
    with stream:
        for line in stream:
            name, _, value = line.decode("ascii", "replace").strip().partition("=")
            if name == "out_time_us" and value.lstrip("-").isdigit():
                done.append(int(value) / 1_000_000)


def _read_messages(stream: IO[bytes] | None, lines: deque[str]) -> None:
    if stream is None:
        return
    with stream:
        for line in stream:
            text = redact(line.decode("utf-8", "replace").strip())
            if text:
                lines.append(text[:_LINE_LENGTH])
