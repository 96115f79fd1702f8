"""A video dropped in by hand."""

from __future__ import annotations

import hashlib

import av
import pytest

from footage.cutting import FinishOptions, UploadLimits, accept_upload, finish, upload_as_raw
from footage.errors import UnreadableVideoError, UploadRefusedError
from footage.opening import open_video
from tests.footage.conftest import assert_true_to_time, at, window
from tests.footage.strip import Camera, write_segment, write_sound


def upload(path, camera=Camera(), seconds=20):  # noqa: B008
    return write_segment(path, at(0), seconds, camera)


def test_an_upload_is_kept_bit_for_bit_and_played(tmp_path):
    path = upload(tmp_path / "Exported clip (1).mp4")
    before = path.read_bytes()
    clip = accept_upload(path, tmp_path / "out", start=at(0))

    assert clip.original.path == path
    assert path.read_bytes() == before
    assert clip.original.sha256 == hashlib.sha256(before).hexdigest()
    assert clip.is_time_known
    assert clip.is_complete
    assert_true_to_time(clip)


def test_an_upload_of_unknown_date_tells_only_distances(tmp_path):
    clip = accept_upload(upload(tmp_path / "a.mp4"), tmp_path / "out")
    assert not clip.is_time_known
    assert clip.moment_offset == 0
    assert clip.playback.seconds == pytest.approx(20)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".ts", ".avi", ".mov"])
def test_containers_are_told_by_their_bytes_not_their_name(tmp_path, suffix):
    path = upload(tmp_path / f"a{suffix}")
    disguised = path.rename(tmp_path / "anything.bin")
    clip = accept_upload(disguised, tmp_path / "out")
    assert clip.playback.codec == "h264"
    assert clip.playback.seconds == pytest.approx(20, abs=0.11)


def test_h265_is_made_playable_and_the_upload_stays_the_only_original(tmp_path):
    path = upload(tmp_path / "a.mp4", Camera(codec="libx265"))
    clip = accept_upload(path, tmp_path / "out", start=at(0))

    assert (clip.original.codec, clip.playback.codec) == ("hevc", "h264")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "clip.jpg",
        "clip.mp4",
        "clip.sheet.jpg",
    ]
    assert_true_to_time(clip)


def test_sound_is_removed_unless_the_chain_keeps_it(tmp_path):
    path = upload(tmp_path / "a.mov", Camera(sound="pcm_mulaw"))
    silent = accept_upload(path, tmp_path / "silent")
    heard = accept_upload(path, tmp_path / "heard", FinishOptions(keep_audio=True))

    assert [note.code for note in silent.notes] == ["sound_removed"]
    assert not silent.playback.has_audio
    assert not silent.original.has_audio
    assert silent.original.path != path
    assert heard.playback.has_audio
    assert heard.original.path == path


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7 not a video", "not_video"),
        (b"#EXTM3U\n#EXTINF:1\n/etc/passwd\n", "not_video"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "not_video"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_video"),
        (b"PK\x03\x04" + b"\0" * 600, "not_video"),
        (b"\x00\x00\x00\x18ftypmp42" + b"\0" * 600, "damaged_file"),
        (b"\x1a\x45\xdf\xa3" + b"\xff" * 600, "damaged_file"),
        (b"RIFF\xff\xff\xff\xffAVI " + b"\xff" * 600, "no_picture"),
        (b"\x00\x00\x01\xba" + b"\0" * 6000, "damaged_file"),
    ],
)
def test_what_is_no_video_is_refused_with_its_reason(tmp_path, content, code):
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    with pytest.raises(UnreadableVideoError) as refused:
        accept_upload(path, tmp_path / "out")
    assert refused.value.code == code


def test_a_song_is_no_video(tmp_path):
    path = tmp_path / "song.mp4"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("aac", rate=8000)
        write_sound(output, stream, 0)
        output.mux(stream.encode(None))
    with pytest.raises(UnreadableVideoError) as refused:
        accept_upload(path, tmp_path / "out")
    assert refused.value.code == "no_picture"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (UploadLimits(megabytes=0), "too_large"),
        (UploadLimits(minutes=0), "too_long"),
        (UploadLimits(width=100), "too_wide"),
    ],
)
def test_limits_are_named(tmp_path, limits, code):
    with pytest.raises(UploadRefusedError) as refused:
        accept_upload(upload(tmp_path / "a.mp4"), tmp_path / "out", limits=limits)
    assert refused.value.code == code
    assert "limit" in refused.value.params


def test_one_long_export_serves_many_clips(tmp_path):
    raw = upload_as_raw(upload(tmp_path / "hour.mp4", seconds=90), at(0))
    for start in (5, 42.5):
        asked = window(start, start + 30)
        clip = finish(raw, asked, tmp_path / f"clip{start}")
        assert clip.is_complete
        assert_true_to_time(clip)


def test_a_video_that_ends_early_is_taken_for_what_it_holds(tmp_path):
    path = upload(tmp_path / "a.mp4", seconds=40)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    clip = accept_upload(path, tmp_path / "out")
    assert 5 < clip.playback.seconds < 35


def test_nothing_is_opened_but_the_file_itself(tmp_path):
    path = upload(tmp_path / "a.mp4")
    with open_video(path) as container:
        assert container.format.name.startswith("mov")
