import re
from datetime import timedelta

import pytest

from clips.models import Clip, ClipState
from stores.models import Camera, Recorder
from tests.review.factories import NOON, flagged

SPANS = [
    {"at": 0.0, "start": (NOON - timedelta(seconds=60)).isoformat(), "seconds": 50.0},
    {"at": 50.0, "start": (NOON + timedelta(seconds=20)).isoformat(), "seconds": 100.0},
]
GAP = {
    "start": (NOON - timedelta(seconds=10)).isoformat(),
    "end": (NOON + timedelta(seconds=20)).isoformat(),
    "reason": "no_footage",
}


def a_clip(row, *, channel="cam1", **fields):
    camera = Camera.objects.get(recorder__store=row.store, channel=channel)
    values = {
        "moment": NOON,
        "window_start": NOON - timedelta(seconds=60),
        "window_end": NOON + timedelta(seconds=120),
        **fields,
    }
    if values.get("state") == ClipState.READY:
        values |= {"playback_key": "x", "filename": f"{channel}.mp4"}
        values.setdefault("timeline", [{**SPANS[0], "seconds": 180.0}])
        values.setdefault("moment_ms", 60_000)
    return Clip.objects.create(transaction=row, store=row.store, camera=camera, **values)


def page_of(cast, row, name="manager"):
    return re.sub(r"\s+", " ", cast.client(name).get(f"/transactions/{row.pk}/").text)


def test_the_video_opens_a_little_before_the_moment(cast, store):
    row = flagged(store)
    a_clip(row, state=ClipState.READY)
    page = page_of(cast, row)
    assert 'data-opens="55.000"' in page
    assert 'data-moment-at="60.000"' in page


def test_what_is_missing_is_hatched_at_its_place_and_said(cast, store):
    row = flagged(store)
    a_clip(row, state=ClipState.READY, timeline=SPANS, gaps=[GAP], is_partial=True)
    page = page_of(cast, row)
    assert re.search(r'class="track-gap" x="277\.8" y="10" width="166\.\d"', page)
    assert re.search(r'class="track-have" x="0\.0" y="10" width="277\.8"', page)
    assert "No footage for 30 s." in page


def test_a_gap_at_the_moment_is_said_out_loud(cast, store):
    row = flagged(store)
    clip = a_clip(row, state=ClipState.READY, timeline=SPANS, gaps=[GAP], is_partial=True)
    Clip.objects.filter(pk=clip.pk).update(moment_ms=None)
    page = page_of(cast, row)
    assert "There is no footage of the moment itself" in page
    assert "data-moment-at" not in page


def test_an_unsure_clock_is_drawn_on_both_sides_of_the_moment(cast, store):
    row = flagged(store)
    a_clip(row, state=ClipState.READY, clock_error_ms=9000)
    page = page_of(cast, row)
    assert re.search(r'class="track-error" x="283\.3" y="4" width="100\.0"', page)


def test_of_two_cameras_the_missing_one_is_shown_as_missing(cast, store):
    row = flagged(store)
    a_clip(row, state=ClipState.READY, position=1)
    a_clip(row, channel="cam2", position=2, state=ClipState.UNAVAILABLE, reason_code="unreachable")
    page = page_of(cast, row)
    assert page.count("<video") == 1
    assert re.search(r'data-shows="2"[^>]* disabled title="The recorder did not answer', page)


def test_a_clip_on_its_way_says_what_it_waits_for_and_asks_again(cast, store):
    row = flagged(store)
    a_clip(row, state=ClipState.WAITING, reason_code="busy")
    page = page_of(cast, row)
    assert "The video is on its way" in page
    assert "The recorder is busy" in page
    assert "desk:soon from:body" in page


def test_the_part_answers_only_when_the_clips_changed(cast, store):
    row = flagged(store)
    clip = a_clip(row, state=ClipState.FETCHING)
    client = cast.client("viewer")
    address = re.search(r'hx-get="(/transactions/\d+/clips/\?v=\w+)"', page_of(cast, row))[1]
    assert client.get(address).status_code == 204
    Clip.objects.filter(pk=clip.pk).update(
        state=ClipState.READY, playback_key="x", filename="a.mp4", moment_ms=1000
    )
    ready = client.get(address)
    assert "<video" in ready.text
    assert "desk:soon" not in ready.text


def test_a_video_that_can_be_watched_is_not_taken_away_for_a_percentage(cast, store):
    row = flagged(store)
    a_clip(row, state=ClipState.READY, position=1)
    other = a_clip(row, channel="cam2", position=2, state=ClipState.WAITING, reason_code="busy")
    address = re.search(r'hx-get="(/transactions/\d+/clips/\?v=\w+)"', page_of(cast, row))[1]
    Clip.objects.filter(pk=other.pk).update(reason_code="unreachable")
    assert cast.client("viewer").get(address).status_code == 204


@pytest.mark.parametrize(("name", "offered"), [("manager", True), ("viewer", False)])
def test_an_unavailable_clip_says_why_and_what_would_help(cast, store, name, offered):
    row = flagged(store)
    for number in (1, 2):
        a_clip(
            row,
            channel=f"cam{number}",
            position=number,
            state=ClipState.UNAVAILABLE,
            reason_code="unreachable",
        )
    page = page_of(cast, row, name)
    assert page.count("The recorder did not answer. Check that the recorder is on") == 1
    assert ('name="video"' in page) is offered


def test_a_hostile_camera_name_is_shown_as_words(cast, store):
    row = flagged(store)
    recorder = Recorder.objects.get(store=store)
    Camera.objects.create(recorder=recorder, channel="x", name='"><script>alert(1)</script>')
    a_clip(row, state=ClipState.READY, channel="x")
    a_clip(row, state=ClipState.READY, position=2)
    assert "<script>alert" not in page_of(cast, row)
