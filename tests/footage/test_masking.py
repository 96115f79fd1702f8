"""Masked copies: covered is covered, every picture is there, and the time is the right one."""

from __future__ import annotations

import itertools
import math
import subprocess
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import av
import imageio_ffmpeg
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from footage.cutting.timeline import TimelineSpan
from footage.errors import FootageError
from footage.masking import (
    MOST_MASKS,
    Caption,
    Mask,
    MaskError,
    _moments,
    copy_arguments,
    make_masked_copy,
)

NEW_YORK = ZoneInfo("America/New_York")
START = datetime(2026, 3, 1, 19, 3, 5, 700_000, tzinfo=UTC)
CAPTION = Caption(NEW_YORK, 1500, "101 Register 1", "ab" * 32)


@pytest.fixture(scope="module")
def white(tmp_path_factory):
    """Three seconds of white, 160 x 120, ten pictures a second."""
    path = tmp_path_factory.mktemp("video") / "white.mp4"
    made = ["-f", "lavfi", "-i", "color=white:size=160x120:rate=10:duration=3"]
    coded = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(path)]
    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-v", "error", *made, *coded], check=True)
    return path


def pictures(path):
    with av.open(str(path)) as video:
        return [(frame.time, frame.to_ndarray(format="gray")) for frame in video.decode(video=0)]


def test_rectangles_are_black_all_along_and_the_rest_is_untouched(white, tmp_path):
    target = tmp_path / "copy.mp4"
    masks = [Mask.of((0.25, 0.25, 0.25, 0.25)), Mask.of((0.9, 0.0, 0.5, 0.1))]
    spans = [TimelineSpan(0.0, START, 3.0)]
    told = []
    make_masked_copy(
        white, target, spans=spans, masks=masks, caption=CAPTION, on_progress=told.append
    )
    found = pictures(target)
    assert len(found) == 30
    assert [round(at, 3) for at, _ in found] == [n / 10 for n in range(30)]
    for _at, picture in found:
        assert picture.shape == (144, 160), "the band is added below"
        assert picture[34:56, 44:76].max() < 40
        assert picture[0:10, 148:160].max() < 40
        assert picture[70:118, 4:156].min() > 200
    assert told and told[-1] == pytest.approx(1.0, abs=0.1)


def test_the_band_changes_when_the_second_does_and_at_a_gap(white, tmp_path):
    """0.3 s to the next full second; at 1.5 s of the file a minute is missing."""
    target = tmp_path / "copy.mp4"
    spans = [
        TimelineSpan(0.0, START, 1.5),
        TimelineSpan(1.5, START + timedelta(seconds=61.5), 1.5),
    ]
    make_masked_copy(white, target, spans=spans, masks=[], caption=CAPTION)
    bands = [(at, picture[120:, :].astype(int)) for at, picture in pictures(target)]
    changes = [
        round(later[0], 1)
        for earlier, later in itertools.pairwise(bands)
        if abs(earlier[1] - later[1]).max() > 60
    ]
    assert changes == [0.3, 1.3, 1.5, 2.3]


def test_the_file_names_its_original(white, tmp_path):
    target = tmp_path / "copy.mp4"
    make_masked_copy(
        white, target, spans=[TimelineSpan(0.0, START, 3.0)], masks=[], caption=CAPTION
    )
    with av.open(str(target)) as video:
        assert "ab" * 32 in video.metadata["comment"]
        assert not video.streams.audio


def test_what_is_no_video_is_refused(tmp_path):
    path = tmp_path / "x.mp4"
    path.write_bytes(b"no video")
    with pytest.raises(FootageError):
        make_masked_copy(
            path,
            tmp_path / "y.mp4",
            spans=[TimelineSpan(0.0, START, 3.0)],
            masks=[],
            caption=CAPTION,
        )


def test_the_words_are_those_of_the_stores_zone_and_its_doubt():
    line = CAPTION.line(datetime(2026, 3, 8, 7, 0, 0, tzinfo=UTC))
    assert line == "2026-03-08 03:00:00 EDT (+-1.5 s)   101 Register 1   original abababababababab"
    unknown = Caption(NEW_YORK, 1500, "", "ab" * 32, unknown="time not known")
    assert unknown.line(START) == "time not known   original abababababababab"


@example([1.00001, 1.0], 0.0)
@example([1.0005, 1.0], 0.0)
@given(st.lists(st.floats(0.05, 9), min_size=1, max_size=5), st.floats(0, 0.999))
def test_every_second_of_the_file_is_told_once_and_rightly(lengths, fraction):
    start, at, spans = START.replace(microsecond=0) + timedelta(seconds=fraction), 0.0, []
    for length in lengths:
        spans.append(TimelineSpan(at, start, length))
        at, start = at + length, start + timedelta(seconds=length + 30)
    told, second = list(_moments(spans, at)), 0.0
    for moment, lasts in told:
        # What lasts less than a tenth of a millisecond is not told: around an edge both are right.
        begun = [each for each in spans if each.at <= second + 1e-3]
        ends = [each.at for each in begun[1:]] + [at]
        real = [
            each.start + timedelta(seconds=second - each.at)
            for each, end in zip(begun, ends, strict=True)
            if second <= end + 1e-3
        ]
        assert min(abs((each - moment).total_seconds()) for each in real) < 1e-3
        assert lasts <= 1.0
        second += lasts
    assert second == pytest.approx(at, abs=1e-3)


@given(
    st.floats(-1, 2),
    st.floats(-1, 2),
    st.floats(-1, 2),
    st.floats(-1, 2),
    st.integers(2, 4000),
    st.integers(2, 4000),
)
def test_whatever_rectangle_covers_at_least_what_was_drawn(left, top, width, height, w, h):
    try:
        mask = Mask.of((left, top, width, height))
    except MaskError:
        return
    x, y, across, down = mask.pixels(w, h)
    assert 0 <= x < w and 0 <= y < h and across > 0 and down > 0
    assert x + across <= w and y + down <= h
    assert x <= max(left, 0) * w + 1e-6
    assert x + across >= min(left + width, 1) * w - 1e-6


@pytest.mark.parametrize(
    "numbers",
    [(), (0.1, 0.1, 0.1), (math.nan, 0, 1, 1), (0, 0, math.inf, 1), (0, 0, 0, 1), (2, 2, 1, 1)],
)
def test_what_is_no_rectangle_is_refused(numbers):
    with pytest.raises(MaskError):
        Mask.of(numbers)


def test_a_polygon_is_covered_whole():
    mask = Mask.around([[0.2, 0.3], [0.6, 0.1], [0.4, 0.8]])
    assert (mask.left, mask.top) == (0.2, 0.1)
    assert mask.left + mask.width == pytest.approx(0.6)
    with pytest.raises(MaskError):
        Mask.around([[0.2, 0.3], [0.6, 0.1]])


def test_nothing_that_people_type_reaches_the_program(tmp_path):
    """Words are drawn into pictures; ffmpeg hears numbers and our own paths."""
    evil = Caption(NEW_YORK, 0, "a:b'c,d[e];f\\g %{pts} -y", "ab" * 32)
    arguments = copy_arguments(
        tmp_path / "a",
        tmp_path / "w",
        tmp_path / "b",
        size=(100, 100),
        band=24,
        masks=[Mask.of((0, 0, 1, 1))] * 50,
        caption=evil,
    )
    assert not any("pts" in each or "a:b" in each for each in arguments)
    assert sum(each.count("drawbox") for each in arguments) == MOST_MASKS
