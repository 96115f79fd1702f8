"""Summaries in a real browser: on the product's page, and as a mail program shows them."""

from __future__ import annotations

import base64
import itertools
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alerts.models import SummaryPart, SummaryRun
from alerts.summaries import facts
from alerts.summaries.daily import letter
from alerts.summaries.links import Links
from alerts.summaries.mail import PICTURE, mail_of, picture_of
from tests.alerts.summaries.factories import DAY, MORNING, busy_day
from tests.browser.conftest import log_in
from tests.browser.test_health import complaints_of_axe
from transactions.models import HourlyTotal, Transaction

pytestmark = [pytest.mark.browser]

LANDMARKS = {"landmark-one-main", "region"}
"""A mail is a letter within another program's page, and has no landmarks of its own."""
PLACES = ((360, 740), (820, 1180), (1440, 900))


def made(store):
    """A past summary and its mail; the rows behind them go again."""
    busy_day(store)
    known = facts.gather([store], DAY, MORNING)
    parts = list(SummaryPart.values)
    run = SummaryRun.objects.create(
        kind="daily",
        store=store,
        stores=[store.pk],
        stores_key="x",
        business_date=DAY,
        due_at=timezone.now() - timedelta(hours=1),
        subject="Maple Street: 3 to look at",
        facts=known,
        parts=parts,
        recipients=1,
    )
    words = letter(known, parts, Links("http://desk.localhost"))
    return run.pk, mail_of(words).html, picture_of(known)


def cleared(store):
    SummaryRun.objects.all().delete()
    HourlyTotal.objects.filter(store=store).delete()
    Transaction.objects.filter(store=store, review__isnull=False).delete()


@pytest.fixture
def summary(desk):
    yield desk.do(made, desk.store)
    desk.do(cleared, desk.store)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_fit_and_are_open_to_everybody(desk, page, summary, dark):
    log_in(page, desk)
    page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    for width, height in PLACES:
        page.set_viewport_size({"width": width, "height": height})
        for address in ("/summaries/", f"/summaries/{summary[0]}/", "/summaries/now/"):
            page.goto(desk.address + address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert complaints_of_axe(page) == []


def test_a_past_one_is_read_and_leads_to_its_transaction(desk, page, summary):
    log_in(page, desk)
    page.goto(f"{desk.address}/summaries/")
    page.get_by_role("link", name="Maple Street: 3 to look at").click()
    sheet = page.get_by_role("article")
    expect(sheet.get_by_role("img")).to_have_js_property("naturalWidth", 1104)
    assert sheet.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(255, 255, 255)"
    sheet.get_by_role("link", name="Refund $82.00").click()
    expect(page).to_have_url(f"{desk.address}/transactions/{_first(desk)}/")


def _first(desk):
    return desk.do(lambda: Transaction.objects.get(amount="-82.00").pk)


def test_the_mail_fits_and_can_be_read_with_and_without_its_picture(page, summary):
    _run, html, picture = summary
    drawn = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    for width, scheme, shown in itertools.product((360, 600), ("light", "dark"), (drawn, "data:,")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.set_content(html.replace(f"cid:{PICTURE}", shown))
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = [rule for rule, _where in complaints_of_axe(page)]
        assert not set(found) - LANDMARKS, (width, scheme, shown[:9])
        expect(page.get_by_alt_text("Last day 7")).to_be_visible()
