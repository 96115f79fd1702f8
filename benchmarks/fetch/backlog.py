"""The backlog of P15. Django is up when this is imported."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from benchmarks.fetch.goals import BACKLOG
from benchmarks.fetch.ground import RECORDERS, Ground, WrongClipsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.bench import Bench, Size

CLIPS: Final[dict[Size, int]] = {"S": 30, "M": 100, "L": 300}
WORKERS: Final = RECORDERS + 2
"""A worker that cuts needs no recorder: two more than recorders keep all of them busy."""
_LONGEST: Final = 10.0
"""Times the ideal, after which the run is given up."""


def measure(bench: Bench, data: Path) -> None:
    bench.say("making stores, recorders and footage")
    ground = Ground(data, CLIPS[bench.size], bench.seed)
    with _workers():
        began = timezone.now()
        ground.order()
        ideal = ground.ideal()
        _wait(bench, ground, ideal)
    ground.check()
    took = ground.took_since(began)
    bench.conclude(BACKLOG, [(ideal, took)])
    bench.figure("clips", CLIPS[bench.size], "clips")
    bench.figure("a minute", CLIPS[bench.size] / took * 60, "clips")


def _wait(bench: Bench, ground: Ground, ideal: float) -> None:
    until = time.monotonic() + ideal * _LONGEST
    while not ground.is_done():
        if time.monotonic() > until:
            raise WrongClipsError("the backlog does not drain")
        bench.say("fetching")
        time.sleep(0.5)


@contextmanager
def _workers() -> Iterator[None]:
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.fetch.child_works"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(WORKERS)
    ]
    try:
        for child in children:
            assert child.stdout is not None
            if not child.stdout.readline():  # their start is not what is measured
                raise RuntimeError("A worker ended before it was ready.")
        yield
    finally:
        for child in children:
            assert child.stdin is not None
            child.stdin.close()
        for child in children:
            child.wait(timeout=60)
