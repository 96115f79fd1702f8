from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import av
import pytest

from lossprevention.simulator.footage import strip
from lossprevention.simulator.footage.on_demand import (
    ensure_segments,
    plan_segments,
    segment_path,
    with_clock_error,
)
from lossprevention.simulator.footage.segment import CameraView

START = datetime(2025, 11, 22, 19, 3, 30, tzinfo=UTC)
CAMERA = CameraView("101-register-1", "101", width=320, height=180, fps=2)
SECOND = timedelta(seconds=1)


def names(paths):
    return [path.name for path in paths]


def times(path):
    with av.open(str(path)) as container:
        return [
            strip.decode(frame.reformat(320, 180, "gray").to_ndarray())
            for frame in container.decode(video=0)
        ]


def test_a_window_is_covered_by_whole_minutes(tmp_path):
    paths = ensure_segments(tmp_path, CAMERA, START, START + 60 * SECOND)
    assert names(paths) == ["20251122T190300Z_60.mp4", "20251122T190400Z_60.mp4"]
    assert {path.parent for path in paths} == {tmp_path / "101-register-1"}
    both = times(paths[0]) + times(paths[1])
    assert both == [START - 30 * SECOND + index * SECOND / 2 for index in range(240)]


def test_asking_again_renders_nothing_and_changes_no_byte(tmp_path):
    first = ensure_segments(tmp_path, CAMERA, START, START + SECOND)
    before = [(path.stat().st_mtime_ns, path.read_bytes()) for path in first]
    rendered = []
    second = ensure_segments(tmp_path, CAMERA, START, START + SECOND, progress=rendered.append)
    assert second == first
    assert rendered == []
    assert [(path.stat().st_mtime_ns, path.read_bytes()) for path in second] == before


def test_several_askers_at_once_leave_whole_segments_and_no_leftovers(tmp_path):
    def ask(_):
        return ensure_segments(tmp_path, CAMERA, START, START + 40 * SECOND)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))
    assert all(answer == answers[0] for answer in answers)
    assert sorted((tmp_path / "101-register-1").iterdir()) == answers[0]
    assert all(len(times(path)) == 120 for path in answers[0])


def test_a_gap_leaves_shorter_segments_with_their_own_start(tmp_path):
    gap = (START - 10 * SECOND, START + 5 * SECOND)
    paths = ensure_segments(tmp_path, CAMERA, START, START + SECOND, gaps=[gap])
    assert names(paths) == ["20251122T190300Z_20.mp4", "20251122T190335Z_25.mp4"]
    assert times(paths[1])[0] == START + 5 * SECOND


def test_a_gap_takes_every_second_that_it_touches():
    half = timedelta(milliseconds=500)
    pieces = plan_segments(START, START + SECOND, 60, [(START + half, START + SECOND + half)])
    assert [length for _, length in pieces] == [30, 28]


def test_a_gap_over_a_whole_segment_leaves_none():
    wide = [(START - 300 * SECOND, START + 300 * SECOND)]
    assert plan_segments(START, START + 60 * SECOND, 60, wide) == []


def test_a_wrong_recorder_clock_shows_in_the_name_only(tmp_path):
    late = with_clock_error(CAMERA, timedelta(seconds=-75))
    [path] = ensure_segments(tmp_path, late, START, START + SECOND)
    assert path.name == "20251122T190145Z_60.mp4"
    assert times(path)[0] == START - 30 * SECOND


def test_what_is_still_being_recorded_is_left_out(tmp_path):
    paths = ensure_segments(
        tmp_path, CAMERA, START, START + 60 * SECOND, not_after=START + 45 * SECOND
    )
    assert names(paths) == ["20251122T190300Z_60.mp4"]


def test_a_broken_off_segment_of_a_killed_renderer_is_not_mistaken_for_footage(tmp_path):
    path = segment_path(tmp_path, CAMERA, START - 30 * SECOND, 60)
    path.parent.mkdir(parents=True)
    (path.parent / f".{path.stem}.abc.part").write_bytes(b"half")
    [made] = ensure_segments(tmp_path, CAMERA, START, START + SECOND)
    assert len(times(made)) == 120


def test_times_without_a_zone_are_refused():
    with pytest.raises(ValueError, match="zone"):
        plan_segments(START.replace(tzinfo=None), START)
