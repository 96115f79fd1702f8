"""The members' pages: ordering, copies, holds, keys, the certificate; and who may."""

from __future__ import annotations

import subprocess
import zlib

import imageio_ffmpeg
import pytest
from django.core.files.storage import default_storage

from clips.models import Clip, Hold
from review import handlers
from review.evidence.copies import masks_of_camera
from review.models import EvidenceCopy, EvidencePackage, MakingState, SigningKey
from stores.models import AccessLog
from tests.cast import NORTH
from tests.clips.factories import claimed
from tests.review.evidence.ground import a_case, made, ordered, with_video
from tests.review.factories import flagged


@pytest.fixture
def owner(cast, north):
    return cast.member("owner")


@pytest.fixture
def client(cast):
    return cast.client("owner", NORTH)


@pytest.fixture(scope="session")
def small_video(tmp_path_factory):
    path = tmp_path_factory.mktemp("video") / "small.mp4"
    made = ["-f", "lavfi", "-i", "testsrc2=size=160x120:rate=5:duration=2"]
    coded = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
    program = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([program, "-v", "error", *made, *coded, str(path)], check=True)
    return path.read_bytes()


def text_of_pdf(content: bytes) -> bytes:
    """The drawing commands of a sheet."""
    parts, at = [], 0
    while (begin := content.find(b"stream\n", at)) >= 0:
        end = content.find(b"endstream", begin)
        try:
            parts.append(zlib.decompress(content[begin + 7 : end]))
        except zlib.error:
            parts.append(content[begin + 7 : end])
        at = end
    return b"".join(parts)


def test_from_a_transaction_to_its_package(client, owner, store):
    row, other = a_case(store), flagged(store, transaction_no="9007")
    page = client.get(f"/transactions/{row.pk}/").text
    assert f"/evidence/new/?transaction={row.pk}" in page
    found = client.get(f"/evidence/new/?transaction={row.pk}&number=9007").text
    assert f"?transaction={other.pk}&amp;transaction={row.pk}" in found
    data = {"transaction": [row.pk, other.pk], "title": "Case 7", "hold": "1", "reason": "police"}
    answer = client.post("/evidence/new/", data, follow=True)
    package = EvidencePackage.objects.get()
    assert answer.redirect_chain[0][0] == f"/evidence/{package.pk}/"
    assert "It waits for its turn." in answer.text
    assert set(package.transactions.all()) == {row, other}
    assert Hold.objects.filter(lifted_at=None).count() == 2
    handlers.build_evidence([claimed("build_evidence", package.pk)])
    state = client.get(f"/evidence/{package.pk}/state/?v=old")
    package.refresh_from_db()
    assert package.sha256 in state.text
    assert "Case 7" in client.get("/evidence/").text
    assert "made an evidence package" in client.get(f"/transactions/{row.pk}/").text


def test_a_wish_that_cannot_be_is_answered_with_a_sentence(client, owner, store):
    row = a_case(store)
    for data in ({"title": ""}, {"title": "x", "hold": "1", "reason": " "}):
        answer = client.post("/evidence/new/", {"transaction": row.pk, **data})
        assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert client.post("/evidence/new/", {"transaction": 10**9, "title": "x"}).status_code == 404
    assert client.get("/evidence/new/?transaction=x").status_code == 404
    assert not EvidencePackage.objects.exists()


def test_the_state_is_sent_only_when_it_changed(client, owner, store):
    package = ordered(owner, a_case(store))
    text = client.get(f"/evidence/{package.pk}/").text
    version = text.split(f"/evidence/{package.pk}/state/?v=")[1].split('"')[0]
    assert client.get(f"/evidence/{package.pk}/state/?v={version}").status_code == 204


def test_a_package_with_a_store_one_may_not_see_is_not_there(cast, owner, store, other_store):
    from accounts.models import Membership
    from accounts.roles import Role

    Membership.objects.filter(user=cast.limited).update(role=Role.ADMIN)
    mine = made(owner, a_case(store))
    theirs = flagged(other_store)
    both = ordered(owner, mine.transactions.get(), theirs, title="Both stores")
    limited = cast.client("limited", NORTH)
    assert limited.get(f"/evidence/{mine.pk}/").status_code == 200
    assert limited.get(f"/evidence/{both.pk}/").status_code == 404
    text = limited.get("/evidence/").text
    assert "Case 7" in text and "Both stores" not in text
    assert "Both stores" not in limited.get("/audit/").text
    data = {"transaction": theirs.pk, "title": "x"}
    assert limited.post("/evidence/new/", data).status_code == 404
    assert limited.post(f"/holds/place/{theirs.pk}/", {"reason": "x"}).status_code == 404


def test_managers_see_a_hold_and_may_not_lift_it(cast, owner, store):
    row = a_case(store)
    ordered(owner, row, hold="claim 12")
    manager = cast.client("manager", NORTH)
    page = manager.get(f"/transactions/{row.pk}/").text
    assert "claim 12" in page and "/lift/" not in page and "/evidence/new/" not in page
    assert manager.post(f"/holds/{Hold.objects.get().pk}/lift/").status_code == 403


