"""Every measurement of ``cut``. Django is up when this is imported."""

from __future__ import annotations

import random
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import imageio_ffmpeg

from benchmarks.bench import timed
from benchmarks.cut import disk
from benchmarks.cut.footage import BITS_PER_SECOND, GOP_SECONDS, recording
from benchmarks.cut.goals import BYTES_READ, CLIP_JOB
from benchmarks.cut.ground import AFTER, BEFORE, Ground, WrongClipError
from benchmarks.cut.others import other_recordings

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.bench import Bench
    from benchmarks.cut.footage import Recording

_CLIP_SECONDS: Final = (BEFORE + AFTER).total_seconds()


def measure(bench: Bench, data: Path) -> None:
    bench.say("making the recording (once per machine)")
    trials = _Trials(recording(bench.size), data, random.Random(bench.seed))
    trials.draw()
    trials.bare_copy()
    trials.clip_job()  # warms the modules, the page cache and the connection
    finding = bench.compare(CLIP_JOB, reference=trials.bare_copy_anew, subject=trials.clip_job)
    bench.figure("P10 bare copy", _CLIP_SECONDS / finding.reference, "x realtime")
    bench.figure("P10 clip job", _CLIP_SECONDS / finding.subject, "x realtime")
    other_recordings(bench, data, trials.ground)
    if not disk.can_count():
        bench.say("P10b: this system does not count what a process reads from the disk")
        return
    trials.ground.use(trials.source)
    rounds = bench.rounds(BYTES_READ.name, {"read": trials.bytes_read})
    bench.conclude(BYTES_READ, [(trials.clip_megabytes, each["read"]) for each in rounds])


class _Trials:
    """Reference and subject of one pair work on the same random window."""

    def __init__(self, source: Recording, data: Path, rng: random.Random) -> None:
        self.source, self._rng = source, rng
        self._copy = data / "copy.mp4"
        self.ground = Ground(source)
        self._at = 0.0
        self.clip_megabytes = 0.0

    def draw(self) -> None:
        self._at = self._rng.uniform(GOP_SECONDS, self.source.seconds - _CLIP_SECONDS - 1)

    def bare_copy_anew(self) -> float:
        self.draw()
        return self.bare_copy()

    def bare_copy(self) -> float:
        command = [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y"),
            *("-ss", f"{self._at:.3f}", "-i", str(self.source.path)),
            *("-t", f"{_CLIP_SECONDS:.0f}", "-c", "copy", str(self._copy)),
        ]
        seconds = timed(lambda: subprocess.run(command, check=True))
        if self._copy.stat().st_size < 0.5 * _CLIP_SECONDS * BITS_PER_SECOND / 8:
            raise WrongClipError("the bare copy is too small")
        return seconds

    def clip_job(self) -> float:
        clip = self.ground.order(self.source.starts + timedelta(seconds=self._at))
        seconds = timed(self.ground.work)
        clip = self.ground.checked(clip)
        self.clip_megabytes = clip.size / 1e6
        self.ground.drop(clip)
        return seconds

    def bytes_read(self) -> float:
        self.draw()
        disk.forget(self.source.path)
        before = disk.bytes_read()
        self.clip_job()
        return (disk.bytes_read() - before) / 1e6
