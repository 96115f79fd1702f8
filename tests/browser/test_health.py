"""Data health in a real browser: from the header to the reason, and a word on it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from stores.models import Store
from tests.browser.conftest import AXE, log_in
from tests.browser.soundness import faults
from tests.review.factories import a_file
from tests.review.test_health import control, days_ago, heard, ring
from transactions.models import ControlCount, GapExplanation, HourlyTotal, Transaction, Unfamiliar

pytestmark = [pytest.mark.browser]


def trouble(store):
    """A store with something of every kind to look at."""
    heard(store, ago=timedelta(hours=5))
    a_file(store, state="quarantined", reason_code="truncated")
    ring(store, [*range(9000, 9010), *range(9013, 9020), 9021], days=4)
    ring(store, range(9025, 9040), days=3)
    control(store, "no_sales", days=3)
    control(store, "refunds", days=3, cashier_code="7", count=Decimal(2))
    control(store, "voids", days=4, count=Decimal(0))
    control(store, "over_short", days=4, count=None, amount=Decimal("-12.40"), till="1")
    Unfamiliar.objects.create(
        store=store,
        format="naxml_journal",
        kind="element",
        name="LoyaltyRebateDetail",
        example="<LoyaltyRebateDetail><Amount>1.00</Amount></LoyaltyRebateDetail>",
        count=17,
        first_file=a_file(store),
    )
    Unfamiliar.objects.create(
        store=store, format="naxml_journal", kind="tender", name="outsideFleet", read_as="other"
    )
    HourlyTotal.objects.create(
        store=store,
        business_date=days_ago(3),
        hour=10,
        measure="type:sale",
        count=20,
        amount=Decimal(200),
    )


def clear(store):
    Transaction.objects.filter(store=store, review=None).delete()
    Unfamiliar.objects.filter(store=store).delete()
    ControlCount.objects.filter(store=store).delete()
    HourlyTotal.objects.filter(store=store).delete()
    store.files.filter(state="quarantined").delete()
    Store.objects.exclude(pk=store.pk).filter(name="Quiet Lane").delete()


@pytest.fixture
def ill(desk):
    desk.do(trouble, desk.store)
    yield desk.store
    desk.do(clear, desk.store)


def complaints_of_axe(page):
    page.evaluate(AXE.read_text())
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate("tags => axe.run({runOnly: tags})", rules)
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found["violations"]]


def test_from_the_header_to_the_reason_and_a_word_on_it(desk, page, ill):
    log_in(page, desk)
    expect(page.get_by_text("Not watching Maple Street. Nothing was heard for 5 h")).to_be_visible()
    page.get_by_role("link", name="What to do").click()
    expect(page.get_by_role("heading", name="Not watching since")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="9010 – 9012")  # noqa: RUF001
    row.get_by_text("Explain").click()
    row.get_by_role("textbox").fill("Register was reset")
    row.get_by_role("button", name="Write down").click()
    expect(page.get_by_text("Written down.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="9010")).to_have_count(0)
    assert desk.do(lambda: GapExplanation.objects.filter(first_no=9010).count()) == 1


def test_something_new_is_said_to_be_right_by_keyboard_alone(desk, page, ill):
    log_in(page, desk)
    page.goto(f"{desk.address}/health/{ill.pk}/")
    page.get_by_role("button", name="All right: LoyaltyRebateDetail").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 is read rightly")).to_be_visible()
    expect(page.get_by_role("button", name="All right: LoyaltyRebateDetail")).to_have_count(0)


def test_the_pages_fit_and_are_open_to_everybody(desk, page, ill):
    log_in(page, desk)
    for address in ("/health/", f"/health/{ill.pk}/"):
        page.goto(desk.address + address)
        assert faults(page) == [], address
