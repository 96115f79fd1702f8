"""From a journal's time to the pictures: each frame of the clip tells when it was taken.

The strip in the simulated recorder's frames is read back from the stored playback copy,
through the whole way: journal, plan, folder of segments, finisher, storage.
"""

from __future__ import annotations

import io
import itertools
from datetime import UTC, datetime, timedelta

import av
import pytest
from django.core.files.storage import default_storage

from clips.models import ClipState
from jobs.worker import work
from lossprevention.simulator.footage.on_demand import ensure_segments
from lossprevention.simulator.footage.segment import CameraView
from lossprevention.simulator.footage.strip import decode
from stores.models import Camera, Recorder, Register
from tests.clips.running import fetch, plan
from tests.transactions.journals import Ring, incoming, journal
from transactions.models import Transaction
from transactions.services.receive import receive_upload

FRAME = timedelta(seconds=0.1)
BEFORE, AFTER = timedelta(seconds=60), timedelta(seconds=120)


def frame_times(key: str) -> list[tuple[float, datetime]]:
    """(seconds in the file, when the picture was taken) of every frame."""
    with default_storage.open(key, "rb") as stored:
        data = io.BytesIO(stored.read())
    with av.open(data) as video:
        return [
            (float(frame.time), decode(frame.to_ndarray(format="gray")))
            for frame in video.decode(video=0)
        ]


def clip_of(store, root, moment: datetime, *, codec="h264", gop=2.0, clock=timedelta(0)):
    """The fetched clip of a refund rung at ``moment``, filmed by the simulated recorder."""
    camera = CameraView(
        camera="cam1",
        label="101 REGISTER 1",
        width=320 if codec == "h264" else 160,
        height=180 if codec == "h264" else 96,
        gop_seconds=gop,
        codec=codec,
        clock_error=clock,
    )
    ensure_segments(root, camera, moment - timedelta(minutes=3), moment + timedelta(minutes=4))
    Recorder.objects.filter(store=store).update(
        options={"path": str(root)}, clock_offset_ms=int(clock.total_seconds() * 1000)
    )
    local = moment.astimezone(store.zone)
    ring = Ring(1, "refund", date=local.strftime("%Y-%m-%d"), time=local.strftime("%H:%M:%S"))
    receive_upload(store=store, user=None, files=[incoming("a.xml", journal(ring))])
    work("quick", seconds=10)
    return fetch(plan(Transaction.objects.get())[0])


def check(clip, moment: datetime) -> None:
    assert clip.gaps == []
    assert (clip.state, clip.is_partial) == (ClipState.READY, False)
    times = frame_times(clip.playback_key)
    assert times[0][1] <= moment - BEFORE
    assert times[-1][1] >= moment + AFTER - FRAME
    marker = clip.moment_ms / 1000
    shown = max(times, key=lambda pair: (pair[0] <= marker + 0.001, pair[0]))
    assert abs(shown[1] - moment) <= FRAME
    gaps = [later[1] - earlier[1] for earlier, later in itertools.pairwise(times)]
    assert max(gaps) <= FRAME * 2


@pytest.mark.parametrize(
    ("moment", "gop"),
    [
        (datetime(2026, 3, 3, 17, 0, 0, tzinfo=UTC), 2.0),
        (datetime(2026, 3, 3, 17, 0, 59, tzinfo=UTC), 2.0),
        (datetime(2026, 7, 4, 3, 59, 31, tzinfo=UTC), 10.0),
        (datetime(2026, 3, 8, 7, 0, 5, tzinfo=UTC), 2.0),
    ],
    ids=["on the segment's edge", "before the edge", "long GOP over midnight", "DST night"],
)
def test_the_clip_shows_the_three_minutes_around_the_moment(store, root, moment, gop):
    check(clip_of(store, root, moment, gop=gop), moment)


def test_a_recorder_with_a_wrong_clock_still_gives_the_right_minutes(store, root):
    moment = datetime(2026, 3, 3, 17, 0, 20, tzinfo=UTC)
    check(clip_of(store, root, moment, clock=timedelta(seconds=47)), moment)


def test_a_register_with_a_wrong_clock_still_gives_the_right_minutes(store, root):
    """The register is 30 seconds slow: its time needs 30 s added to be true."""
    rung, true = (datetime(2026, 3, 3, 17, 0, second, tzinfo=UTC) for second in (5, 35))
    Register.objects.filter(store=store, code="1").update(clock_offset_ms=30_000)
    check(clip_of(store, root, rung), true)


def test_h265_footage_is_playable_and_as_exact(store, root):
    moment = datetime(2026, 3, 3, 17, 0, 20, tzinfo=UTC)
    clip = clip_of(store, root, moment, codec="h265")
    check(clip, moment)
    with default_storage.open(clip.playback_key, "rb") as stored, av.open(stored) as video:
        assert video.streams.video[0].codec_context.name == "h264"


def test_the_clip_is_named_as_people_look_for_it(store, root):
    clip = clip_of(store, root, datetime(2026, 3, 3, 17, 0, 20, tzinfo=UTC))
    assert clip.filename == "101_2026-03-03_120020_1_refund.mp4"
    assert Camera.objects.get(pk=clip.camera_id).channel == "cam1"
