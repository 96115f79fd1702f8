"""A layout confirmed in a real browser: seen, changed, answered, saved by the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import AXE, log_in
from tests.transactions.exports import export, forget_waiting, read_waiting, receive
from transactions.models import Mapping, SourceFile, Transaction
from transactions.services.layout_trial import surveys_of

pytestmark = [pytest.mark.browser]

VIOLATIONS = "axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes[0].html))"
ROWS = (
    "9001,9/8/2025,8:01:10 AM,1,7,Sale,12.40",
    "9002,9/8/2025,8:03:55 AM,1,7,Refund,-64.20",
    "9003,9/8/2025,9:12:00 AM,1,8,Zwischen,0.00",
)


CUT_OFF = """() => [...document.querySelectorAll("main .card *")].filter((each) => {
    const box = each.getBoundingClientRect();
    const card = each.closest(".card").getBoundingClientRect();
    return box.width && box.right > card.right + 1 && !each.closest("thead");
}).map((each) => each.outerHTML.slice(0, 80))"""
"""What sticks out of its card, but for headings that are there for screen readers alone."""


def written_otherwise(store):
    """A file that is refused, since its confirmed layout has points for cents."""
    header = "Bon,Date,Time,Register,Cashier,Type,Total"
    row = f"{SourceFile.objects.count()},11/19/2025,8:01:10 AM,1,7,Sale"
    usual = receive(store, export(f"{row},12.40", header=header), "points.csv")
    (survey,) = surveys_of(usual)
    Mapping.objects.create(fingerprint=usual.layout, definition=survey["mapping"])
    refused = receive(store, export(f'{row},"12,40"', header=header), "commas.csv")
    assert refused.reason_code == "decimal_mark_differs"
    return refused.pk


def wait_for_somebody(store):
    forget_waiting()
    Mapping.objects.all().delete()
    SourceFile.objects.filter(state="needs_mapping").update(state="quarantined")
    header = "Slip,Date,Time,Register,Cashier,Type,Total"
    data = export(*ROWS, header=header, title=f"Slips {SourceFile.objects.count()}")
    return receive(store, data, "slips.csv").pk


def confirmed():
    read_waiting()
    kinds = Transaction.objects.filter(source_file__original_name__startswith="slips")
    return Mapping.objects.count(), set(kinds.values_list("event_type", flat=True))


def test_a_layout_is_confirmed_by_whoever_answers_what_only_they_know(desk, page):
    file = desk.do(wait_for_somebody, desk.store)
    log_in(page, desk)
    page.goto(f"{desk.address}/files/")
    page.get_by_role("link", name="Look at them").click()
    page.wait_for_url(f"{desk.address}/layouts/", wait_until="load")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text("What do the columns mean?")
    read = page.locator("#read")
    expect(read).to_contain_text("8 Sep 2025")
    page.get_by_label("Day first: “9/8/2025” is 9 August 2025").check()
    expect(read).to_contain_text("9 Aug 2025")
    page.get_by_role("combobox", name="Total").select_option("ignore")
    expect(read).not_to_contain_text("$12.40")
    page.get_by_role("combobox", name="Total").select_option("amount")
    expect(read).to_contain_text("$12.40")
    page.get_by_label("What does “zwischen” mean?").select_option("paid_out")
    expect(read).to_contain_text("Paid out")
    page.get_by_role("button", name="Yes, read it like this").press("Enter")
    page.wait_for_url(f"{desk.address}/files/{file}/")
    assert desk.do(confirmed) == (1, {"sale", "refund", "paid_out"})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_layouts_page_has_no_fault_that_axe_finds(desk, page, scheme):
    file = desk.do(wait_for_somebody, desk.store)
    page.emulate_media(color_scheme=scheme)
    log_in(page, desk)
    refused = desk.do(written_otherwise, desk.store)
    for address in (
        f"/files/{file}/layout/", f"/files/{file}/", "/layouts/", "/history/",
        f"/files/{refused}/", f"/files/{refused}/written/",
    ):  # fmt: skip
        page.goto(f"{desk.address}{address}")
        page.evaluate(AXE.read_text())
        found = page.evaluate(
            "axe.run().then(r => r.violations.map(v => v.id + ': ' + v.nodes[0].html))"
        )
        assert found == [], address


@pytest.mark.parametrize("width", [360, 820, 1440])
def test_no_page_of_getting_data_in_is_wider_than_the_screen(desk, page, width):
    file = desk.do(wait_for_somebody, desk.store)
    page.set_viewport_size({"width": width, "height": 800})
    log_in(page, desk)
    refused = desk.do(written_otherwise, desk.store)
    addresses = (
        f"/files/{file}/layout/", f"/files/{file}/", "/files/", "/layouts/", "/history/",
        "/second-accounts/", "/uploads/", f"/files/{refused}/", f"/files/{refused}/written/",
    )  # fmt: skip
    for address in addresses:
        page.goto(f"{desk.address}{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.evaluate(CUT_OFF) == [], address
