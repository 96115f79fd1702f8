"""Sound is dropped unless it is wanted, and never costs the pictures."""

from __future__ import annotations

import av
import pytest

from footage.cutting import FinishOptions, finish
from footage.recorders.folder import FolderRecorder
from footage.recorders.names import NameTemplate
from tests.footage.conftest import LATER, assert_true_to_time, at, window
from tests.footage.strip import Camera, write_segment


def cut(tmp_path, cameras, suffix, start, end, **options):
    for place, camera in enumerate(cameras):
        name = f"{at(place * 30):%Y%m%dT%H%M%S}{suffix}"
        write_segment(tmp_path / "rec" / name, at(place * 30), 30, camera)
    template = NameTemplate("{start:%Y%m%dT%H%M%S}" + suffix)
    recorder = FolderRecorder(tmp_path / "rec", template, now=lambda: LATER)
    asked = window(start, end)
    raw = recorder.fetch("", asked, tmp_path)
    return finish(raw, asked, tmp_path / "out", FinishOptions(**options))


def sound_of(path):
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return None
        stream = container.streams.audio[0]
        times = [float(f.pts * f.time_base) for f in container.decode(stream)]
        return stream.codec_context.name, times[0], times[-1]


def test_sound_is_dropped_by_default(tmp_path):
    clip = cut(tmp_path, [Camera(sound="aac")], ".mp4", 5, 25)
    assert sound_of(clip.playback.path) is None
    assert not clip.playback.has_audio


@pytest.mark.parametrize(("codec", "suffix"), [("aac", ".mp4"), ("pcm_mulaw", ".mov")])
def test_sound_that_is_kept_runs_with_the_pictures(tmp_path, codec, suffix):
    cameras = [Camera(sound=codec)] * 2
    clip = cut(tmp_path, cameras, suffix, 10, 50, keep_audio=True)

    name, first, last = sound_of(clip.playback.path)
    assert name == "aac"
    assert first < 1.0
    assert last == pytest.approx(clip.playback.seconds, abs=1.5)
    assert clip.playback.has_audio
    assert_true_to_time(clip)


def test_sound_is_kept_through_a_re_encode(tmp_path):
    cameras = [Camera(sound="aac", codec="libx265")]
    clip = cut(tmp_path, cameras, ".mp4", 5, 25, keep_audio=True)
    assert sound_of(clip.playback.path)[0] == "aac"
    assert clip.playback.codec == "h264"
    assert_true_to_time(clip)


def test_sound_that_changes_midway_is_told(tmp_path):
    cameras = [Camera(sound="aac"), Camera(sound="aac", sound_rate=16_000)]
    clip = cut(tmp_path, cameras, ".mp4", 10, 50, keep_audio=True)
    assert "sound_unreadable" in [note.code for note in clip.notes]
    assert clip.is_complete
    assert_true_to_time(clip)


def test_a_recorder_without_sound_is_no_fault(tmp_path):
    clip = cut(tmp_path, [Camera()], ".mp4", 5, 25, keep_audio=True)
    assert clip.notes == ()
    assert not clip.playback.has_audio
