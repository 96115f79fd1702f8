from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossprevention.simulator.footage import strip

MOMENT = datetime(2025, 11, 22, 19, 3, 45, 500_000, tzinfo=UTC)


def grey_frame(width=640, height=360):
    return np.full((height, width), 120, dtype=np.uint8)


@given(st.integers(min_value=0, max_value=2**42 - 1))
def test_any_millisecond_survives_the_strip(milliseconds):
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    frame = grey_frame()
    strip.encode(frame, moment)
    assert strip.decode(frame) == moment


@pytest.mark.parametrize("size", [(320, 180), (426, 240), (1280, 720), (1920, 1080)])
def test_the_strip_is_drawn_to_the_frames_own_size(size):
    frame = grey_frame(*size)
    strip.encode(frame, MOMENT)
    assert strip.decode(frame) == MOMENT


def test_a_colour_frame_carries_the_same_time():
    frame = np.full((360, 640, 3), 90, dtype=np.uint8)
    strip.encode(frame, MOMENT)
    assert strip.decode(frame) == MOMENT


def test_a_time_in_another_zone_is_the_same_instant():
    frame = grey_frame()
    strip.encode(frame, MOMENT.astimezone(timezone(timedelta(hours=-5))))
    assert strip.decode(frame) == MOMENT


def test_only_the_bottom_of_the_frame_is_touched():
    frame = grey_frame()
    strip.encode(frame, MOMENT)
    assert (frame[: 360 - strip.strip_height(360)] == 120).all()


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        strip.encode(grey_frame(), MOMENT.replace(tzinfo=None))


@pytest.mark.parametrize("level", [0, 16, 120, 235, 255])
def test_a_frame_without_a_strip_is_refused(level):
    with pytest.raises(strip.StripError):
        strip.decode(np.full((360, 640), level, dtype=np.uint8))


@pytest.mark.parametrize("column", range(0, 32, 5))
@pytest.mark.parametrize("row", [0, 1])
def test_one_wrong_block_is_noticed(row, column):
    frame = grey_frame()
    strip.encode(frame, MOMENT)
    top, left = 360 - 16 + row * 8, column * 20
    block = frame[top : top + 8, left : left + 20]
    block[:] = 255 - block
    with pytest.raises(strip.StripError):
        strip.decode(frame)
