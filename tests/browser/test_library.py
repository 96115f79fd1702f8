"""The clip library in a real browser: at every width, by keys alone, without a complaint."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from playwright.sync_api import expect

from accounts.tenancy import current_chain
from clips.keys import ClipKeys
from clips.models import Clip, ClipState, Purpose
from stores.models import Camera
from tests.browser.conftest import AXE, log_in

pytestmark = [pytest.mark.browser]

PLACES = ((360, 740), (820, 1180), (1440, 900))
ADDRESSES = (
    "/clips/",
    "/clips/?view=list",
    "/clips/ask/?store=101",
    "/clips/look-back/",
    "/clips/export/?store=101",
    "/clips/line/",
)


def some_clips(video, picture):
    """One of each state, none of which belongs to a transaction."""
    Clip.objects.filter(transaction=None).delete()
    camera = Camera.objects.select_related("recorder__store").get()
    store, now = camera.recorder.store, timezone.now()
    kinds = (
        {"state": ClipState.READY, "duration_ms": 20_000},
        {"state": ClipState.WAITING, "reason_code": "daily_limit", "expires_at": now},
        {"state": ClipState.REQUESTED, "expires_at": now + timedelta(days=3, hours=4, minutes=5)},
        {"state": ClipState.UNAVAILABLE, "reason_code": "unreachable"},
        {"state": ClipState.REMOVED, "removed_at": now},
    )
    made = []
    for number, kind in enumerate(kinds):
        at = now - timedelta(hours=number + 1)
        clip = Clip.objects.create(
            store=store,
            camera=camera,
            moment=at,
            window_start=at,
            window_end=at + timedelta(minutes=3),
            purpose=Purpose.MOMENT,
            filename=f"library-{number}.mp4",
            requested_at=at,
            **kind,
        )
        made.append(str(clip.uuid))
    _store(Clip.objects.get(uuid=made[0]), video, picture)
    return made


def _store(clip, video, picture):
    keys = ClipKeys(current_chain().uuid, clip.uuid)
    for field, suffix, body in (
        ("playback", ".mp4", video),
        ("thumbnail", ".jpg", picture),
    ):
        key = default_storage.save(keys.key(field, "f1", suffix), ContentFile(body))
        setattr(clip, f"{field}_key", key)
    clip.size = len(video)
    clip.save()


def clear():
    Clip.objects.filter(transaction=None).delete()


@pytest.fixture
def clips(desk, video, picture):
    yield desk.do(some_clips, video, picture)
    desk.do(clear)


@pytest.fixture(scope="session")
def picture(tmp_path_factory):
    from PIL import Image

    path = tmp_path_factory.mktemp("picture") / "still.jpg"
    Image.new("RGB", (320, 180), (40, 90, 160)).save(path)
    return path.read_bytes()


def test_the_library_fits_every_width_in_both_schemes_and_axe_finds_nothing(page, desk, clips):
    log_in(page, desk)
    axe = AXE.read_text()
    for address in (*ADDRESSES, f"/clips/{clips[0]}/"):
        page.goto(f"{desk.address}{address}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for width, height in PLACES:
                page.set_viewport_size({"width": width, "height": height})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            page.evaluate(axe)
            found = page.evaluate("axe.run().then((done) => done.violations.map((v) => v.id))")
            assert found == [], (address, scheme)


def test_filters_change_the_list_and_the_address_and_the_way_back_works(page, desk, clips):
    log_in(page, desk)
    page.goto(f"{desk.address}/clips/")
    expect(page.locator(".clip-card")).to_have_count(5)
    page.get_by_role("link", name="On its way").click()
    expect(page.locator(".clip-card")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"/clips/\?state=coming$"))
    expect(page.get_by_text("Footage expires in 3 d 4 h.")).to_be_visible()
    page.get_by_label("Why it was fetched").select_option("upload")
    expect(page.get_by_text("No clip fits these filters.")).to_be_visible()
    page.go_back()
    expect(page.locator(".clip-card")).to_have_count(2)


def test_a_clip_is_found_and_watched_by_keys_alone(page, desk, clips):
    log_in(page, desk)
    page.goto(f"{desk.address}/clips/?state=ready")
    page.locator(".clip-card").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/clips/{clips[0]}/")
    video = page.locator("video")
    video.focus()
    page.keyboard.press("Space")
    expect(video).to_have_js_property("paused", False)
