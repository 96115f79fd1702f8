"""A register's clock put right by the video: the marker at once, the missing part fetched."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from clips import handlers
from clips.models import Clip, ClipState, Hold
from clips.services import estimate_clock, suspect
from clips.services.lineup import Correction, LineUpError, correct_register, seen_at
from clips.services.recut import recut_register
from clips.wording import Words
from footage.lineup import LineUp
from jobs.models import Job
from jobs.services import enqueue
from stores.models import AccessLog, ClockSample, Register
from tests.clips.factories import NOON, a_transaction, claimed
from tests.clips.pictures import shown, taken_at_moment
from tests.clips.running import fetch, plan_and_fetch

pytestmark = pytest.mark.django_db
FRAME = timedelta(seconds=0.2)


def register():
    return Register.objects.get(store__code="101", code="1")


def slow_by(chain, seconds, user=None):
    return correct_register(
        chain=chain,
        register=register(),
        correction=Correction(round(seconds * 1000), 500, ClockSample.How.LINED_UP),
        by=user,
    )


def recut(chain):
    return recut_register(chain, register(), since=NOON - timedelta(days=1))


def test_what_is_seen_later_than_the_receipt_says_makes_the_clock_slow(north, store, segments):
    clip = plan_and_fetch(a_transaction(store))
    correction = seen_at(clip, 60.0 + 12.4)
    assert abs(correction.offset_ms - 12_400) <= 250
    assert correction.error_ms >= 500
    with pytest.raises(LineUpError):
        seen_at(clip, 4_000.0)


def test_a_correction_is_kept_measured_told_and_done_once(north, store, segments, cast):
    assert slow_by(north, 12, cast.owner)
    assert register().clock_offset_ms == 12_000
    sample = ClockSample.objects.get(register=register())
    assert (sample.offset_ms, sample.how) == (-12_000, "lined_up")
    assert "12000" in AccessLog.objects.get(object_type="store").params["changes"]
    assert Job.objects.get(kind="recut_clips").key == str(register().pk)
    assert not slow_by(north, 12, cast.owner), "it is known already"


def test_hours_are_a_wrong_zone_and_not_a_wrong_clock(north, store):
    with pytest.raises(LineUpError, match="time zone"):
        slow_by(north, 4 * 3600)
    assert register().clock_offset_ms == 0
    assert not ClockSample.objects.exists()


def test_marker_and_window_move_and_the_missing_part_is_fetched(north, store, segments):
    clip = plan_and_fetch(a_transaction(store, at=NOON - timedelta(seconds=20)))
    slow_by(north, 20)
    assert recut(north) == {"moved": 1, "ordered": 1}
    moved = Clip.objects.get(pk=clip.pk)
    assert moved.state == ClipState.READY, "there is always something to watch"
    assert moved.moment == NOON
    assert abs(taken_at_moment(moved) - NOON) <= FRAME
    (gap,) = moved.gaps
    assert gap["reason"] == "outside_first_cut"
    assert abs(datetime.fromisoformat(gap["end"]) - moved.window_end) <= FRAME
    again = fetch(moved)
    assert not again.is_partial
    pictures = [taken for _, taken in shown(again)]
    assert pictures[0] <= again.window_start
    assert pictures[-1] >= again.window_end - FRAME
    assert abs(taken_at_moment(again) - NOON) <= FRAME
    assert recut(north) == {"moved": 0, "ordered": 0}


def test_a_correction_too_small_to_see_moves_the_marker_alone(north, store, segments):
    clip = plan_and_fetch(a_transaction(store))
    slow_by(north, 1.4)
    assert recut(north) == {"moved": 1, "ordered": 0}
    moved = Clip.objects.get(pk=clip.pk)
    assert moved.moment_ms - clip.moment_ms == pytest.approx(1400, abs=50)


def test_a_moment_beyond_what_was_fetched_has_no_marker_until_it_is(north, store, segments):
    clip = plan_and_fetch(a_transaction(store, at=NOON - timedelta(seconds=60)))
    slow_by(north, -90)
    recut(north)
    assert Clip.objects.get(pk=clip.pk).moment_ms is None


def test_what_is_under_a_hold_or_uploaded_stays_as_it_is(north, store, segments):
    held = plan_and_fetch(a_transaction(store))
    Hold.objects.create(transaction=held.transaction, reason="police")
    uploaded = plan_and_fetch(a_transaction(store, at=NOON - timedelta(seconds=5)))
    Clip.objects.filter(pk=uploaded.pk).update(source="upload")
    slow_by(north, 15)
    assert recut(north) == {"moved": 0, "ordered": 0}
    Hold.objects.update(lifted_at=NOON)
    assert recut(north)["moved"] == 1


def test_an_estimate_of_the_clips_is_kept_as_a_measurement_only(
    north, store, segments, monkeypatch
):
    """The estimate itself is proved in tests/footage/test_lineup.py; here a real clip is
    decoded, and what most clips would say is put in its place."""
    clip = plan_and_fetch(a_transaction(store))
    Clip.objects.update(moment=clip.moment)
    monkeypatch.setattr(estimate_clock, "REACH", timedelta(days=3650))
    seen = []

    def agreed(profiles, seed):
        seen.extend(profiles)
        return LineUp(offset=7.2, error=0.6, clips=120, clearness=9.0)

    monkeypatch.setattr(estimate_clock, "line_up", agreed)
    outcome = estimate_clock.estimate_clock(north, register())
    assert len(seen) == 1
    assert outcome == {"estimate": "found", "clips": 120, "offset_ms": 7200}
    assert register().clock_offset_ms == 0, "a person takes it over"
    assert ClockSample.objects.get(how="motion").offset_ms == -7200


def test_one_clip_alone_tells_nothing(north, store, segments):
    plan_and_fetch(a_transaction(store))
    assert estimate_clock.estimate_clock(north, register())["estimate"] == "too_few"


def test_a_job_of_what_is_gone_does_nothing(north, store):
    for kind, handler in (
        ("recut_clips", handlers.recut_clips),
        ("estimate_clock", handlers.estimate_clock),
        ("refresh_expiries", handlers.refresh_expiries),
        ("mark_suspects", handlers.mark_suspects),
    ):
        enqueue(chain="north", kind=kind, keys=["424242"], pool="video")
        assert handler([claimed(kind, "424242")]) == {}


def test_clips_of_the_time_in_which_a_recorders_clock_jumped_say_so(north, store, segments):
    clip = plan_and_fetch(a_transaction(store))
    recorder = clip.camera.recorder
    for hours, is_jump in ((-20, False), (4, True), (28, False)):
        at = NOON + timedelta(hours=hours)
        ClockSample.objects.create(
            recorder=recorder, at=at, how="polled", offset_ms=0, is_jump=is_jump
        )
    assert suspect.mark_suspects(recorder) == 1
    assert suspect.mark_suspects(recorder) == 0, "each is marked once"
    clip.refresh_from_db()
    assert any("clock jumped" in said for said in Words.of(clip).details)
    Clip.objects.update(moment=NOON - timedelta(days=3), clock_suspect=False)
    assert suspect.mark_suspects(recorder) == 0, "before the look that was still right"


def test_the_page_saves_what_the_slider_says(cast, north, store, segments):
    clip = plan_and_fetch(a_transaction(store))
    client = cast.client("owner")
    page = client.get(reverse("review:lineup", args=[clip.uuid]))
    assert "Line up the clock" in page.content.decode()
    saved = client.post(reverse("review:save_lineup", args=[clip.uuid]), {"second": "63.00"})
    assert saved.status_code == 302
    assert abs(register().clock_offset_ms - 3_000) <= 250


@pytest.mark.parametrize("second", ["", "nan", "inf", "-5", "9999", "a", "1e999"])
def test_a_moment_that_is_none_is_refused_in_words(cast, north, store, segments, second):
    clip = plan_and_fetch(a_transaction(store))
    refused = cast.client("owner").post(
        reverse("review:save_lineup", args=[clip.uuid]), {"second": second}
    )
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    assert register().clock_offset_ms == 0


def test_an_estimate_is_taken_over_by_its_number_alone(cast, north, store, segments):
    clip = plan_and_fetch(a_transaction(store))
    client = cast.client("owner")
    sample = ClockSample.objects.create(
        register=register(), how="motion", offset_ms=-7_200, error_ms=600
    )
    assert "7.2 s slow" in client.get(reverse("review:lineup", args=[clip.uuid])).content.decode()
    wrong = client.post(reverse("review:use_estimate", args=[clip.uuid]), {"sample": "99999999"})
    assert wrong.status_code == 404
    client.post(reverse("review:use_estimate", args=[clip.uuid]), {"sample": str(sample.pk)})
    assert register().clock_offset_ms == 7_200
    assert "Use it" not in client.get(reverse("review:lineup", args=[clip.uuid])).content.decode()
