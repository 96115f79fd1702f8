"""A wave in front of a real folder of footage: pictures without any transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from clips import handlers
from clips.models import Clip, ClipState
from review.ringtest import services, wave
from review.ringtest.wave_page import wave_part
from stores.models import Register
from tests.clips.factories import NOON, claimed, footage, use_folder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def waved(store, north, cast, tmp_path: Path, settings):
    """A wave at noon of the day that footage was rendered of; camera 2 has none."""
    folder = tmp_path / "released"
    settings.FOOTAGE_ROOTS = [folder]
    use_folder(store, folder / "dvr")
    footage(tmp_path / "cache", folder / "dvr", NOON - timedelta(minutes=1), minutes=2)
    register = Register.objects.get(store=store, code="1")
    test = services.start(store=store, register=register, by=cast.manager)
    since = test.steps.get(step="wave").asked_at.isoformat()
    wave.wave(chain=north, test=test, asked=since)
    Clip.objects.update(moment=NOON, window_start=NOON - wave.BEFORE, window_end=NOON + wave.AFTER)
    return test


def test_the_pictures_of_a_wave_come_from_the_recorder_and_who_is_silent_is_said(
    waved, cast, client
):
    for clip in Clip.objects.order_by("position"):
        handlers.fetch_clip([claimed("fetch_clip", clip.pk)])
    seen, silent = Clip.objects.order_by("position")
    assert (seen.state, seen.transaction_id) == (ClipState.READY, None)
    assert 9 < seen.duration_ms / 1000 < 12
    assert silent.state != ClipState.READY
    part = wave_part(waved.steps.get(step="wave"), waved, cast.member("manager"))
    assert part.state == "choose"
    assert [picture.camera for picture in part.answered] == ["Register 1"]
    assert [picture.camera for picture in part.silent] == ["Register 2"]
    still = cast.client("manager").get(part.answered[0].still)
    assert (still.status_code, still["Content-Type"]) == (200, "image/jpeg")
    assert cast.client("southerner").get(part.answered[0].still).status_code == 404
