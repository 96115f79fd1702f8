"""Writing a rule in a browser: by keyboard, by suggestions, by the form of fields."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.models import Membership, User
from accounts.roles import Role
from accounts.tenancy import current_chain
from alerts.models import Rule
from tests.browser.conftest import AXE, EMAIL, log_in

pytestmark = [pytest.mark.browser]

RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
TEXT = "Alert when"


def cleared():
    Rule.objects.all().delete()


def become(role):
    user = User.objects.get(email=EMAIL)
    Membership.objects.filter(user=user, chain=current_chain()).update(role=role)


@pytest.fixture
def editor(desk, page):
    """The page of a new rule, for somebody who may write rules."""
    desk.do(cleared)
    desk.do(become, Role.ADMIN)
    log_in(page, desk)
    page.goto(f"{desk.address}/rules/new/")
    yield page
    page.wait_for_load_state("networkidle")
    desk.do(cleared)
    desk.do(become, Role.MANAGER)


def looked_at(page, name):
    """Nothing that axe knows in both schemes, and no sideways scrolling at any width; kept as
    pictures for whoever sets SCREENSHOTS to a folder."""
    folder = os.environ.get("SCREENSHOTS")
    page.evaluate(AXE.read_text())
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = page.evaluate(RULES)["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], (name, scheme)
        for width in (360, 820, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                name,
                width,
            )
            if folder:
                path = Path(folder) / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=str(path), full_page=True)


def test_a_rule_is_written_by_keyboard_alone(desk, editor):
    page = editor
    field = page.get_by_role("combobox", name=TEXT)
    field.focus()
    page.keyboard.type("ref")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="refund", selected=True)).to_be_visible()
    page.keyboard.press("Enter")
    expect(field).to_have_value("refund ")
    page.keyboard.type("over $50 by ca")
    expect(page.get_by_role("option", name="by card")).to_be_visible()
    looked_at(page, "editor-typing")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option", name="by card", selected=True)).to_be_visible()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(field).to_have_value("refund over $50 by cash ")
    expect(page.get_by_text("Each refund of more than $50, paid mostly by cash.")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_label("Name").focus()
    page.keyboard.type("Cash refunds")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved: Refund > $50 by cash")).to_be_visible()
    assert desk.do(lambda: Rule.objects.get(name="Cash refunds").state) == "silent"


def test_a_wrong_word_is_marked_and_put_right_with_one_press(editor):
    page = editor
    page.get_by_role("combobox", name=TEXT).fill("refnd > $50")
    expect(page.get_by_text("“refnd” is not understood.")).to_be_visible()
    looked_at(page, "editor-wrong")
    page.get_by_role("button", name="refund", exact=True).click()
    expect(page.get_by_role("combobox", name=TEXT)).to_have_value("refund > $50")
    expect(page.get_by_text("Each refund of more than $50.")).to_be_visible()


def test_the_form_of_fields_and_the_text_write_each_other(editor):
    page = editor
    page.get_by_text("Or put it together from fields").click()
    page.get_by_label("Look for").select_option("count")
    page.get_by_label("How many").fill("3")
    page.get_by_role("group", name="Event", exact=True).last.get_by_label(
        "no sale", exact=True
    ).check()
    text = page.get_by_role("combobox", name=TEXT)
    expect(text).to_have_value("> 3 no sales in 5 minutes")
    looked_at(page, "editor-fields")

    text.fill("Void then no sale within 90 seconds by the same cashier")
    expect(page.get_by_label("Look for")).to_have_value("sequence")
    expect(page.get_by_role("group", name="Then").first).to_be_visible()
    expect(page.get_by_label("All of it")).to_have_value("cashier")


def test_an_example_is_a_start(editor):
    page = editor
    looked_at(page, "editor-empty")
    page.get_by_role("button", name="Suspended not resumed within 30 minutes").click()
    expect(
        page.get_by_text("Suspended sale, and no resumed sale within 30 minutes")
    ).to_be_visible()
