"""File names in a store's own time, on the nights the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import av
import pytest

from footage.cutting import finish
from footage.recorders.folder import FolderRecorder
from footage.recorders.names import NameTemplate
from footage.window import UtcWindow
from tests.footage.strip import Camera, write_segment

NEW_YORK = ZoneInfo("America/New_York")
TEMPLATE = "{camera}/{start:%Y%m%d_%H%M%S}.mp4"
FIRST = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # 01:30 summer time
SECOND = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 01:30 winter time
TINY = Camera(width=64, height=32)


def recorder(root):
    template = NameTemplate(TEMPLATE, NEW_YORK)
    return FolderRecorder(root, template, now=lambda: SECOND + timedelta(days=2))


def add(root, start, created=None):
    name = f"{start.astimezone(NEW_YORK):%Y%m%d_%H%M%S}.mp4"
    path = write_segment(root / "cam1" / name, datetime(2026, 11, 23, 12, tzinfo=UTC), 60, TINY)
    if created:
        tagged = path.with_suffix(".tagged")
        with av.open(str(path)) as source, av.open(str(tagged), "w", format="mp4") as output:
            output.metadata["creation_time"] = created.isoformat()
            stream = output.add_stream_from_template(source.streams.video[0])
            for packet in source.demux(source.streams.video[0]):
                if packet.size:
                    packet.stream = stream
                    output.mux(packet)
        tagged.replace(path)
    return path


def minute(start):
    return UtcWindow(start + timedelta(seconds=10), start + timedelta(seconds=50))


def test_an_ordinary_local_name_is_the_right_instant(tmp_path):
    start = datetime(2026, 7, 1, 16, 0, tzinfo=UTC)
    add(tmp_path, start)
    raw = recorder(tmp_path).fetch("cam1", minute(start), tmp_path)
    assert raw.files[0].start == start
    assert raw.notes == ()


def test_in_the_hour_that_occurs_twice_the_doubt_is_told(tmp_path):
    add(tmp_path, FIRST)
    raw = recorder(tmp_path).fetch("cam1", minute(FIRST), tmp_path)
    assert raw.notes == ("time_ambiguous",)
    clip = finish(raw, minute(FIRST), tmp_path / "out")
    assert "time_ambiguous" in [note.code for note in clip.notes]


@pytest.mark.parametrize("truth", [FIRST, SECOND])
def test_the_files_own_metadata_settles_the_doubt(tmp_path, truth):
    add(tmp_path, truth, created=truth + timedelta(seconds=61))
    raw = recorder(tmp_path).fetch("cam1", minute(truth), tmp_path)
    assert raw.files[0].start == truth
    assert raw.notes == ()


def test_metadata_that_fits_neither_reading_settles_nothing(tmp_path):
    add(tmp_path, FIRST, created=datetime(2026, 11, 1, 1, 30, tzinfo=UTC))
    raw = recorder(tmp_path).fetch("cam1", minute(FIRST), tmp_path)
    assert raw.notes == ("time_ambiguous",)


def test_in_doubt_a_file_of_the_doubled_hour_is_shown_for_either_hour(tmp_path):
    """Its name fits both; a window of the second hour is not told that there is nothing."""
    add(tmp_path, FIRST)
    for start in (FIRST, SECOND):
        raw = recorder(tmp_path).fetch("cam1", minute(start), tmp_path)
        assert [file.start for file in raw.files] == [start]
        assert raw.notes == ("time_ambiguous",)
