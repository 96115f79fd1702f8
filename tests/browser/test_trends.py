"""Trends and a cashier's page in a real browser: legible, open to everybody, with links."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from alerts.models import DayTotal, Score, Scoring, StoreNormal
from stores.models import Cashier
from tests.alerts.trends.world import build
from tests.browser.conftest import log_in
from tests.browser.test_health import complaints_of_axe
from transactions.models import HourlyTotal

pytestmark = [pytest.mark.browser]

PLACES = ((360, 740), (820, 1180), (1440, 900))
OPEN_ALL = "document.querySelectorAll('main details').forEach(each => each.open = true)"


def clear():
    for model in (DayTotal, Score, Scoring, StoreNormal, HourlyTotal):
        model.objects.all().delete()
    Cashier.objects.filter(code__startswith="c").delete()


@pytest.fixture
def busy(desk):
    desk.do(clear)
    cashier = desk.do(build, [desk.store], days=91, people=6)
    yield cashier
    desk.do(clear)


def test_from_the_bars_to_a_cashier_and_to_the_transactions(desk, page, busy):
    log_in(page, desk)
    page.get_by_role("link", name="Trends", exact=True).first.click()
    expect(page.get_by_role("heading", name="Cashiers beside their peers")).to_be_visible()
    page.get_by_role("combobox", name="Type").select_option("no_sale")
    expect(page.get_by_role("heading", level=1)).to_contain_text("No sale")
    page.go_back()
    row = page.get_by_role("row").filter(has_text="Stands out")
    expect(row).to_have_count(1)
    row.get_by_role("link", name="Cashier c1", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cashier c1")
    link = page.get_by_role("link", name="Transactions: Refund")
    assert "refund" in link.get_attribute("href")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_fit_and_are_open_to_everybody(desk, page, busy, dark):
    log_in(page, desk)
    page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    for width, height in PLACES:
        page.set_viewport_size({"width": width, "height": height})
        for address in ("/trends/", f"/trends/cashiers/{busy.pk}/"):
            page.goto(desk.address + address)
            page.evaluate(OPEN_ALL)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            if shots := os.environ.get("SHOTS"):
                name = f"{address.strip('/').replace('/', '-')}-{width}-{dark}.png"
                page.screenshot(path=Path(shots) / name, full_page=True)
            assert complaints_of_axe(page) == []
