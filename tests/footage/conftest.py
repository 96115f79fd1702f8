"""A recorder's folder that a test fills with footage of its own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from footage.cutting import FinishOptions, finish
from footage.recorders.folder import FolderRecorder
from footage.window import UtcWindow
from tests.footage.strip import EPOCH, Camera, read_pictures, write_segment

if TYPE_CHECKING:
    from pathlib import Path

    from footage.cutting import FinishedClip

LATER = EPOCH + timedelta(days=1)


def at(seconds: float) -> datetime:
    return EPOCH + timedelta(seconds=seconds)


def window(start: float, end: float) -> UtcWindow:
    return UtcWindow(at(start), at(end))


class Folder:
    """``cam1``'s segments under ``root``, and clips cut from them."""

    def __init__(self, root: Path) -> None:
        self.root = root / "recorder"
        self.out = root / "clips"
        self.now = LATER
        (self.root / "cam1").mkdir(parents=True)

    def path(self, start: float, seconds: float, suffix: str = ".mp4") -> Path:
        return self.root / "cam1" / f"{at(start):%Y%m%dT%H%M%SZ}_{seconds:g}{suffix}"

    def add(self, start: float, seconds: float, camera: Camera = Camera()) -> Path:  # noqa: B008
        return write_segment(self.path(start, seconds), at(start), seconds, camera)

    def recorder(self, **settings: object) -> FolderRecorder:
        return FolderRecorder(self.root, now=lambda: self.now, **settings)

    def fetch(self, start: float, end: float, **settings: object):
        return self.recorder(**settings).fetch("cam1", window(start, end), self.out)

    def cut(self, start: float, end: float, **options: object) -> FinishedClip:
        return finish(
            self.fetch(start, end), window(start, end), self.out, FinishOptions(**options)
        )


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture(scope="session")
def hour(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """Ten minutes in one-minute segments, never written to by a test."""
    folder = Folder(tmp_path_factory.mktemp("hour"))
    for minute in range(10):
        folder.add(minute * 60, 60)
    return folder


def assert_true_to_time(clip: FinishedClip, fps: int = 10) -> None:
    """Every picture of the playback copy is where the timeline says, and the moment's
    picture, as a player shows it, is within one picture of the moment."""
    shown = read_pictures(clip.playback.path, fps)
    frame = 1 / fps
    for picture in shown:
        told = clip.timeline.utc_at(picture.at + 1e-4)
        assert abs((told - picture.taken).total_seconds()) < 0.02, (picture, told)
    assert [p.taken for p in shown] == sorted(p.taken for p in shown)
    if clip.has_moment:
        at_marker = [p for p in shown if p.at <= clip.moment_offset + 1e-6][-1]
        assert abs((at_marker.taken - clip.moment).total_seconds()) <= frame + 1e-6
    if clip.is_complete:
        assert shown[0].taken <= clip.window.start
        assert shown[-1].taken >= clip.window.end - timedelta(seconds=0.25)
    assert clip.obtained.start == shown[0].taken
    assert abs(clip.playback.seconds - (shown[-1].at - shown[0].at + frame)) < 0.01


def assert_nothing_hidden(clip: FinishedClip, fps: int = 10) -> None:
    """Each tenth of a second of the window is either shown or stated as a gap."""
    taken = {
        round((p.taken - EPOCH).total_seconds() * fps)
        for p in read_pictures(clip.playback.path, fps)
    }
    first = round((clip.window.start - EPOCH).total_seconds() * fps) + 1
    last = round((clip.window.end - EPOCH).total_seconds() * fps) - 1
    for number in range(first, last):
        moment = at(number / fps)
        in_gap = any(gap.start - timedelta(seconds=0.11) <= moment <= gap.end for gap in clip.gaps)
        assert (number in taken) or in_gap, f"{moment} is neither shown nor told missing"
        if number in taken:
            told = any(gap.start < moment < gap.end - timedelta(seconds=0.11) for gap in clip.gaps)
            assert not told, f"{moment} is shown and told missing"
