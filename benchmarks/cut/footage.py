"""One long recording as a recorder would leave it, made once per machine and kept."""

from __future__ import annotations

import os
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import imageio_ffmpeg

if TYPE_CHECKING:
    from benchmarks.bench import Size

CAMERA: Final = "cam1"
STARTS: Final = datetime(2026, 1, 5, 10, 0, 0, tzinfo=UTC)
RATE: Final = 15
GOP_SECONDS: Final = 2
BITS_PER_SECOND: Final = 4_000_000
_ROUNDS: Final[dict[Size, tuple[int, int]]] = {"S": (20, 30), "M": (60, 60), "L": (60, 60)}
"""Seconds that are encoded, and how often they are repeated."""


@dataclass(frozen=True, slots=True)
class Recording:
    root: Path
    path: Path
    seconds: int

    @property
    def starts(self) -> datetime:
        return STARTS


def cache_folder() -> Path:
    """Where recordings are kept from run to run."""
    return Path(tempfile.gettempdir()) / "lossprevention-benchmarks"


def recording(size: Size) -> Recording:
    """1080p, 15 pictures a second, H.264 at 4 Mbit/s, a keyframe every two seconds."""
    encoded, rounds = _ROUNDS[size]
    seconds = encoded * rounds
    root = cache_folder() / f"{seconds}s"
    path = root / CAMERA / f"{STARTS:%Y%m%dT%H%M%SZ}_{seconds}.mp4"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path, encoded, rounds)
    return Recording(root, path, seconds)


def _make(path: Path, encoded: int, rounds: int) -> None:
    """Under its final name only when whole."""
    piece, unfinished = path.with_suffix(".piece"), path.with_suffix(".part")
    run_ffmpeg(*_encoding(encoded), "-f", "mp4", str(piece))
    repeat = ("-stream_loop", str(rounds - 1), "-i", str(piece), "-c", "copy")
    run_ffmpeg(*repeat, "-t", str(encoded * rounds), "-f", "mp4", str(unfinished))
    piece.unlink()
    long_ago = (STARTS + timedelta(seconds=encoded * rounds)).timestamp()
    os.utime(unfinished, (long_ago, long_ago))
    unfinished.rename(path)


def _encoding(seconds: int) -> list[str]:
    """A moving test picture, with noise so that the encoder needs all of its bits."""
    picture = f"testsrc2=size=1920x1080:rate={RATE}:duration={seconds},noise=alls=12:allf=t"
    rate = str(BITS_PER_SECOND)
    keyframes = str(RATE * GOP_SECONDS)
    return [
        *("-f", "lavfi", "-i", picture),
        *("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p"),
        *("-b:v", rate, "-minrate", rate, "-maxrate", rate, "-bufsize", rate),
        *("-g", keyframes, "-keyint_min", keyframes, "-sc_threshold", "0", "-bf", "0"),
    ]


def run_ffmpeg(*arguments: str) -> None:
    subprocess.run(
        [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y", *arguments], check=True
    )
