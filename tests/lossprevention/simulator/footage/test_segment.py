from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import av
import numpy as np
import pytest

from lossprevention.simulator.footage import strip
from lossprevention.simulator.footage.scene import SceneEvent
from lossprevention.simulator.footage.segment import (
    CameraView,
    RenderError,
    SegmentPainter,
    render_segment,
)

START = datetime(2025, 11, 22, 19, 3, tzinfo=UTC)
EVENTS = [SceneEvent(START + timedelta(seconds=6), "sale")]


def view(**changes):
    return CameraView("101-register-1", "101 Main Street", ZoneInfo("America/New_York"), **changes)


def render(path, camera, seconds=10.0):
    render_segment(SegmentPainter(camera), path, START, seconds, EVENTS)
    return path


def frames(path, width=640, height=360):
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield frame, frame.reformat(width, height, "gray").to_ndarray()


@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_every_frame_tells_its_exact_time_at_full_and_half_size(tmp_path, codec):
    path = render(tmp_path / "segment.mp4", view(codec=codec))
    expected = [START + timedelta(milliseconds=100 * index) for index in range(100)]
    assert [strip.decode(grey) for _, grey in frames(path)] == expected
    assert [strip.decode(grey) for _, grey in frames(path, 320, 180)] == expected


@pytest.mark.parametrize(("codec", "name"), [("h264", "h264"), ("h265", "hevc")])
def test_the_segment_has_the_asked_codec_rate_and_key_frames(tmp_path, codec, name):
    path = render(tmp_path / "segment.mp4", view(codec=codec, gop_seconds=1))
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.size]
        assert stream.codec_context.name == name
        assert stream.average_rate == 10
        assert not container.streams.audio
        keys = [index for index, packet in enumerate(packets) if packet.is_keyframe]
        assert keys == list(range(0, 100, 10))
        assert all(packet.pts == packet.dts for packet in packets)


def test_sound_is_there_only_when_asked_for(tmp_path):
    with av.open(str(render(tmp_path / "loud.mp4", view(audio=True), 2))) as container:
        assert len(container.streams.audio) == 1


def test_a_recorder_with_a_wrong_clock_still_shows_true_time_in_the_strip(tmp_path):
    wrong = view(clock_error=timedelta(seconds=90))
    path = render(tmp_path / "segment.mp4", wrong, 1)
    assert strip.decode(next(frames(path))[1]) == START
    with av.open(str(path)) as container:
        assert container.metadata["creation_time"].startswith("2025-11-22T19:04:30")


def test_another_size_and_rate_decode_as_well(tmp_path):
    path = render(tmp_path / "big.mp4", view(width=1280, height=720, fps=5), 2)
    times = [strip.decode(grey) for _, grey in frames(path, 1280, 720)]
    assert times == [START + timedelta(milliseconds=200 * index) for index in range(10)]


def test_the_drawn_clock_changes_with_every_frame_and_the_scene_when_somebody_comes():
    pictures = [frame.luma.copy() for frame in SegmentPainter(view()).frames(START, 8, EVENTS)]
    clock = [picture[:26, 400:] for picture in pictures]
    assert all((a != b).any() for a, b in pairwise(clock))
    drawer = (slice(300, 340), slice(380, 488))
    assert (pictures[0][drawer] != pictures[70][drawer]).any()


def test_a_painter_draws_the_same_frame_whatever_it_drew_before():
    used, fresh = SegmentPainter(view()), SegmentPainter(view())
    for _ in used.frames(START, 8, EVENTS):
        pass
    again = [frame.buffer.copy() for frame in used.frames(START, 1, EVENTS)]
    first = [frame.buffer.copy() for frame in fresh.frames(START, 1, EVENTS)]
    assert all(np.array_equal(a, b) for a, b in zip(again, first, strict=True))


def test_a_start_without_zone_is_refused(tmp_path):
    with pytest.raises(ValueError, match="time zone"):
        render_segment(
            SegmentPainter(view()), tmp_path / "x.mp4", START.replace(tzinfo=None), 1, ()
        )


def test_a_folder_that_is_not_there_is_reported_with_what_the_encoder_said(tmp_path):
    with pytest.raises(RenderError, match="No such file"):
        render(tmp_path / "missing" / "x.mp4", view(), 1)
