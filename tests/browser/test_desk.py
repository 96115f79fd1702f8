"""The walk of the manual: log in, open the queue, watch, decide, write, read the trail."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from playwright.sync_api import expect

from clips.keys import ClipKeys
from clips.models import Clip, ClipState
from stores.models import Camera
from tests.browser.conftest import log_in
from tests.browser.soundness import faults
from tests.review.factories import NOON, flagged, plain
from transactions.models import Review

pytestmark = [pytest.mark.browser]

CURRENT_TIME = "document.querySelector('video').currentTime"
PLAYED_ON = "from => document.querySelector('video').currentTime > from"
SOUGHT = "to => Math.abs(document.querySelector('video').currentTime - to) < 0.3"


def with_clip(chain, video, row):
    """A ready clip of twenty seconds, the moment in its tenth."""
    start = row.occurred_at - timedelta(seconds=10)
    clip = Clip.objects.create(
        transaction=row,
        store=row.store,
        camera=Camera.objects.get(),
        moment=row.occurred_at,
        window_start=start,
        window_end=start + timedelta(seconds=20),
        obtained_start=start,
        obtained_end=start + timedelta(seconds=20),
        timeline=[{"at": 0.0, "start": start.isoformat(), "seconds": 20.0}],
        state=ClipState.READY,
        moment_ms=10_000,
        duration_ms=20_000,
        source="folder",
        filename=f"101_{row.pk}.mp4",
        size=len(video),
    )
    clip.playback_key = ClipKeys(chain.uuid, clip.uuid).key("playback", "f1", ".mp4")
    default_storage.save(clip.playback_key, ContentFile(video))
    clip.save()
    return clip


def status_of(row):
    return Review.objects.get(pk=row.pk).status


def test_from_log_in_to_an_escalated_transaction_with_its_video_playing(desk, page, video):
    row = desk.do(flagged, desk.store, risk=99, amount="-64.20", transaction_no="9006")
    desk.do(plain, desk.store, at=NOON - timedelta(seconds=6))
    desk.do(with_clip, desk.chain, video, row)
    log_in(page, desk)

    page.locator(f'a.row[href^="/transactions/{row.pk}/"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile("Refund of .* with no sale linked to it")
    )
    page.wait_for_function(SOUGHT, arg=5.0)  # five seconds before the moment

    page.keyboard.press("Space")
    page.wait_for_function(PLAYED_ON, arg=6.0)
    page.keyboard.press("Space")
    page.keyboard.press("m")
    page.wait_for_function(SOUGHT, arg=10.0)
    page.get_by_role("button", name="11:59:54").click()
    page.wait_for_function(SOUGHT, arg=4.0)

    page.keyboard.press("n")
    page.keyboard.type("No customer at the counter")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator(".trail")).to_contain_text("No customer at the counter")
    expect(page.locator(".trail")).to_contain_text("opened a transaction")
    page.locator("h1").click()

    page.keyboard.press("e")
    expect(page.get_by_text("Decided: Escalate")).to_be_visible()
    page.goto(f"{desk.address}/transactions/{row.pk}/")
    expect(page.locator(".trail")).to_contain_text("decided Escalate: send to loss prevention")
    expect(page.locator(".trail")).to_contain_text("watched a clip")
    assert desk.do(status_of, row) == "escalate"


def test_the_next_item_slides_in_and_u_takes_the_decision_back(desk, page):
    first = desk.do(flagged, desk.store, risk=98, transaction_no="FIRST")
    second = desk.do(flagged, desk.store, risk=97, transaction_no="SECOND")
    log_in(page, desk)
    page.goto(f"{desk.address}/transactions/{first.pk}/")

    page.keyboard.press("a")
    expect(page.get_by_text("Receipt SECOND")).to_be_visible()
    expect(page).to_have_url(f"{desk.address}/transactions/{second.pk}/")
    page.keyboard.press("u")
    expect(page.get_by_text("Receipt FIRST")).to_be_visible()
    assert desk.do(status_of, first) == "new"


def test_who_comes_second_is_told_and_nothing_is_overwritten(desk, page):
    row = desk.do(flagged, desk.store, risk=96)
    log_in(page, desk)
    page.goto(f"{desk.address}/transactions/{row.pk}/")
    desk.do(Review.objects.filter(pk=row.pk).update, status="approved", version=1)

    with page.expect_response(re.compile("/decide/")) as answered:
        page.keyboard.press("i")
    assert answered.value.status == 409
    expect(
        page.get_by_role("alert").filter(has_text="Your Investigate was not saved")
    ).to_be_visible()
    assert desk.do(status_of, row) == "approved"


def test_a_new_item_is_announced_without_moving_the_list(desk, page):
    desk.do(flagged, desk.store, risk=95)
    log_in(page, desk)
    before = page.locator("#list a.row").count()
    desk.do(flagged, desk.store, risk=100)

    page.evaluate("document.body.dispatchEvent(new Event('desk:tick'))")

    announced = page.get_by_role("link", name=re.compile("1 new"))
    expect(announced).to_be_visible()
    assert page.locator("#list a.row").count() == before
    announced.click()
    expect(page.locator("#list a.row")).to_have_count(before + 1)


def test_the_list_is_walked_and_opened_by_keys_alone(desk, page):
    row = desk.do(flagged, desk.store, risk=100, transaction_no="KEYS")
    log_in(page, desk)
    page.goto(f"{desk.address}/?order=newest")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    # The address changes before the page's scripts listen: a key pressed in between goes nowhere.
    page.wait_for_url(re.compile("/transactions/"), wait_until="load")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    assert desk.do(status_of, row) == "new"


def test_nothing_that_axe_knows_keeps_anybody_out(desk, page, video):
    row = desk.do(flagged, desk.store, risk=94, transaction_no="9006")
    desk.do(with_clip, desk.chain, video, row)
    bare = desk.do(flagged, desk.store, risk=93)

    page.goto(f"{desk.address}/accounts/login/")
    found = {"/accounts/login/": faults(page)}
    log_in(page, desk)
    for address in (
        "/",
        f"/transactions/{row.pk}/",
        f"/transactions/{bare.pk}/",
        "/uploads/",
        f"/uploads/{desk.do(lambda: row.source_file.upload_id)}/",
        "/files/",
    ):
        page.goto(desk.address + address)
        page.wait_for_load_state("networkidle")
        found[address] = faults(page)
    assert {address: each for address, each in found.items() if each} == {}
