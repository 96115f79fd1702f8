"""What is missing is said, with its reason; nothing is spliced in silence."""

from __future__ import annotations

import pytest

from footage.errors import NoFootageError, UnreadableVideoError
from tests.footage.conftest import assert_nothing_hidden, assert_true_to_time, at
from tests.footage.strip import Camera, read_pictures


def reasons(clip) -> list[str]:
    return [gap.reason for gap in clip.gaps]


def notes(clip) -> list[str]:
    return [note.code for note in clip.notes]


def test_a_missing_middle_segment_is_a_gap_and_the_timeline_jumps(folder):
    folder.add(0, 60)
    folder.add(120, 60)
    clip = folder.cut(30, 150)

    assert not clip.is_complete
    assert [(gap.start, gap.end, gap.reason) for gap in clip.gaps] == [
        (at(60), at(120), "not_recorded")
    ]
    assert len(clip.timeline.spans) == 2
    assert clip.timeline.seconds == pytest.approx(60.1)
    assert clip.timeline.utc_at(29.95) == at(59.95)
    assert clip.timeline.utc_at(30.0) == at(120)
    assert clip.timeline.seconds_at(at(130)) == pytest.approx(40)
    assert not clip.timeline.shows(at(90))
    assert_true_to_time(clip)
    assert_nothing_hidden(clip)


def test_a_moment_inside_a_gap_is_said_and_points_to_where_footage_goes_on(folder):
    folder.add(0, 60)
    folder.add(120, 60)
    clip = folder.cut(30, 150, moment=at(90))

    assert not clip.has_moment
    assert "moment_missing" in notes(clip)
    assert clip.moment_offset == pytest.approx(30)
    assert clip.thumbnail is not None


def test_footage_shorter_than_asked_says_so_at_both_ends(folder):
    folder.add(50, 40)
    clip = folder.cut(30, 150)

    assert [(gap.start, gap.end) for gap in clip.gaps] == [(at(30), at(50)), (at(90), at(150))]
    assert reasons(clip) == ["gap_overwritten", "not_recorded"]
    assert (clip.obtained.start, clip.obtained.end) == (at(50), at(90))
    assert_true_to_time(clip)
    assert_nothing_hidden(clip)


def test_an_empty_segment_is_a_gap_of_its_own_kind(folder):
    folder.add(0, 30)
    folder.path(30, 30).touch()
    folder.add(60, 30)
    clip = folder.cut(10, 80)

    assert reasons(clip) == ["segment_empty"]
    assert_nothing_hidden(clip)


def test_a_segment_of_garbage_is_a_gap_and_costs_its_neighbours_nothing(folder):
    folder.add(0, 30)
    folder.path(30, 30).write_bytes(b"\x00\x00\x00\x18ftypmp42" + b"garbage" * 9999)
    folder.add(60, 30)
    clip = folder.cut(10, 80)

    assert reasons(clip) == ["segment_damaged"]
    assert_nothing_hidden(clip)


def test_a_text_file_called_mp4_is_a_gap_and_is_not_followed(folder, tmp_path):
    secret = folder.add(200, 30)
    folder.add(0, 30)
    folder.path(30, 30).write_text(f"#EXTM3U\n#EXTINF:30\n{secret}\n#EXT-X-ENDLIST\n")
    clip = folder.cut(10, 60)

    assert reasons(clip) == ["segment_damaged"]
    assert max(p.taken for p in read_pictures(clip.playback.path, 10)) < at(30)


@pytest.mark.parametrize("keep", [0.35, 0.6, 0.95])
def test_a_truncated_segment_gives_what_it_has_and_says_where_it_ends(folder, keep):
    path = folder.add(0, 60)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    folder.add(60, 60)
    clip = folder.cut(5, 100)

    assert reasons(clip) == ["segment_truncated"]
    assert clip.gaps[0].end == at(60)
    assert at(5) < clip.gaps[0].start < at(60)
    assert_true_to_time(clip)
    assert_nothing_hidden(clip)


def test_a_segment_cut_off_before_its_index_is_a_gap(folder):
    path = folder.add(0, 60)
    data = path.read_bytes()
    path.write_bytes(data[:200])
    folder.add(60, 60)
    clip = folder.cut(5, 100)

    assert reasons(clip) == ["segment_damaged"]
    assert clip.obtained.start == at(60)


def test_a_damaged_stretch_is_told_to_the_viewer(folder):
    path = folder.add(0, 60, Camera(gop=10))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + len(data) // 6] = b"\xff" * (len(data) // 6)
    path.write_bytes(bytes(data))
    clip = folder.cut(1, 59, moment=at(32))

    assert clip.is_damaged
    assert not clip.is_complete
    assert "picture_damaged" in notes(clip)


def test_a_file_without_one_sound_picture_is_no_clip(folder):
    path = folder.add(0, 30)
    data = bytearray(path.read_bytes())
    payload = data.index(b"mdat") + 4
    data[payload:] = b"\xff" * (len(data) - payload)
    path.write_bytes(bytes(data))

    with pytest.raises(UnreadableVideoError) as refused:
        folder.cut(5, 25)
    assert refused.value.code == "no_picture"
    assert list(folder.out.iterdir()) == []


def test_pictures_missing_inside_a_segment_are_measured_as_a_gap(folder):
    """A camera that froze: the file's own clock jumps by seven seconds."""
    import av

    path = folder.path(0, 60)
    whole = folder.add(0, 60)
    with av.open(str(whole)) as source, av.open(str(folder.root / "frozen.mp4"), "w") as output:
        stream = output.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            seconds = float((packet.pts or 0) * packet.time_base)
            if packet.size and not 20 <= seconds < 28:
                packet.stream = stream
                output.mux(packet)
    (folder.root / "frozen.mp4").replace(path)
    clip = folder.cut(10, 50, moment=at(24))

    assert [(gap.start, gap.end, gap.reason) for gap in clip.gaps] == [
        (at(20), at(28), "pictures_missing")
    ]
    assert not clip.has_moment
    assert_true_to_time(clip)
    assert_nothing_hidden(clip)


def test_a_hole_of_a_second_is_shown_at_its_real_length(folder):
    folder.add(0, 30)
    folder.add(31, 30)
    clip = folder.cut(10, 50)

    assert clip.gaps == ()
    assert clip.timeline.seconds == pytest.approx(40.1)
    assert_true_to_time(clip)


def test_gaps_survive_a_re_encode(folder):
    folder.add(0, 30, Camera(codec="libx265"))
    folder.add(60, 30, Camera(codec="libx265"))
    clip = folder.cut(10, 80)

    assert [(gap.start, gap.end) for gap in clip.gaps] == [(at(30), at(60))]
    assert clip.playback.codec == "h264"
    assert_true_to_time(clip)
    assert_nothing_hidden(clip)


def test_a_window_without_any_footage_is_an_error_not_an_empty_clip(folder):
    from footage.cutting import finish
    from tests.footage.conftest import window

    folder.add(0, 30)
    raw = folder.fetch(0, 30)
    with pytest.raises(NoFootageError) as missing:
        finish(raw, window(100, 130), folder.out)
    assert missing.value.nearest == at(30)
