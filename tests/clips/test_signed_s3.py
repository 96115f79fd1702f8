"""Clips on an S3 that checks signatures: what is stored, who gets it, and what it survives."""

from __future__ import annotations

import hashlib
import urllib.error
import urllib.request
import uuid
from datetime import UTC, datetime, timedelta

import boto3
import botocore.auth
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from storages.backends.s3 import S3Storage

from clips import objects, stored
from clips.keys import ClipKeys
from clips.links import Use
from clips.models import Clip, ClipState
from lossprevention.storage import PART_BYTES, s3_storage
from tests.clips.factories import NOON, a_transaction
from tests.clips.running import fetch, plan
from tests.clips.test_watching import link
from tests.s3.faults import faulty
from tests.s3.rclone import KEY, SECRET, NoRcloneError, serving

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("s3") / "buckets"
    (folder / "clips").mkdir(parents=True)
    try:
        with serving(folder) as running:
            yield running
    except NoRcloneError as none:
        pytest.skip(f"no rclone: {none}")


@pytest.fixture
def on_s3(server, settings, monkeypatch):
    """Points the product's own storage, as its settings make it, at an endpoint."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)

    def at(endpoint, tries=5):
        settings.STORAGES = {
            **settings.STORAGES,
            "default": s3_storage("clips", endpoint=endpoint, region="us-east-1", tries=tries),
        }

    at(server.endpoint)
    return at


def keys_in(server):
    s3 = boto3.resource(
        "s3",
        endpoint_url=server.endpoint,
        region_name="us-east-1",
        aws_access_key_id=KEY,
        aws_secret_access_key=SECRET,
    )
    return {item.key for item in s3.Bucket("clips").objects.all()}


@pytest.fixture
def a_file(north, tmp_path):
    def make(size, fill=b"pictures"):
        path = tmp_path / f"{uuid.uuid4().hex}.mp4"
        path.write_bytes((fill * (size // len(fill) + 1))[:size])
        keys = ClipKeys(north.uuid, uuid.uuid4())
        return keys, keys.key("upload", "a", ".mp4"), path

    return make


def answer(address, method="GET"):
    """Status and body, whatever the status."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, method=method)) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def test_a_clip_lives_below_its_chain_and_is_what_its_hash_says(
    on_s3, server, store, segments, north
):
    clip = fetch(plan(a_transaction(store))[0])
    assert clip.state == ClipState.READY
    mine = {key for key in keys_in(server) if str(clip.uuid) in key}
    assert mine == {clip.original_key, clip.playback_key, clip.thumbnail_key, clip.sheet_key}
    assert all(key.startswith(f"chain/{north.uuid}/clips/{clip.uuid}/") for key in mine)
    with default_storage.open(clip.original_key) as original:
        assert hashlib.sha256(original.read()).hexdigest() == clip.sha256


def test_only_the_signed_address_opens_it(on_s3, store, segments, cast):
    clip = fetch(plan(a_transaction(store))[0])
    address = cast.client("manager").get(link(clip, Use.VIDEO, cast.manager))["Location"]
    status, body = answer(address)
    assert (status, len(body)) == (200, clip.size)
    bare = address.partition("?")[0]
    tampered = {
        "unsigned": bare,
        "another signature": address[:-4] + ("0000" if address[-4:] != "0000" else "1111"),
        "another file": address.replace(clip.playback_key, clip.thumbnail_key),
        "longer": address.replace("X-Amz-Expires=", "X-Amz-Expires=9"),
        "another key": address.replace(KEY, "other-key"),
        "shown otherwise": address.replace("video%2Fmp4", "text%2Fhtml"),
    }
    for what, wrong in tampered.items():
        assert wrong != address, what
        status, body = answer(wrong)
        assert status in {400, 403}, what
        assert clip.filename.encode() not in body
    assert answer(address, "DELETE")[0] in {400, 403, 405}


