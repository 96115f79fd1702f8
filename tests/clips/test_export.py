"""One long export serves every transaction that it covers, once a person stands by its time."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import av
import pytest

from clips import handlers
from clips.models import Clip, ClipState, Purpose
from clips.services import serve_export as serving
from clips.services.export import (
    NotPlacedError,
    is_start_open,
    receive_export,
    say_start,
)
from clips.services.export_start import proposed_start
from clips.services.receive import DroppedVideo
from clips.services.serve_export import served_by
from jobs.models import Job, JobState
from stores.models import RegisterCamera
from tests.cast import Cast
from tests.clips.factories import NOON, a_transaction, camera_of, claimed, footage, source_file
from tests.clips.pictures import taken_at_moment
from tests.clips.running import clips_of, plan

pytestmark = pytest.mark.django_db

START = NOON - timedelta(minutes=2)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture(scope="module")
def five_minutes(rendered, tmp_path_factory):
    """11:58 to 12:03 of camera 1 in one file, as a recorder exports it."""
    folder = tmp_path_factory.mktemp("export")
    parts = footage(rendered, folder)
    joined = folder / "joined.mp4"
    with av.open(str(joined), "w") as out:
        stream, offset = None, 0
        for part in parts:
            with av.open(str(part)) as source:
                video = source.streams.video[0]
                stream = stream or out.add_stream_from_template(video)
                last = 0
                for packet in source.demux(video):
                    if packet.dts is None:
                        continue
                    last = max(last, packet.pts + packet.duration)
                    packet.pts, packet.dts = packet.pts + offset, packet.dts + offset
                    packet.stream = stream
                    out.mux(packet)
                offset += last
    return joined


@pytest.fixture
def send(store, five_minutes, tmp_path):
    def upload(name="export.mp4", *, camera="cam1", starts_at=START):
        path = tmp_path / "sent.mp4"
        shutil.copy2(five_minutes, path)
        return receive_export(
            member=Cast().member("manager"),
            store=store,
            camera=camera_of(store, camera) if camera else None,
            video=DroppedVideo(path, name, starts_at),
        )

    return upload


def finish(clip):
    handlers.finish_upload([claimed("finish_upload", clip.pk)])
    clip.refresh_from_db()
    return clip


def serve(clip):
    handlers.serve_export([claimed("serve_export", clip.pk)])
    clip.refresh_from_db()
    return clip


def test_every_transaction_in_its_span_gets_its_own_minutes(store, send):
    rows = [a_transaction(store, at=NOON + timedelta(seconds=gap)) for gap in (0, 45)]
    outside = a_transaction(store, at=NOON + timedelta(minutes=30))
    other_camera = a_transaction(store, register="2")
    for row in (*rows, outside, other_camera):
        plan(row)
    Clip.objects.update(state=ClipState.UNAVAILABLE, reason_code="unreachable")
    export = serve(finish(send()))
    assert (export.state, export.purpose) == (ClipState.READY, Purpose.UPLOAD)
    for row in rows:
        (clip,) = clips_of(row)
        assert (clip.state, clip.source) == (ClipState.READY, "upload")
        assert clip.obtained_end - clip.obtained_start <= timedelta(minutes=3, seconds=2)
        assert abs(taken_at_moment(clip) - clip.moment) <= timedelta(seconds=0.2)
        assert clip.uploaded_by_id == Cast().manager.pk
    assert [clip.transaction for clip in served_by(export)] == rows
    assert clips_of(outside)[0].state == ClipState.UNAVAILABLE
    assert clips_of(other_camera)[0].state == ClipState.UNAVAILABLE


def test_serving_again_changes_nothing_and_what_is_there_stays(store, send):
    row = a_transaction(store)
    plan(row)
    Clip.objects.update(state=ClipState.READY, sha256="from the recorder")
    export = serve(finish(send()))
    assert clips_of(row)[0].sha256 == "from the recorder"
    assert served_by(export) == []
    assert Job.objects.get(kind="serve_export").state == JobState.DONE


def test_flagged_ones_of_a_back_fill_are_served_too(store, send):
    row = a_transaction(store, file=source_file(store, is_backfill=True))
    quiet = a_transaction(store, status=None)
    serve(finish(send()))
    assert [clip.state for clip in clips_of(row)] == [ClipState.READY]
    assert clips_of(quiet) == []


def test_a_start_that_only_the_name_tells_is_asked_about_first(store, send):
    row = a_transaction(store)
    plan(row)
    export = finish(send("ch01_20251120115800.mp4", starts_at=None))
    assert export.obtained_start == START
    assert is_start_open(export)
    assert not Job.objects.filter(kind="serve_export").exists()
    say_start(member=Cast().member("manager"), clip=export, start=START)
    export = serve(Clip.objects.get(pk=export.pk))
    assert clips_of(row)[0].state == ClipState.READY
    assert not is_start_open(export)


def test_a_corrected_start_moves_all_of_its_times(store, send):
    row = a_transaction(store)
    plan(row)
    export = finish(send("ch01_20251120105800.mp4", starts_at=None))
    say_start(member=Cast().member("manager"), clip=export, start=START)
    export = serve(Clip.objects.get(pk=export.pk))
    assert export.obtained_start == export.moment == export.window_start == START
    assert datetime.fromisoformat(export.timeline[0]["start"]) == START
    assert abs(export.obtained_end - NOON - timedelta(minutes=3)) < timedelta(seconds=1)
    assert abs(taken_at_moment(clips_of(row)[0]) - NOON) <= timedelta(seconds=0.2)


def test_an_export_of_no_known_time_can_be_placed_later(store, send):
    export = finish(send("clip.mp4", starts_at=None))
    assert export.obtained_start is None
    say_start(member=Cast().member("manager"), clip=export, start=START)
    export.refresh_from_db()
    assert (export.obtained_start, export.window_start) == (START, START)


def test_only_an_export_has_a_start_to_say(store):
    (clip,) = plan(a_transaction(store))
    with pytest.raises(NotPlacedError):
        say_start(member=Cast().member("manager"), clip=clip, start=START)


def test_without_a_camera_it_is_for_the_one_register_that_has_none(store, send):
    RegisterCamera.objects.filter(register__store=store, register__code="1").delete()
    row, other = a_transaction(store), a_transaction(store, register="2")
    for each in (row, other):
        plan(each)
    serve(finish(send(camera=None)))
    assert clips_of(row)[0].state == ClipState.READY
    assert clips_of(row)[0].filename == "101_2025-11-20_120000_1_refund.mp4"
    assert clips_of(other)[0].state != ClipState.READY


def test_without_a_camera_and_with_two_such_registers_nobody_can_tell(store, send):
    RegisterCamera.objects.filter(register__store=store).delete()
    rows = [a_transaction(store), a_transaction(store, register="2")]
    for each in rows:
        plan(each)
    serve(finish(send(camera=None)))
    assert {clip.state for row in rows for clip in clips_of(row)} == {ClipState.UNAVAILABLE}


@pytest.mark.parametrize(
    ("name", "wall"),
    [
        ("ch01_20251120115800.mp4", (2025, 11, 20, 11, 58, 0)),
        ("NVR 2025-11-20 11.58.00 - 12.58.00.avi", (2025, 11, 20, 11, 58, 0)),
        ("101_2025-07-04_235959_1_refund.mp4", (2025, 7, 4, 23, 59, 59)),
        ("a_20251399115800_20251120115800.mp4", (2025, 11, 20, 11, 58, 0)),
    ],
)
def test_the_name_is_read_in_the_stores_time(tmp_path, name, wall):
    told = proposed_start(tmp_path / "none", name, NEW_YORK)
    assert told.source == "name"
    assert told.start == datetime(*wall, tzinfo=NEW_YORK)


def test_the_files_own_stamp_is_taken_for_its_end(tmp_path, five_minutes):
    path = tmp_path / "stamped.mp4"
    with av.open(str(five_minutes)) as source, av.open(str(path), "w") as out:
        out.metadata["creation_time"] = "2025-11-20T17:03:00Z"
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    told = proposed_start(path, "video.mp4", NEW_YORK)
    assert told.source == "metadata"
    assert abs(told.start - datetime(2025, 11, 20, 16, 58, tzinfo=UTC)) < timedelta(seconds=1)
    assert proposed_start(five_minutes, "video.mp4", NEW_YORK) is None


class PowerCutError(BaseException):
    """Ends the handler where it is, as SIGKILL would: nothing catches it."""


def test_a_worker_killed_midway_goes_on_where_it_was(store, send, monkeypatch):
    rows = [a_transaction(store, at=NOON + timedelta(seconds=gap)) for gap in (0, 30)]
    for row in rows:
        plan(row)
    export = finish(send())
    real, cut = serving.keep, []

    def keep(*arguments):
        if len(cut) == 1:
            raise PowerCutError
        cut.append(1)
        return real(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(serving, "keep", keep)
        with pytest.raises(PowerCutError):
            serve(export)
    first = [clip for row in rows for clip in clips_of(row) if clip.state == ClipState.READY]
    assert len(first) == 1
    Job.objects.filter(kind="serve_export").update(state=JobState.QUEUED)
    serve(export)
    assert [clip.state for row in rows for clip in clips_of(row)] == ["ready", "ready"]
    again = Clip.objects.get(pk=first[0].pk)
    assert again.playback_key == first[0].playback_key
