"""A register's clock found again from what moves in front of it, or honestly not found."""

from __future__ import annotations

import av
import numpy as np
import pytest

from footage.lineup import FEWEST, LineUp, NoLineUp, centred, line_up
from footage.motion import Curve, motion_curve, zone_mask

RATE = 4.0


def clip(random, *, offset, hit=0.7, busy=0.15, seconds=180.0, event=60.0):
    """A clip's motion: noise, scanning now and then, and in most clips hands at the drawer
    ``offset`` seconds after the register says so."""
    at = np.arange(0, seconds, 1 / RATE)
    energy = random.gamma(2.0, 0.3, len(at))
    for start in at[random.random(len(at)) < busy / RATE]:
        energy += 2.5 * np.exp(-(((at - start) / 1.2) ** 2))
    if random.random() < hit:
        energy += 4 * np.exp(-(((at - event - offset - random.normal(0, 0.6)) / 0.8) ** 2))
    return Curve(at, energy)


def profiles(random, count, **options):
    made = (centred(clip(random, **options), 60.0) for _ in range(count))
    return [profile for profile in made if profile is not None]


def test_a_set_offset_is_found_within_its_own_interval_in_most_trials():
    random = np.random.default_rng(11)
    right = wrong = 0
    for trial in range(40):
        offset = float(random.uniform(-40, 40))
        found = line_up(profiles(random, 120, offset=offset), seed=trial)
        if isinstance(found, LineUp):
            inside = abs(found.offset - offset) <= found.error + 0.25
            right, wrong = right + inside, wrong + (not inside)
            assert abs(found.offset - offset) < 2.0
    assert right + wrong >= 38, "almost every trial finds something"
    assert right / (right + wrong) >= 0.95


def test_where_nothing_moves_with_the_events_nothing_is_claimed():
    random = np.random.default_rng(12)
    claimed = [
        isinstance(line_up(profiles(random, 120, offset=0, hit=0.0), seed=n), LineUp)
        for n in range(30)
    ]
    assert sum(claimed) <= 1


def test_a_handful_of_clips_is_not_enough():
    random = np.random.default_rng(13)
    found = line_up(profiles(random, FEWEST - 1, offset=3.0))
    assert found == NoLineUp("too_few", FEWEST - 1)


def test_a_few_clips_of_another_register_do_not_move_it():
    random = np.random.default_rng(14)
    mixed = profiles(random, 100, offset=7.0) + profiles(random, 25, offset=-20.0)
    found = line_up(mixed)
    assert isinstance(found, LineUp)
    assert abs(found.offset - 7.0) < 1.0


@pytest.mark.parametrize(
    "curve",
    [
        Curve(np.array([]), np.array([])),
        Curve(np.arange(0, 180, 0.25), np.zeros(720)),
        Curve(np.arange(0, 20, 0.25), np.ones(80)),
    ],
    ids=["empty", "still", "short"],
)
def test_a_clip_that_tells_nothing_is_left_out(curve):
    assert centred(curve, 60.0) is None


def write_drawer(path, *, opens_at, fps=5, seconds=12):
    """A grey picture in which, at one second, something bright moves through the right half."""
    with av.open(str(path), "w", format="mp4") as output:
        stream = output.add_stream("libx264", rate=fps)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for number in range(fps * seconds):
            picture = np.full((96, 160, 3), 90, dtype=np.uint8)
            picture[:, :20] = 60 + 40 * (number % 2)  # a fan that turns all the time
            moved = number / fps - opens_at
            if 0 <= moved < 1.0:
                left = 100 + int(moved * 40)
                picture[40:70, left : left + 15] = 240
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(stream.encode(None))


def test_motion_is_seen_in_the_zone_alone(tmp_path):
    write_drawer(tmp_path / "clip.mp4", opens_at=6.0)
    drawer = [[(0.55, 0.3), (1.0, 0.3), (1.0, 0.9), (0.55, 0.9)]]
    curve = motion_curve(tmp_path / "clip.mp4", drawer)
    assert 5.8 <= curve.at[int(curve.energy.argmax())] <= 7.2
    quiet = curve.energy[(curve.at < 5.5) | (curve.at > 7.5)]
    assert quiet.max() < curve.energy.max() / 5
    part = motion_curve(tmp_path / "clip.mp4", drawer, start=2.0, end=4.0)
    assert part.at[0] >= 2.0
    assert part.at[-1] <= 4.0


def test_a_zone_without_area_is_the_whole_picture():
    assert zone_mask([[(0.5, 0.5), (0.5, 0.5), (0.5, 0.5)]], 4, 4).any()
    assert zone_mask([], 4, 4).all()
