"""Videos dropped by hand: refused by size and bytes, kept, made playable."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clips import handlers, objects
from clips.models import Clip, ClipState
from clips.services.holds import lift_hold, place_hold
from jobs.models import Job, JobState
from stores.models import AccessKind, AccessLog, RegisterCamera
from tests.cast import NORTH
from tests.clips.factories import NOON, a_transaction, claimed, footage
from tests.clips.pictures import taken_at_moment
from tests.clips.running import clips_of, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def exported(rendered, tmp_path):
    """One minute from the recorder: 12:00 to 12:01 in New York."""
    return footage(rendered, tmp_path / "exported")[2].read_bytes()


@pytest.fixture
def bare(store):
    """A transaction whose register has no camera."""
    RegisterCamera.objects.all().delete()
    row = a_transaction(store)
    plan(row)
    return row


@pytest.fixture
def drop(cast):
    def send(row, content, name="export.mp4", who="manager", **fields):
        return cast.client(who).post(
            reverse("clips:upload", args=[row.pk]),
            {"video": SimpleUploadedFile(name, content), **fields},
            headers={"hx-request": "true"},
        )

    return send


def finish(clip):
    handlers.finish_upload([claimed("finish_upload", clip.pk)])
    clip.refresh_from_db()
    return clip


def test_a_dropped_video_takes_the_place_of_the_missing_clip(drop, bare, exported, cast):
    assert drop(bare, exported).status_code == 204
    (clip,) = clips_of(bare)
    assert (clip.state, clip.source) == (ClipState.REQUESTED, "upload")
    assert clip.uploaded_by_id == cast.manager.pk
    clip = finish(clip)
    assert clip.state == ClipState.READY
    assert clip.filename == "101_2025-11-20_120000_1_refund.mp4"
    assert clip.sha256 == hashlib.sha256(exported).hexdigest()
    assert default_storage.open(clip.original_key).read() == exported
    assert default_storage.exists(clip.playback_key)
    assert clip.duration_ms == 60_000
    assert Job.objects.get(kind="finish_upload").state == JobState.DONE


def test_an_upload_of_unknown_time_claims_none(drop, bare, exported):
    drop(bare, exported)
    clip = finish(clips_of(bare)[0])
    assert clip.obtained_start is None
    assert clip.moment_ms is None
    assert clip.timeline == []
    assert "moment_unknown" in [note["code"] for note in clip.notes]


def test_an_upload_of_known_time_shows_the_moment_and_says_what_is_missing(drop, store, exported):
    RegisterCamera.objects.all().delete()
    row = a_transaction(store, at=NOON + timedelta(seconds=20))
    plan(row)
    drop(row, exported, starts_at="2025-11-20T12:00:00")
    clip = finish(clips_of(row)[0])
    assert clip.obtained_start == NOON
    assert clip.moment_ms == 20_000
    assert abs(taken_at_moment(clip) - clip.moment) <= timedelta(seconds=0.2)
    assert [gap["reason"] for gap in clip.gaps] == ["not_in_upload", "not_in_upload"]
    assert clip.is_partial


def test_what_came_in_unreadable_goes_unless_a_hold_stands(drop, bare, cast, files):
    head = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 500
    hold = place_hold(member=cast.member("admin"), transaction=bare, reason="police")
    drop(bare, head)
    clip = finish(clips_of(bare)[0])
    assert clip.state == ClipState.UNAVAILABLE
    assert (files / clip.original_key).read_bytes() == head
    lift_hold(member=cast.member("admin"), hold=hold)
    drop(bare, head)
    assert finish(clips_of(bare)[0]).original_key == ""


def test_an_upload_beside_clips_that_came_is_another_one(drop, store, exported):
    row = a_transaction(store)
    plan(row)
    Clip.objects.update(state=ClipState.READY)
    drop(row, exported)
    _first, second = clips_of(row)
    assert (second.position, second.source) == (2, "upload")
    assert second.filename == "101_2025-11-20_120000_1_refund_cam2.mp4"


def test_the_upload_is_logged(drop, bare, exported, cast):
    drop(bare, exported, name="front counter.mp4")
    entry = AccessLog.objects.get(kind=AccessKind.UPLOADED_CLIP)
    assert entry.user_id == cast.manager.pk
    assert entry.params["name"] == "front counter.mp4"
    assert entry.params["size"] == len(exported)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7 not a film", b"not a video"),
        (b"#EXTM3U\nfile:///etc/passwd\n", b"not a video"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", b"not a video"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"not a video"),
        (b"\x00" * 5000, b"not a video"),
        (b"", b"empty"),
    ],
)
def test_what_is_no_video_is_refused_by_its_bytes(drop, bare, files, content, said):
    response = drop(bare, content)
    assert response.status_code == 415
    assert said in response.content
    assert clips_of(bare)[0].state == ClipState.UNAVAILABLE
    assert not list(files.rglob("upload*"))


def test_a_film_that_only_begins_like_one_is_refused_later_with_its_reason(drop, bare, files):
    drop(bare, b"\x00\x00\x00\x20ftypisom" + b"\x00" * 5000)
    clip = finish(clips_of(bare)[0])
    assert clip.state == ClipState.UNAVAILABLE
    assert clip.reason_code in {"no_picture", "damaged_file", "not_video"}
    assert not list(files.rglob("upload*"))


def test_a_video_that_is_too_large_is_refused_before_it_is_read(cast, bare, settings, exported):
    settings.MAX_VIDEO_BYTES = 1024 * 1024
    client = cast.client("manager")
    response = client.post(
        reverse("clips:upload", args=[bare.pk]),
        {"video": SimpleUploadedFile("big.mp4", exported + b"\x00" * (2 * 1024 * 1024))},
    )
    assert response.status_code == 413
    assert b"larger than 1 MB" in response.content


def test_the_form_needs_its_token(cast, bare, exported):
    client = Client(headers={"host": NORTH}, enforce_csrf_checks=True)
    client.force_login(cast.manager, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.post(
        reverse("clips:upload", args=[bare.pk]), {"video": SimpleUploadedFile("a.mp4", exported)}
    )
    assert response.status_code == 403
    assert clips_of(bare)[0].state == ClipState.UNAVAILABLE


def test_an_upload_needs_a_file_and_a_time_that_is_one(drop, cast, bare, exported):
    client = cast.client("manager")
    assert client.post(reverse("clips:upload", args=[bare.pk])).status_code == 400
    assert drop(bare, exported, starts_at="yesterday").status_code == 400
    assert drop(bare, exported, clip="not-a-uuid").status_code == 400


def test_a_clip_that_is_there_is_not_replaced(drop, bare, exported):
    clip = clips_of(bare)[0]
    Clip.objects.update(state=ClipState.READY)
    assert drop(bare, exported, clip=str(clip.uuid)).status_code == 204
    first, second = clips_of(bare)
    assert (first.pk, first.state) == (clip.pk, ClipState.READY)
    assert second.source == "upload"


def test_a_clip_that_arrives_during_the_upload_is_not_replaced(
    drop, bare, exported, files, monkeypatch
):
    put = objects.put

    def overtaken(*arguments):
        put(*arguments)
        Clip.objects.update(state=ClipState.READY)

    monkeypatch.setattr(objects, "put", overtaken)
    assert drop(bare, exported).status_code == 409
    assert [clip.source for clip in clips_of(bare)] == [""]
    assert not list(files.rglob("upload*"))


def test_another_transactions_clip_is_not_replaced(drop, store, bare, exported):
    other = a_transaction(store)
    plan(other)
    assert drop(bare, exported, clip=str(clips_of(other)[0].uuid)).status_code == 409


@pytest.mark.parametrize("who", ["stranger", "southerner", "support"])
def test_nobody_else_may_upload(drop, bare, exported, who):
    assert drop(bare, exported, who=who).status_code == 404


def test_a_member_of_another_store_may_not_upload(drop, other_store, exported):
    row = a_transaction(other_store)
    assert drop(row, exported, who="limited").status_code == 404


def test_sound_is_removed_and_what_came_in_with_it_goes(drop, bare, files, rendered, tmp_path):
    import subprocess

    from imageio_ffmpeg import get_ffmpeg_exe

    silent = footage(rendered, tmp_path / "exported")[2]
    loud = tmp_path / "loud.mp4"
    subprocess.run(
        [
            *(get_ffmpeg_exe(), "-loglevel", "error", "-i", str(silent)),
            *("-f", "lavfi", "-i", "sine=frequency=440", "-t", "10"),
            *("-c:v", "copy", "-c:a", "aac", "-shortest", str(loud)),
        ],
        check=True,
    )
    drop(bare, loud.read_bytes())
    clip = finish(clips_of(bare)[0])
    assert clip.state == ClipState.READY
    assert "sound_removed" in [note["code"] for note in clip.notes]
    assert not list(files.rglob("upload*"))
    assert default_storage.exists(clip.original_key)


def test_the_upload_that_failed_for_good_says_so(drop, bare, exported):
    drop(bare, exported)
    (clip,) = clips_of(bare)
    handlers.upload_buried(str(clip.pk), {"error": "worker_lost"})
    clip.refresh_from_db()
    assert (clip.state, clip.reason_code) == (ClipState.UNAVAILABLE, "upload_failed")


def test_a_fetch_does_not_replace_what_was_uploaded(drop, store, exported):
    row = a_transaction(store)
    (clip,) = plan(row)
    Clip.objects.update(state=ClipState.UNAVAILABLE, reason_code="overwritten")
    drop(row, exported)
    handlers.fetch_clip([claimed("fetch_clip", clip.pk)])
    assert finish(clip).state == ClipState.READY
    assert clip.source == "upload"
