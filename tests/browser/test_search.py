"""The search page in a real browser: at every width, by keys alone, without a complaint."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import log_in
from tests.browser.soundness import faults
from tests.review.factories import flagged, plain

pytestmark = [pytest.mark.browser]

ADDRESSES = ("/search/", "/search/?store=101&type=refund&min=20&sort=risk", "/search/exports/")


def some_rows(store):
    now = timezone.now()
    for number in range(60):
        plain(store, at=now - timedelta(minutes=number), transaction_no=str(9000 + number))
    flagged(store, at=now, event_type="refund", amount="-64.20", risk=87)
    flagged(store, at=now, event_type="refund", amount="-24.20", risk=47, status="escalate")


@pytest.fixture
def rows(desk):
    desk.do(some_rows, desk.store)


def test_the_pages_are_sound_at_every_width(page, desk, rows):
    log_in(page, desk)
    for address in ADDRESSES:
        page.goto(f"{desk.address}{address}")
        for summary in page.locator("main details > summary").all():
            if summary.is_visible():
                summary.click()
        assert faults(page) == [], address


def test_one_finds_and_opens_by_keys_alone(page, desk, rows):
    log_in(page, desk)
    page.goto(desk.address)
    page.keyboard.press("/")
    expect(page).to_have_url(f"{desk.address}/search/")
    box = page.get_by_label("What to look for")
    expect(box).to_be_focused()
    page.keyboard.type("refund > 50")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{desk.address}/search/?type=refund&min=50")
    expect(page.locator("#count")).to_contain_text("found")
    page.keyboard.press("/")
    expect(page.get_by_label("What to look for")).to_be_focused()
    page.locator("h1").evaluate("() => document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("64.20")


def test_more_rows_follow_and_filters_go_one_by_one(page, desk, rows):
    log_in(page, desk)
    page.goto(f"{desk.address}/search/?type=sale&sort=oldest")
    expect(page.locator(".found .row")).to_have_count(50)
    page.get_by_role("link", name="Show 50 more").click()
    expect(page.locator(".found .row").nth(55)).to_be_visible()
    page.get_by_role("link", name="Sale take away").click()
    expect(page).to_have_url(f"{desk.address}/search/?sort=oldest")
