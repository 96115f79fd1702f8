"""Making a token, using it, seeing that it was used, and revoking it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import expect

from accounts.models import Membership
from accounts.roles import Role
from stores.models import Token
from tests.browser.conftest import AXE, EMAIL, HOST, log_in

pytestmark = [pytest.mark.browser]

VIOLATIONS = "async () => (await axe.run()).violations.map(v => `${v.id}: ${v.nodes[0].html}`)"


@pytest.fixture
def as_admin(desk):
    """The person at the desk may set up sources for the length of a test."""

    def become(role):
        Membership.objects.filter(user__email=EMAIL, chain=desk.chain).update(role=role)

    desk.do(become, Role.ADMIN)
    yield
    desk.do(Token.objects.all().delete)
    desk.do(become, Role.MANAGER)


def photograph(page, name):
    """For whoever wants to see: set SCREENSHOTS to a folder."""
    folder = os.environ.get("SCREENSHOTS")
    if not folder:
        return
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (360, 820, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            path = Path(folder) / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=str(path), full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def ask(desk, key):
    headers = {"host": HOST, "authorization": f"Bearer {key}", "user-agent": "till-sender/2.1"}
    return desk.do(lambda: Client(headers=headers).get("/api/v1/me"))


def test_a_token_is_made_used_and_revoked(desk, page, as_admin):
    log_in(page, desk)
    page.goto(f"{desk.address}/tokens/")
    page.get_by_label("Name").fill("Till PC, Maple Street")
    page.get_by_label("send files and events").check()
    page.get_by_role("combobox", name="For").select_option("101")
    page.get_by_role("button", name="Make the token").click()

    key = page.get_by_label("Key", exact=True)
    expect(key).to_have_text(re.compile(r"^lp_[0-9a-f]{8}_[\w-]{43}$"))
    secret = key.text_content()
    expect(page.get_by_label("Command")).to_contain_text(f"Bearer {secret}")
    expect(page).to_have_url(f"{desk.address}/tokens/")
    photograph(page, "made")

    assert ask(desk, secret).json()["name"] == "Till PC, Maple Street"
    page.reload()
    expect(page.get_by_text(secret)).to_have_count(0)
    row = page.get_by_role("row", name="Till PC")
    expect(row).to_contain_text("till-sender/2.1")

    row.get_by_text("Revoke Till PC").click()
    photograph(page, "revoking")
    row.get_by_role("button", name="Revoke for good").click()
    expect(page.get_by_text("” is revoked.")).to_be_visible()
    expect(page.get_by_role("row", name="Till PC")).to_contain_text("Revoked")
    assert ask(desk, secret).status_code == 401
    photograph(page, "revoked")


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk, page, as_admin):
    log_in(page, desk)
    page.goto(f"{desk.address}/tokens/")
    page.get_by_label("Name").fill("Everything")
    page.get_by_label("send files and events").check()
    page.get_by_role("combobox", name="For").select_option("all")
    page.get_by_label("Last day").fill("2030-01-31")
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_role("alert").filter(has_text="for one store")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("Everything")
    expect(page.get_by_label("Last day")).to_have_value("2030-01-31")
    photograph(page, "wrong")
    assert desk.do(Token.objects.count) == 0


def test_the_pages_fit_every_width_and_everybody(desk, page, as_admin):
    log_in(page, desk)
    page.add_init_script(path=str(AXE))
    for address in ("tokens/", "tokens/guide/"):
        page.goto(f"{desk.address}/{address}")
        photograph(page, address.strip("/").replace("/", "-"))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for width in (360, 820, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                assert fits(page), (address, width)
            assert page.evaluate(VIOLATIONS) == [], (address, scheme)
