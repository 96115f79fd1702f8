"""The right three minutes, by the time that the pictures themselves carry."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footage.cutting import FinishOptions, finish
from footage.recorders.folder import FolderRecorder
from footage.recorders.names import NameTemplate
from footage.window import UtcWindow
from tests.footage.conftest import LATER, assert_nothing_hidden, assert_true_to_time, at, window
from tests.footage.strip import Camera, read_pictures, write_segment


def test_three_minutes_across_segments_are_whole_and_in_time(hour, tmp_path):
    asked = window(123.456, 303.456)
    clip = finish(hour.recorder().fetch("cam1", asked, tmp_path), asked, tmp_path)

    assert clip.is_complete
    assert clip.gaps == ()
    assert clip.original.path == clip.playback.path
    shown = read_pictures(clip.playback.path, 10)
    assert shown[0].taken <= asked.start
    assert shown[-1].taken >= asked.end
    assert_true_to_time(clip)
    assert_nothing_hidden(clip)


@pytest.mark.parametrize("end", [119.9, 119.95, 119.999999, 120.0, 120.000001, 120.05])
def test_the_picture_at_the_end_is_there_wherever_a_segment_ends(hour, tmp_path, end):
    asked = window(100, end)
    clip = finish(hour.recorder().fetch("cam1", asked, tmp_path), asked, tmp_path)
    assert read_pictures(clip.playback.path, 10)[-1].taken >= asked.end
    assert_true_to_time(clip)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    start=st.floats(1, 400, allow_nan=False),
    length=st.floats(2, 45),
    marker=st.floats(0, 0.999),
)
def test_any_window_shows_its_moment_within_one_picture(hour, tmp_path, start, length, marker):
    asked = UtcWindow(at(start), at(start + length))
    moment = asked.start + timedelta(seconds=length * marker)
    raw = hour.recorder().fetch("cam1", asked, tmp_path)
    clip = finish(raw, asked, tmp_path, FinishOptions(moment=moment))

    assert clip.has_moment
    assert clip.is_complete, clip.gaps
    assert_true_to_time(clip)
    shown = read_pictures(clip.playback.path, 10)
    assert shown[0].taken <= asked.start
    assert shown[-1].taken >= asked.end


@pytest.mark.parametrize("b_frames", [0, 2])
@pytest.mark.parametrize("gop", [20, 100])
def test_a_copy_starts_at_the_keyframe_before(folder, gop, b_frames):
    folder.add(0, 90, Camera(gop=gop, b_frames=b_frames))
    clip = folder.cut(33.3, 75.5)

    assert clip.actual_start == at(33.3 // (gop / 10) * (gop / 10))
    assert clip.playback.sha256 == clip.original.sha256
    assert_true_to_time(clip)


def test_long_keyframe_spacing_is_cut_exactly_by_re_encoding(folder):
    folder.add(0, 90, Camera(gop=300))
    clip = folder.cut(25.55, 75.5)

    assert clip.original.start == at(0)
    assert clip.original.path != clip.playback.path
    assert clip.obtained.start == at(25.5)
    assert clip.playback.codec == "h264"
    assert_true_to_time(clip)


@pytest.mark.parametrize("max_lead", [0.0, 60.0])
def test_b_frames_survive_joining_and_re_encoding(folder, max_lead):
    for minute in range(3):
        folder.add(minute * 30, 30, Camera(b_frames=2))
    clip = folder.cut(11.11, 77.77, max_lead_seconds=max_lead)

    assert clip.is_complete
    assert_true_to_time(clip)
    assert_nothing_hidden(clip)


@pytest.mark.parametrize("b_frames", [0, 3])
def test_h265_is_kept_as_recorded_and_played_as_h264(folder, b_frames):
    """With B-frames these are open groups: pictures that need the group before theirs."""
    folder.add(0, 40, Camera(codec="libx265", b_frames=b_frames))
    folder.add(40, 40, Camera(codec="libx265", b_frames=b_frames))
    clip = folder.cut(30.5, 60.5)

    assert clip.original.codec == "hevc"
    assert b"hvc1" in clip.original.path.read_bytes()[:200_000]
    assert clip.playback.codec == "h264"
    assert clip.is_complete
    assert_true_to_time(clip)


def test_a_change_of_resolution_is_joined_at_the_larger_size(folder):
    folder.add(0, 30, Camera(width=192, height=96))
    folder.add(30, 30, Camera(width=384, height=192))
    clip = folder.cut(20, 50)

    assert [(o.width, o.height) for o in clip.originals] == [(192, 96), (384, 192)]
    assert (clip.playback.width, clip.playback.height) == (384, 192)
    assert [note.code for note in clip.notes] == ["format_changes"]
    assert clip.is_complete
    assert_true_to_time(clip)
    assert_nothing_hidden(clip)


def test_a_change_of_codec_is_joined(folder):
    folder.add(0, 30, Camera(codec="libx265"))
    folder.add(30, 30, Camera())
    clip = folder.cut(10.2, 50.2)

    assert [original.codec for original in clip.originals] == ["hevc", "h264"]
    assert clip.playback.codec == "h264"
    assert_true_to_time(clip)
    assert_nothing_hidden(clip)


def test_overlapping_segments_show_each_moment_once(folder):
    folder.add(0, 35)
    folder.add(30, 35)
    folder.add(32, 5)
    clip = folder.cut(20, 50)

    assert clip.is_complete
    assert_true_to_time(clip)


@pytest.mark.parametrize("suffix", [".ts", ".mkv"])
@pytest.mark.parametrize("b_frames", [0, 2])
def test_other_containers_are_cut_as_exactly(tmp_path, suffix, b_frames):
    camera = Camera(b_frames=b_frames)
    for start in (0, 60):
        name = f"{at(start):%Y%m%dT%H%M%SZ}{suffix}"
        write_segment(tmp_path / "rec" / name, at(start), 60, camera)
    template = NameTemplate("{start:%Y%m%dT%H%M%SZ}" + suffix)
    recorder = FolderRecorder(tmp_path / "rec", template, now=lambda: LATER)
    asked = window(41.3, 82.2)
    clip = finish(recorder.fetch("", asked, tmp_path), asked, tmp_path / "out")

    assert clip.is_complete, clip.gaps
    assert clip.actual_start == at(40)
    assert_true_to_time(clip)
    assert_nothing_hidden(clip)


def test_the_clip_is_one_file_that_starts_to_play_at_once(hour, tmp_path):
    asked = window(100, 160)
    clip = finish(hour.recorder().fetch("cam1", asked, tmp_path), asked, tmp_path)
    data = clip.playback.path.read_bytes()

    assert 0 < data.index(b"moov") < data.index(b"mdat")
    assert clip.playback.size == len(data)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "clip.jpg",
        "clip.mp4",
        "clip.sheet.jpg",
    ]
