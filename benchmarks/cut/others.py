"""P10c and P10d: a recorder that writes short files, and one that writes H.265."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from benchmarks.bench import timed
from benchmarks.cut.footage import (
    CAMERA,
    RATE,
    STARTS,
    Recording,
    cache_folder,
    recording,
    run_ffmpeg,
)
from benchmarks.cut.goals import ACROSS_SEGMENTS, FROM_H265
from footage.cutting.result import FinishOptions

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.bench import Bench
    from benchmarks.cut.ground import Ground

SECONDS: Final = 600
EACH: Final = 10
_WINDOW: Final = 180
_STARTS_AT: Final = 95
"""Inside a file, so that the window begins and ends in the middle of one."""
_PIECE: Final = 10
_HEVC_PAIRS: Final = {"S": 1, "M": 3, "L": 5}


def other_recordings(bench: Bench, data: Path, ground: Ground) -> None:
    segmented, hevc = _segmented(bench), _hevc(bench)
    ground.use(segmented)
    bench.compare(
        ACROSS_SEGMENTS,
        reference=lambda: _joined(segmented, data),
        subject=lambda: _clip_job(ground),
    )
    ground.use(hevc)
    pairs = []
    for number in range(_HEVC_PAIRS[bench.size]):  # each takes as long as ten of the others
        bench.say(f"{FROM_H265.name} {number + 1}/{_HEVC_PAIRS[bench.size]}")
        pairs.append((_encoded(hevc, data), _clip_job(ground)))
    bench.conclude(FROM_H265, pairs)


def _clip_job(ground: Ground) -> float:
    clip = ground.order(STARTS + timedelta(seconds=_STARTS_AT))
    seconds = timed(ground.work)
    ground.drop(ground.checked(clip))
    return seconds


def _joined(source: Recording, data: Path) -> float:
    """The bare tool, told which files it needs."""
    names = sorted((source.root / CAMERA).glob("*.mp4"))
    needed = names[_STARTS_AT // EACH : (_STARTS_AT + _WINDOW) // EACH + 1]
    listing = data / "segments.txt"
    listing.write_text("".join(f"file '{name}'\nduration {EACH}\n" for name in needed))
    offset = str(_STARTS_AT % EACH)
    where = ("-f", "concat", "-safe", "0", "-ss", offset, "-i", str(listing))
    copy = ("-t", str(_WINDOW), "-c", "copy", str(data / "joined.mp4"))
    return timed(lambda: run_ffmpeg(*where, *copy))


def _encoded(source: Recording, data: Path) -> float:
    options = FinishOptions()
    how = ("-c:v", "libx264", "-preset", options.preset, "-crf", str(options.quality))
    size = f"scale=-2:min(ih\\,{options.max_playback_height})"
    shape = (
        "-vf",
        size,
        "-pix_fmt",
        "yuv420p",
        "-bf",
        "0",
        "-g",
        str(RATE * 2),
        "-movflags",
        "+faststart",
    )
    where = ("-ss", str(_STARTS_AT), "-i", str(source.path), "-t", str(_WINDOW))
    return timed(lambda: run_ffmpeg(*where, *how, *shape, str(data / "encoded.mp4")))


def _segmented(bench: Bench) -> Recording:
    """The first ten minutes of the long recording, a file every ten seconds."""
    root = cache_folder() / "segments"
    folder = root / CAMERA
    if not folder.exists():
        bench.say("cutting the recording into short files")
        unfinished = root / "part"
        unfinished.mkdir(parents=True, exist_ok=True)
        source = ("-i", str(recording(bench.size).path), "-t", str(SECONDS), "-c", "copy")
        cut = ("-f", "segment", "-segment_time", str(EACH), "-reset_timestamps", "1")
        run_ffmpeg(*source, *cut, str(unfinished / "%03d.mp4"))
        for number, path in enumerate(sorted(unfinished.glob("*.mp4"))):
            _place(path, STARTS + timedelta(seconds=number * EACH), EACH)
        unfinished.rename(folder)
    return Recording(root, folder, SECONDS)


def _hevc(bench: Bench) -> Recording:
    """Ten minutes of 1080p H.265, ten seconds of them encoded and repeated."""
    root = cache_folder() / "hevc"
    path = root / CAMERA / f"{STARTS:%Y%m%dT%H%M%SZ}_{SECONDS}.mp4"
    if not path.exists():
        bench.say("making H.265")
        path.parent.mkdir(parents=True, exist_ok=True)
        piece, unfinished = path.with_suffix(".piece"), path.with_suffix(".part")
        picture = f"testsrc2=size=1920x1080:rate={RATE}:duration={_PIECE},noise=alls=6:allf=t"
        encoded = ("-c:v", "libx265", "-preset", "ultrafast", "-b:v", "2M", "-tag:v", "hvc1")
        keys = ("-x265-params", "keyint=30:min-keyint=30:scenecut=0:bframes=0:log-level=error")
        run_ffmpeg("-f", "lavfi", "-i", picture, *encoded, *keys, "-f", "mp4", str(piece))
        repeat = ("-stream_loop", str(SECONDS // _PIECE - 1), "-i", str(piece), "-c", "copy")
        run_ffmpeg(*repeat, "-tag:v", "hvc1", "-f", "mp4", str(unfinished))
        piece.unlink()
        _place(unfinished, STARTS, SECONDS)
    return Recording(root, path, SECONDS)


def _place(path: Path, starts: object, seconds: int) -> Path:
    """Named as a recorder names it, and long untouched."""
    named = path.with_name(f"{starts:%Y%m%dT%H%M%SZ}_{seconds}.mp4")
    long_ago = (STARTS + timedelta(seconds=SECONDS)).timestamp()
    os.utime(path, (long_ago, long_ago))
    return path.rename(named)
