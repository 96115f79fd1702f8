"""A folder as a recorder: what it finds, what it refuses, what it waits for."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from footage.errors import (
    NoFootageError,
    NoPermissionError,
    NotYetRecordedError,
    OverwrittenError,
    UnreachableError,
    UnsupportedError,
)
from footage.recorders import open_recorder
from footage.recorders.base import Grants
from footage.recorders.folder import FolderRecorder
from footage.recorders.names import NameTemplate
from tests.footage.conftest import at, window
from tests.footage.strip import Camera, write_segment

TINY = Camera(width=64, height=32)


def touch(path, when):
    os.utime(path, (when.timestamp(), when.timestamp()))


def test_files_are_used_where_they_lie(folder):
    path = folder.add(0, 30, TINY)
    before = path.stat()
    raw = folder.fetch(5, 25)

    assert [file.path for file in raw.files] == [path]
    assert raw.files[0].start == at(0)
    assert raw.files[0].seconds == pytest.approx(30)
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert not folder.out.exists()


def test_only_the_camera_asked_for_is_used(folder):
    folder.add(0, 30, TINY)
    write_segment(folder.root / "cam10" / folder.path(0, 30).name, at(0), 30, TINY)

    assert [channel.id for channel in folder.recorder().channels()] == ["cam1", "cam10"]
    assert [file.path.parent.name for file in folder.fetch(5, 25).files] == ["cam1"]


@pytest.mark.parametrize("camera", ["../cam1", "cam1/../cam1", "/etc", "", "cam?", ".*"])
def test_a_camera_name_is_compared_and_never_walked(folder, camera):
    folder.add(0, 30, TINY)
    with pytest.raises(NoFootageError) as missing:
        folder.recorder().fetch(camera, window(5, 25), folder.out)
    assert missing.value.code == "no_footage_at_all"


@pytest.mark.parametrize(
    "name", [".{}", "~{}", "{}.tmp", "{}.part", "{}.partial", "{}.crdownload", "{}~"]
)
def test_temporary_names_are_not_footage(folder, name):
    path = folder.add(0, 30, TINY)
    path.rename(path.with_name(name.format(path.name)))
    with pytest.raises(NoFootageError):
        folder.fetch(5, 25)


def test_coverage_tells_segments_gaps_oldest_and_newest(folder):
    folder.add(0, 30, TINY)
    folder.add(60, 30, TINY)
    folder.add(300, 30, TINY)
    coverage = folder.recorder().coverage("cam1", window(10, 80))

    assert [(s.start, s.end) for s in coverage.segments] == [(at(0), at(30)), (at(60), at(90))]
    assert coverage.segments[0].reference == f"cam1/{folder.path(0, 30).name}"
    assert [(g.start, g.end, g.reason) for g in coverage.gaps] == [(at(30), at(60), "not_recorded")]
    assert (coverage.oldest, coverage.newest) == (at(0), at(330))


def test_coverage_of_an_unknown_camera_is_empty_and_known(folder):
    coverage = folder.recorder().coverage("cam9", window(10, 80))
    assert coverage.segments == ()
    assert coverage.oldest is None
    assert coverage.is_known


def test_footage_older_than_the_oldest_is_overwritten(folder):
    folder.add(1000, 30, TINY)
    with pytest.raises(OverwrittenError) as gone:
        folder.fetch(100, 280)
    assert gone.value.oldest == at(1000)
    assert not gone.value.retries


def test_a_hole_between_recordings_names_the_nearest_footage(folder):
    folder.add(0, 30, TINY)
    folder.add(1000, 30, TINY)
    with pytest.raises(NoFootageError) as missing:
        folder.fetch(100, 280)
    assert missing.value.nearest == at(30)


def test_the_window_may_not_be_written_yet(folder):
    folder.add(0, 60, TINY)
    folder.now = at(140)
    with pytest.raises(NotYetRecordedError) as early:
        folder.fetch(-20, 130)
    assert early.value.retries
    assert early.value.retry_at > folder.now


def test_patience_ends_and_the_part_there_is_is_given(folder):
    folder.add(0, 60, TINY)
    folder.now = at(130) + timedelta(minutes=11)
    raw = folder.fetch(10, 130)

    assert [(g.start, g.end, g.reason) for g in raw.gaps] == [(at(60), at(130), "not_recorded")]


def test_a_growing_file_is_not_touched_until_it_lies_still(folder):
    path = folder.add(0, 60, TINY)
    path.write_bytes(path.read_bytes()[:-2000])
    touch(path, at(70))
    folder.now = at(75)
    with pytest.raises(NotYetRecordedError):
        folder.fetch(10, 50)

    folder.now = at(75) + timedelta(seconds=10)
    assert folder.fetch(10, 50).files[0].path == path


def test_a_growing_file_beside_good_ones_is_a_gap_once_patience_ends(folder):
    folder.add(0, 60, TINY)
    growing = folder.add(60, 60, TINY)
    growing.write_bytes(growing.read_bytes()[:-2000])
    folder.now = at(4000)
    touch(growing, folder.now - timedelta(seconds=2))
    raw = folder.fetch(10, 100)

    assert [gap.reason for gap in raw.gaps] == ["still_recording"]


def test_a_fresh_file_that_is_provably_whole_is_used_at_once(folder):
    path = folder.add(0, 60, TINY)
    touch(path, at(61))
    folder.now = at(62)
    assert folder.fetch(10, 50).files[0].path == path


def test_modification_time_never_says_when_footage_was_recorded(folder):
    path = folder.add(0, 60, TINY)
    touch(path, at(86_000))
    assert folder.fetch(10, 50).files[0].start == at(0)
    touch(path, folder.now + timedelta(days=300))
    assert folder.fetch(10, 50).files[0].start == at(0)


def test_a_missing_folder_is_unreachable(tmp_path):
    with pytest.raises(UnreachableError) as away:
        FolderRecorder(tmp_path / "gone").fetch("cam1", window(0, 10), tmp_path)
    assert away.value.retries
    assert str(tmp_path) not in str(away.value)


def test_a_link_that_leaves_the_folder_is_not_followed(folder, tmp_path):
    outside = write_segment(tmp_path / "elsewhere" / "private.mp4", at(0), 30, TINY)
    folder.path(0, 30).symlink_to(outside)
    with pytest.raises(NoFootageError):
        folder.fetch(5, 25)


def test_a_linked_camera_folder_that_leaves_the_folder_is_not_followed(folder, tmp_path):
    write_segment(tmp_path / "elsewhere" / folder.path(0, 30).name, at(0), 30, TINY)
    (folder.root / "cam2").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NoFootageError):
        folder.recorder().fetch("cam2", window(5, 25), folder.out)


def test_names_without_a_length_are_bounded_by_the_next_file(tmp_path):
    for start in (0, 20, 40):
        name = f"{at(start):%Y%m%d_%H%M%S}.mp4"
        write_segment(tmp_path / "cam1" / name, at(start), 20, TINY)
    recorder = FolderRecorder(
        tmp_path, NameTemplate("{camera}/{start:%Y%m%d_%H%M%S}.mp4"), now=lambda: at(9000)
    )
    raw = recorder.fetch("cam1", window(25, 35), tmp_path)
    assert raw.files[0].start == at(20)
    assert raw.gaps == ()


def settings_for(path, **more):
    return {"path": str(path), **more}


def test_a_folder_outside_the_granted_roots_is_refused(tmp_path):
    (tmp_path / "granted" / "store").mkdir(parents=True)
    (tmp_path / "granted-not").mkdir()
    grants = Grants(folder_roots=(tmp_path / "granted",))

    opened = open_recorder("folder", settings_for(tmp_path / "granted" / "store"), grants)
    assert opened.name == "folder"
    for outside in ("granted-not", ".", "granted/../granted-not"):
        with pytest.raises(NoPermissionError):
            open_recorder("folder", settings_for(tmp_path / outside), grants)
    with pytest.raises(NoPermissionError):
        open_recorder("folder", settings_for("/"), Grants())


def test_a_link_out_of_the_granted_root_is_refused(tmp_path):
    (tmp_path / "granted").mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "granted" / "door").symlink_to(tmp_path / "secret")
    with pytest.raises(NoPermissionError):
        open_recorder(
            "folder",
            settings_for(tmp_path / "granted" / "door"),
            Grants(folder_roots=(tmp_path / "granted",)),
        )


@pytest.mark.parametrize(
    "more",
    [
        {"nonsense": "1"},
        {"time_base": "local"},
        {"time_base": "sidereal", "zone": "UTC"},
        {"time_base": "local", "zone": "Mars/Olympus"},
        {"time_base": "local", "zone": "../../etc/passwd"},
        {"template": "../{start:%Y%m%d%H}.mp4"},
    ],
)
def test_wrong_settings_are_refused_by_name(tmp_path, more):
    with pytest.raises(UnsupportedError):
        open_recorder("folder", settings_for(tmp_path, **more), Grants.everything())


def test_an_unknown_kind_of_recorder_is_refused(tmp_path):
    with pytest.raises(UnsupportedError):
        open_recorder("floppy", settings_for(tmp_path), Grants.everything())


def test_a_folder_has_no_clock_to_read(tmp_path):
    with pytest.raises(UnsupportedError):
        FolderRecorder(tmp_path).clock()


def test_probe_says_which_cameras_it_sees(folder):
    folder.add(0, 10, TINY)
    assert folder.recorder().probe().confidence == 1.0
    assert folder.recorder().probe().evidence == ("camera cam1",)


def test_of_a_month_of_files_only_those_near_the_window_are_read(folder):
    days = 40
    for day in range(days):
        path = folder.path((day - 20) * 86_400, 60)
        path.touch()
    folder.add(100_000, 60, TINY)
    folder.now = at(40 * 86_400)
    coverage = folder.recorder().coverage("cam1", window(100_010, 100_050))

    assert coverage.gaps == ()
    assert coverage.oldest == at(-20 * 86_400)
    assert coverage.newest == at(19 * 86_400 + 60)


@pytest.mark.parametrize(("asked", "nearest"), [(50_000, 60), (1_000_000, 2_000_000)])
def test_the_nearest_footage_is_found_however_far_it_is(folder, asked, nearest):
    for start in (-5_000_000, 0, 2_000_000, 9_000_000):
        folder.add(start, 60, TINY)
    folder.now = at(40_000_000)
    with pytest.raises(NoFootageError) as missing:
        folder.fetch(asked, asked + 180)
    assert missing.value.nearest == at(nearest)
