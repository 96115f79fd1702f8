"""One picture of each camera, from its newest footage."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from clips import handlers
from clips.keys import CameraKeys, ForeignKeyError
from footage.cutting.first_picture import live_picture
from footage.errors import UnreadableVideoError
from jobs.models import Job, JobState
from stores.models import Camera
from stores.services.recorders_jobs import ask_for_stills
from tests.clips.factories import camera_of, claimed, footage, use_folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorder(store, root, rendered):
    use_folder(store, root / "dvr")
    start = (timezone.now() - timedelta(minutes=4)).replace(second=0, microsecond=0)
    footage(rendered, root / "dvr", start, 3)
    return camera_of(store).recorder


def take(recorder):
    ask_for_stills(recorder.pk)
    handlers.camera_stills([claimed("camera_stills", recorder.pk)])
    return Job.objects.get(kind="camera_stills", key=str(recorder.pk))


def test_a_camera_with_footage_gets_its_still_and_the_other_none(north, recorder):
    job = take(recorder)
    assert (job.state, job.outcome) == (JobState.DONE, {"taken": 1, "missed": 1})
    camera = Camera.objects.get(recorder=recorder, channel="cam1")
    assert camera.still_key.startswith(f"chain/{north.uuid}/cameras/{camera.pk}/still.")
    with Image.open(io.BytesIO(default_storage.open(camera.still_key).read())) as picture:
        assert picture.format == "JPEG"
        assert picture.width == 320
    first = camera.still_key
    take(recorder)
    camera.refresh_from_db()
    assert camera.still_key != first
    assert not default_storage.exists(first)


def test_a_still_of_another_chain_is_not_served(cast, north, south, store):
    camera = camera_of(store)
    camera.still_key = CameraKeys(south.uuid, camera.pk).key("f1")
    camera.save()
    answer = cast.client("admin").get(f"/setup/cameras/{camera.pk}/still")
    assert answer.status_code == 404
    with pytest.raises(ForeignKeyError):
        CameraKeys(north.uuid, camera.pk).check(camera.still_key)


def test_what_a_recorder_sends_as_a_picture_is_made_anew():
    sent = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(sent, "JPEG", comment=b"<script>")
    kept = io.BytesIO()
    live_picture(sent.getvalue()).save(kept, "JPEG")
    assert b"<script>" not in kept.getvalue()
    for bad in (b"", b"<html>", sent.getvalue()[:100]):
        with pytest.raises(UnreadableVideoError):
            live_picture(bad)