def test_a_signed_address_ends(on_s3, store, segments, cast, monkeypatch, settings):
    clip = fetch(plan(a_transaction(store))[0])
    ago = datetime.now(UTC) - timedelta(seconds=settings.CLIP_LINK_SECONDS + 60)
    monkeypatch.setattr(
        botocore.auth, "get_current_datetime", lambda *_, **__: ago.replace(tzinfo=None)
    )
    address = cast.client("manager").get(link(clip, Use.VIDEO, cast.manager))["Location"]
    assert answer(address)[0] in {400, 403}


def test_a_large_object_goes_up_in_parts_and_comes_back_the_same(on_s3, a_file, tmp_path):
    keys, key, path = a_file(2 * PART_BYTES + 12345)
    objects.put(keys, key, path)
    back = tmp_path / "back.mp4"
    objects.fetch(keys, key, back)
    assert back.read_bytes() == path.read_bytes()
    objects.remove(keys, [key])
    assert not default_storage.exists(key)
    objects.remove(keys, [key])  # gone already counts as removed


def test_a_storage_that_holds_other_bytes_of_the_same_size_is_found_out(on_s3, a_file, monkeypatch):
    keys, key, path = a_file(5000)
    save = S3Storage.save

    def broken(storage, name, _content):
        return save(storage, name, ContentFile(b"\x00" + path.read_bytes()[1:]))

    monkeypatch.setattr(S3Storage, "save", broken)
    with pytest.raises(objects.StorageAwayError):
        objects.put(keys, key, path)
    assert not default_storage.exists(key)


def test_where_the_hash_cannot_be_compared_the_object_is_read_back(on_s3, a_file, monkeypatch):
    keys, key, path = a_file(5000)
    monkeypatch.setattr(stored, "_etags", lambda *_: set())
    objects.put(keys, key, path)
    assert stored.holds(key, path)
    path.write_bytes(b"other" * 1000)
    assert not stored.holds(key, path)


def test_a_storage_failing_three_calls_of_ten_loses_nothing(on_s3, server, a_file, tmp_path):
    """Every put that is answered is there whole; every other is told as away."""
    with faulty(server, 0.3, seed=7) as proxy:
        on_s3(proxy.endpoint, tries=1)
        kept = {}
        for number in range(40):
            keys, key, path = a_file(3000, fill=b"%d," % number)
            tries = 0
            while key not in kept:
                tries += 1
                assert tries < 30
                try:
                    objects.put(keys, key, path)
                except objects.StorageAwayError:
                    continue
                kept[key] = path
        assert proxy.failed > 20
    on_s3(server.endpoint)
    for key, path in kept.items():
        with default_storage.open(key) as file:
            assert file.read() == path.read_bytes()


def test_clips_wait_while_the_storage_fails_and_all_of_them_come(on_s3, server, store, segments):
    rows = [a_transaction(store, at=NOON + timedelta(seconds=gap)) for gap in range(3)]
    clips = [plan(row)[0] for row in rows]
    with faulty(server, 0.3, seed=3) as proxy:
        on_s3(proxy.endpoint, tries=2)
        for _ in range(30):
            waiting = Clip.objects.exclude(state=ClipState.READY).order_by("pk")
            if not waiting:
                break
            clip = fetch(waiting[0])
            assert (clip.state, clip.reason_code) in {("ready", ""), ("waiting", "storage_away")}
    on_s3(server.endpoint)
    for clip in Clip.objects.filter(pk__in=[each.pk for each in clips]):
        assert clip.state == ClipState.READY
        with default_storage.open(clip.original_key) as original:
            assert hashlib.sha256(original.read()).hexdigest() == clip.sha256


def test_a_storage_that_is_away_is_waited_for_and_the_backlog_drains(
    on_s3, server, store, segments
):
    on_s3(server.endpoint, tries=1)
    (clip,) = plan(a_transaction(store))
    server.stop()
    try:
        clip = fetch(clip)
        assert (clip.state, clip.reason_code) == (ClipState.WAITING, "storage_away")
    finally:
        server.start()
    assert fetch(clip).state == ClipState.READY
