"""The same life of a clip with S3 as the storage, and presigned addresses."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit
from urllib.request import Request, urlopen

import boto3
import pytest
from moto.server import ThreadedMotoServer

from clips import objects
from clips.keys import ClipKeys
from clips.links import Use
from clips.models import ClipState
from lossprevention.storage import s3_storage
from tests.clips.factories import a_transaction
from tests.clips.running import fetch, plan
from tests.clips.test_watching import link

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def endpoint():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(endpoint, settings, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    s3 = boto3.resource("s3", endpoint_url=endpoint, region_name="us-east-1")
    bucket = s3.create_bucket(Bucket="clips")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": s3_storage("clips", endpoint=endpoint, region="us-east-1"),
    }
    yield bucket
    bucket.objects.all().delete()


@pytest.fixture
def clip(bucket, store, segments):
    return fetch(plan(a_transaction(store))[0])


def keys_in(bucket):
    return sorted(item.key for item in bucket.objects.all())


def test_a_clip_is_stored_under_the_chains_prefix(bucket, north, clip):
    assert clip.state == ClipState.READY
    assert keys_in(bucket) == sorted(
        {clip.original_key, clip.playback_key, clip.thumbnail_key, clip.sheet_key}
    )
    assert all(key.startswith(f"chain/{north.uuid}/clips/{clip.uuid}/") for key in keys_in(bucket))


def test_watching_goes_to_a_presigned_address_that_ends(cast, clip, settings):
    response = cast.client("manager").get(link(clip, Use.VIDEO, cast.manager))
    assert response.status_code == 302
    assert response["Cache-Control"].startswith("private")
    address = urlsplit(response["Location"])
    query = parse_qs(address.query)
    assert address.path == f"/clips/{clip.playback_key}"
    assert 0 < int(query["X-Amz-Expires"][0]) <= settings.CLIP_LINK_SECONDS
    assert query["response-content-type"] == ["video/mp4"]
    request = Request(response["Location"], headers={"Range": "bytes=0-99"})
    with urlopen(request) as answer:
        assert answer.status == 206
        assert len(answer.read()) == 100
        assert answer.headers["Content-Type"] == "video/mp4"


def test_a_download_from_s3_has_the_clips_name(cast, clip):
    response = cast.client("manager").get(link(clip, Use.DOWNLOAD, cast.manager))
    query = parse_qs(urlsplit(response["Location"]).query)
    assert query["response-content-disposition"] == [f'attachment; filename="{clip.filename}"']


def test_a_foreign_link_gets_no_presigned_address(cast, clip):
    response = cast.client("owner").get(link(clip, Use.VIDEO, cast.manager))
    assert response.status_code == 404


def test_a_storage_that_refuses_is_waited_for(store, segments, bucket):
    (clip,) = plan(a_transaction(store))
    bucket.delete()
    clip = fetch(clip)
    assert (clip.state, clip.reason_code) == (ClipState.WAITING, "storage_away")
    bucket.create()
    assert fetch(clip).state == ClipState.READY


def test_objects_come_back_as_they_went(bucket, north, tmp_path):
    import uuid

    keys = ClipKeys(north.uuid, uuid.uuid4())
    source, target = tmp_path / "a.mp4", tmp_path / "b.mp4"
    source.write_bytes(b"x" * 9_000_000)
    key = keys.key("upload", "abc", ".mp4")
    objects.put(keys, key, source)
    objects.fetch(keys, key, target)
    assert target.read_bytes() == b"x" * 9_000_000
    objects.delete(keys, [key])
    assert keys_in(bucket) == []
