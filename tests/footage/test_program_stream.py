"""Recorder downloads that are called .mp4 and are none."""

from __future__ import annotations

import pytest

from footage.cutting import accept_upload
from footage.sniff import container_of
from tests.footage.conftest import assert_nothing_hidden, assert_true_to_time, at
from tests.footage.program_stream import write_program_stream
from tests.footage.strip import Camera, write_segment


@pytest.mark.parametrize("codec", ["libx264", "libx265"])
@pytest.mark.parametrize("b_frames", [0, 2])
def test_a_program_stream_is_cut_to_the_picture(folder, codec, b_frames):
    for start in (0, 40):
        made = write_segment(
            folder.root / "made.mp4", at(start), 40, Camera(codec=codec, b_frames=b_frames)
        )
        write_program_stream(made, folder.path(start, 40))
    clip = folder.cut(21.5, 60.5)

    assert container_of(folder.path(0, 40)) == "mpeg"
    assert clip.is_complete, (clip.gaps, clip.notes)
    assert clip.playback.codec == "h264"
    assert_true_to_time(clip)
    assert_nothing_hidden(clip)


def test_a_download_that_broke_off_gives_what_it_has(folder):
    made = write_segment(folder.root / "made.mp4", at(0), 60)
    path = write_program_stream(made, folder.path(0, 60))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    clip = folder.cut(5, 55)

    assert [gap.reason for gap in clip.gaps] == ["segment_truncated"]
    assert_true_to_time(clip)
    assert_nothing_hidden(clip)


def test_a_program_stream_can_be_dropped_in_by_hand(tmp_path):
    made = write_segment(tmp_path / "made.mp4", at(0), 20)
    path = write_program_stream(made, tmp_path / "Download.mp4")
    clip = accept_upload(path, tmp_path / "out", start=at(0))
    assert clip.original.path == path
    assert clip.is_complete, (clip.gaps, clip.notes)
    assert_true_to_time(clip)
