"""What cutting reads from storage: hardly more than the clip itself (goal P10b)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from footage.cutting.plan import plan_spans
from footage.cutting.remux import CopyOrder, copy_run
from tests.footage.conftest import window
from tests.footage.strip import Camera

IO = Path("/proc/self/io")


def bytes_read() -> int:
    return int(IO.read_text().split()[1])


@pytest.mark.skipif(sys.platform != "linux", reason="counts reads as Linux tells them")
def test_a_short_clip_of_a_long_file_reads_little_more_than_itself(folder, tmp_path):
    folder.add(0, 900, Camera(width=384, height=192, gop=20))
    asked = window(500, 680)
    folder.fetch(500, 680)  # what is loaded once per process is not the clip's cost

    before = bytes_read()
    spans = plan_spans(folder.fetch(500, 680), asked)
    copied = copy_run(CopyOrder(spans, tmp_path / "clip.mp4", tolerance=2.0))
    read = bytes_read() - before

    clip = copied.path.stat().st_size
    whole = folder.path(0, 900).stat().st_size
    index = 24 * 900 * 10  # of the whole file: it is read to find the window
    assert clip < whole / 3
    assert read <= 1.15 * clip + 2 * index