def test_holds_are_placed_lifted_listed_and_logged(client, owner, store):
    row = a_case(store)
    client.post(f"/holds/place/{row.pk}/", {"reason": "claim 12"})
    client.post(f"/holds/place/{row.pk}/", {"reason": "  "})
    hold = Hold.objects.get()
    assert "claim 12" in client.get("/holds/").text
    client.post(f"/holds/{hold.pk}/lift/")
    hold.refresh_from_db()
    assert hold.lifted_at is not None
    assert "Lifted" in client.get("/holds/").text
    kinds = AccessLog.objects.filter(kind="changed_hold").values_list("params__what", flat=True)
    assert sorted(kinds) == ["lifted", "placed"]


def test_a_masked_copy_from_the_drawing_to_the_file(client, owner, store, small_video):
    row = flagged(store, transaction_no="9006")
    clip = with_video(row, small_video)
    package = made(owner, row)
    camera = clip.camera
    camera.zones = {"mask": [[[0.1, 0.1], [0.3, 0.1], [0.3, 0.4]], [[0, 0], [0, 0], [0, 0]]]}
    camera.save()
    form = client.get(f"/evidence/{package.pk}/copy/?clip={clip.uuid}").text
    assert "10 10 20 30" in form, "what the camera's map says is covered from the start"
    data = {"clip": clip.uuid, "masks": "10, 10, 20, 30\n\n50% 50% 25% 25%", "why": "PIN pad"}
    client.post(f"/evidence/{package.pk}/copy/", data)
    copy = EvidenceCopy.objects.get()
    assert copy.masks == [[0.1, 0.1, 0.2, 0.3], [0.5, 0.5, 0.25, 0.25]]
    handlers.mask_copy([claimed("mask_copy", copy.pk)])
    copy.refresh_from_db()
    assert copy.state == MakingState.READY and copy.original_sha256 == clip.sha256
    with default_storage.open(copy.stored_key) as file:
        assert clip.sha256.encode() in file.read()
    answer = client.get(f"/evidence/copies/{copy.pk}/", headers={"range": "bytes=0-9"})
    assert answer.status_code == 206
    assert copy.sha256 in client.get(f"/evidence/{package.pk}/").text


@pytest.mark.parametrize("masks", ["1 2 3", "a b c d", "nan 0 1 1", "200 200 5 5"])
def test_rectangles_that_are_none_are_refused_with_a_sentence(client, owner, store, masks):
    row = a_case(store)
    package = made(owner, row)
    data = {"clip": Clip.objects.get().uuid, "masks": masks}
    answer = client.post(f"/evidence/{package.pk}/copy/", data)
    assert answer.status_code == 422 and not EvidenceCopy.objects.exists()


def test_a_clip_of_another_transaction_is_not_copied_here(client, owner, store):
    package = made(owner, a_case(store))
    other = with_video(flagged(store))
    assert client.get(f"/evidence/{package.pk}/copy/?clip={other.uuid}").status_code == 404
    assert client.get(f"/evidence/{package.pk}/copy/?clip=x").status_code == 404


def test_a_video_that_cannot_be_read_fails_with_a_sentence(client, owner, store):
    row = a_case(store)
    package = made(owner, row)
    client.post(f"/evidence/{package.pk}/copy/", {"clip": Clip.objects.get().uuid, "masks": ""})
    copy = EvidenceCopy.objects.get()
    handlers.mask_copy([claimed("mask_copy", copy.pk)])
    copy.refresh_from_db()
    assert copy.state == MakingState.FAILED
    assert "This file is not a video." in client.get(f"/evidence/{package.pk}/").text


def test_a_clip_without_a_camera_has_nothing_to_cover(owner, store):
    assert masks_of_camera(Clip(camera=None)) == []


def test_the_certificate_holds_what_the_rule_asks_for(client, owner, store):
    package = made(owner, a_case(store))
    page = client.get(f"/evidence/{package.pk}/certificate/").text
    assert "no legal advice" in page
    data = {
        "name": "Dana Reyes",
        "title": "Director",
        "organisation": "North",
        "address": "1 Main St",
        "process": "As it is made. <b>Not markup</b> & (parens) \\ slash " + "long " * 900,
    }
    answer = client.post(f"/evidence/{package.pk}/certificate/", data)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF") and answer.content.count(b"/Type /Page\n") >= 2
    assert answer.content == client.post(f"/evidence/{package.pk}/certificate/", data).content
    assert text_of_pdf(answer.content)
    assert AccessLog.objects.filter(params__what="certificate").count() == 2


def test_the_key_is_changed_by_hand_and_the_earlier_one_stays(client, owner, store):
    made(owner, a_case(store))
    client.post("/evidence/keys/change/")
    page = client.get("/evidence/keys/").text
    assert "Retired" in page and "Signs" in page
    assert SigningKey.objects.filter(retired_at=None).count() == 1


def test_a_download_is_logged_and_resumed(client, owner, store):
    package = made(owner, a_case(store))
    answer = client.get(f"/evidence/{package.pk}/package.zip", headers={"range": "bytes=10-19"})
    assert answer.status_code == 206
    whole = b"".join(client.get(f"/evidence/{package.pk}/package.zip").streaming_content)
    assert whole[10:20] == b"".join(answer.streaming_content)
    assert AccessLog.objects.filter(params__what="downloaded", object_id=package.pk).exists()
