"""What finishing leaves on the disk, says on the way, and does when it is stopped."""

from __future__ import annotations

import errno
import hashlib
import json
import threading
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from PIL import Image

from footage.cutting import FinishOptions, finish
from footage.cutting.manifest import manifest_of
from footage.errors import CutCancelledError, StorageFullError, UnsupportedError
from tests.footage.conftest import assert_true_to_time, at, window
from tests.footage.strip import BITS, BLOCK, EPOCH, Camera, write_segment


def finished(hour, out, start=100.0, end=160.0, **options):
    asked = window(start, end)
    return finish(hour.recorder().fetch("cam1", asked, out), asked, out, FinishOptions(**options))


def number_in(image: Image.Image) -> int:
    luma = np.asarray(image.convert("L"))
    row = luma[: luma.shape[0] // 4].mean(axis=0)
    middles = [(bit + 0.5) * BLOCK / 192 * len(row) for bit in range(BITS)]
    return sum(1 << bit for bit, middle in enumerate(middles) if row[int(middle)] > 126)


@pytest.mark.parametrize("marker", [100.0, 119.95, 120.0, 133.33, 159.99])
def test_the_thumbnail_is_the_picture_of_the_moment(hour, tmp_path, marker):
    clip = finished(hour, tmp_path, moment=at(marker))
    taken = EPOCH + timedelta(seconds=number_in(Image.open(clip.thumbnail)) / 10)
    assert timedelta(0) <= at(marker) - taken < timedelta(seconds=0.1001)


def test_the_sheet_shows_six_stills_with_their_times(hour, tmp_path):
    clip = finished(hour, tmp_path, label_zone=ZoneInfo("America/New_York"))
    sheet = Image.open(clip.contact_sheet)

    assert sheet.format == "JPEG"
    assert len(clip.sheet_times) == 6
    assert list(clip.sheet_times) == sorted(clip.sheet_times)
    tile_width, tile_height = sheet.width // 3, sheet.height // 2
    for place, time in enumerate(clip.sheet_times):
        row, column = divmod(place, 3)
        left, top = column * tile_width, row * tile_height
        tile = sheet.crop((left, top, left + tile_width, top + tile_height - 18))
        assert abs(EPOCH + timedelta(seconds=number_in(tile) / 10) - time) < timedelta(seconds=0.05)


def test_the_hash_is_of_the_file_as_it_lies_there(hour, tmp_path):
    clip = finished(hour, tmp_path)
    assert clip.playback.sha256 == hashlib.sha256(clip.playback.path.read_bytes()).hexdigest()
    assert all(path.exists() for path in clip.paths)


def test_the_same_order_makes_the_same_bytes(hour, tmp_path):
    first = finished(hour, tmp_path / "a")
    second = finished(hour, tmp_path / "b")
    assert first.playback.sha256 == second.playback.sha256


def test_nothing_of_the_recorder_is_changed(hour, tmp_path):
    before = {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in hour.root.rglob("*")}
    finished(hour, tmp_path)
    assert before == {p: (p.stat().st_mtime_ns, p.stat().st_size) for p in hour.root.rglob("*")}


def test_progress_ends_at_done_and_never_falls(hour, tmp_path):
    asked = window(100, 160)
    heard: list[tuple[str, float]] = []
    raw = hour.recorder().fetch("cam1", asked, tmp_path)
    finish(raw, asked, tmp_path, progress=lambda step, fraction: heard.append((step, fraction)))
    assert heard[-1] == ("done", 1.0)
    copied = [fraction for step, fraction in heard if step == "copy"]
    assert copied == sorted(copied)
    assert all(0 <= fraction <= 1 for _, fraction in heard)


@pytest.mark.parametrize("max_lead", [10.0, 0.0])
def test_a_cancelled_clip_leaves_nothing_behind(hour, tmp_path, max_lead):
    asked = window(101, 160)
    calls = iter(range(10**6))
    raw = hour.recorder().fetch("cam1", asked, tmp_path)
    with pytest.raises(CutCancelledError):
        finish(
            raw,
            asked,
            tmp_path,
            FinishOptions(max_lead_seconds=max_lead),
            cancelled=lambda: next(calls) >= (2 if max_lead else 6),
        )
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_as_that_and_leaves_nothing(hour, tmp_path, monkeypatch):
    def full(_path):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("footage.cutting.inspect.make_durable", full)
    with pytest.raises(StorageFullError) as refused:
        finished(hour, tmp_path)
    assert refused.value.retries
    assert list(tmp_path.iterdir()) == []


def test_two_clips_at_once_do_not_meet(hour, tmp_path):
    clips = {}

    def cut(start: float) -> None:
        clips[start] = finished(hour, tmp_path, start, start + 20, name=f"clip{start:g}")

    threads = [threading.Thread(target=cut, args=(start,)) for start in (30.0, 200.0)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for clip in clips.values():
        assert_true_to_time(clip)


def test_a_clip_never_replaces_the_footage_it_is_made_from(folder):
    path = folder.add(0, 30)
    before = path.read_bytes()
    with pytest.raises(UnsupportedError):
        finish(folder.fetch(5, 25), window(5, 25), path.parent, FinishOptions(name=path.stem))
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["", ".hidden", "../up", "a/b", "a\\b", "a\0b"])
def test_a_name_that_is_no_file_name_is_refused(name):
    with pytest.raises(ValueError, match="not the name"):
        FinishOptions(name=name)


def test_the_manifest_is_plain_json(folder):
    folder.add(0, 30)
    folder.add(60, 30)
    manifest = json.loads(json.dumps(manifest_of(folder.cut(10, 80, moment=at(45)))))

    assert manifest["complete"] is False
    assert manifest["gaps"][0]["text"] == "Nothing was recorded."
    assert manifest["moment"]["recorded"] is False
    assert manifest["playback"]["file"] == "clip.mp4"
    assert [span["start"] for span in manifest["timeline"]] == [
        "2026-11-23T12:00:10.000+00:00",
        "2026-11-23T12:01:00.000+00:00",
    ]


def test_few_pictures_are_told(folder):
    """A camera that drops two of three pictures for most of the time."""
    import av

    whole = write_segment(folder.root / "whole.mp4", at(0), 60, Camera(gop=1))
    with av.open(str(whole)) as source, av.open(str(folder.path(0, 60)), "w") as output:
        stream = output.add_stream_from_template(source.streams.video[0])
        packets = [p for p in source.demux(source.streams.video[0]) if p.size]
        for number, packet in enumerate(packets):
            if number < 320 or number % 4 == 0:
                packet.stream = stream
                output.mux(packet)
    whole.unlink()
    clip = folder.cut(1, 59)
    assert "frames_missing" in [note.code for note in clip.notes]
    assert_true_to_time(clip)
