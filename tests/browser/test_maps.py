"""A map in a real browser: one key a row, the rest at once, nothing in anybody's way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from stores.models import Cashier, Register, Store
from tests.browser.conftest import AXE, log_in
from tests.review.factories import NOON, plain
from transactions.models import Standing, Transaction

pytestmark = [pytest.mark.browser]

GOODS = (("4", "CANDY", "2.00"), ("22", "LOTTERY PAYOUT", "-9.00"), ("23", "PAID OUT", "-20.00"))


def ring(store):
    """Three departments that propose themselves and one that does not, at a register of
    their own: other tests look at what is around theirs."""
    Register.objects.get_or_create(store=store, code="9")
    for minute in range(8):
        for code, description, amount in (*GOODS, ("30", "MISC", "-1.00")):
            line = {"kind": "open_department", "status": "normal", "department": code}
            plain(
                store,
                register="9",
                at=NOON + timedelta(minutes=minute),
                receipt={"lines": [{**line, "description": description, "amount": amount}]},
            )


def roles(store):
    return Store.objects.get(pk=store.pk).department_roles


def clear(store):
    """What other tests rang counts no more: a proposal looks at the newest days only."""
    Transaction.objects.filter(store=store).update(standing=Standing.WITHDRAWN)
    Store.objects.filter(pk=store.pk).update(department_roles={}, confirmed={})


def test_one_key_confirms_a_row_and_one_more_all_the_rest(desk, page):
    desk.do(clear, desk.store)
    desk.do(ring, desk.store)
    log_in(page, desk)
    page.get_by_label("Menu of").click()
    page.get_by_role("link", name="Set-up").click()
    page.get_by_role("link", name="Departments").click()
    summary = page.locator("#map .map-bar [role=status]")
    expect(summary).to_contain_text("0 confirmed, 3 proposed, 1 not known")
    page.keyboard.press("c")
    expect(summary).to_contain_text("1 confirmed, 2 proposed")
    page.keyboard.press("a")
    expect(summary).to_contain_text("3 confirmed, 0 proposed, 1 not known")
    page.get_by_label("Department 30").select_option("Leave out")
    page.get_by_role("button", name="Confirm 30").click()
    expect(summary).to_contain_text("4 confirmed, 0 proposed, 0 not known")
    assert desk.do(roles, desk.store) == {
        "4": "merchandise",
        "22": "lottery_payout",
        "23": "paid_out",
        "30": "ignore",
    }


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_nothing_that_axe_knows_keeps_anybody_out_of_the_maps(desk, page, scheme, width):
    desk.do(clear, desk.store)
    desk.do(ring, desk.store)
    number = desk.do(Cashier.objects.get_or_create, store=desk.store, code="7")[0].pk
    log_in(page, desk)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}
    here = f"/setup/{desk.store.pk}"
    kinds = ("registers", "numbers", "departments", "payments", "totals")
    for address in (
        f"{here}/",
        *(f"{here}/{kind}/" for kind in kinds),
        f"/setup/numbers/{number}/",
        "/setup/people/",
    ):
        page.goto(f"{desk.address}{address}")
        page.evaluate(AXE.read_text())
        result = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
        found[address] = [each["id"] for each in result["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    assert not any(found.values()), found
