"""Alerts in the browser: they come by themselves, are taken on by a key, and lead to the
transaction after log-in."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.models import Membership
from accounts.roles import Role
from alerts.models import Alert, AlertTransaction, Delivery, DeliveryAlert, Phone, Subscription
from tests.alerts.telling.factories import an_alert
from tests.browser.conftest import AXE, EMAIL, PASSWORD, log_in

pytestmark = [pytest.mark.browser]

VIOLATIONS = "async () => (await axe.run()).violations.map(v => `${v.id}: ${v.nodes[0].html}`)"
TICK = "document.body.dispatchEvent(new Event('desk:tick'))"


def clear():
    for model in (DeliveryAlert, AlertTransaction, Alert, Phone, Subscription):
        model.objects.all().delete()
    Delivery.objects.filter(attempts=None).delete()


@pytest.fixture
def quiet(desk):
    desk.do(clear)
    yield desk
    desk.do(clear)


@pytest.fixture
def as_owner(desk):
    def become(role):
        Membership.objects.filter(user__email=EMAIL, chain=desk.chain).update(role=role)

    desk.do(become, Role.OWNER)
    yield
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
            page.screenshot(path=str(path), full_page=name != "panel")
    page.set_viewport_size({"width": 1440, "height": 900})


def check(page, name):
    """It fits a phone, and axe finds nothing."""
    photograph(page, name)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.set_viewport_size({"width": 1440, "height": 900})
    page.evaluate(AXE.read_text())
    assert page.evaluate(VIOLATIONS) == [], name


def test_an_alert_comes_by_itself_and_is_taken_on_in_the_panel(quiet, page):
    old = quiet.do(an_alert, quiet.store)
    log_in(page, quiet)
    expect(page.locator("#alerts-count")).to_have_text("1")
    panel = page.locator("#alert-panel")
    page.evaluate(TICK)
    expect(panel).to_be_hidden()  # it was there before: the count says so

    new = quiet.do(an_alert, quiet.store, severity=30)
    page.evaluate(TICK)
    expect(panel).to_be_visible()
    expect(page.locator("#alerts-count")).to_have_text("2")
    expect(panel.locator(f"[data-alert='{new.pk}']")).to_be_visible()
    expect(panel.locator(f"[data-alert='{old.pk}']")).to_be_hidden()
    expect(page.locator("#alert-said")).to_have_text("Refund over $50: $64.20")
    check(page, "panel")

    panel.get_by_role("button", name="Acknowledge").click()
    expect(page.locator("#alerts-count")).to_have_text("1")
    expect(panel).to_be_hidden()
    assert quiet.do(lambda: Alert.objects.get(pk=new.pk).state) == "seen"


def test_what_is_put_aside_stays_aside_until_something_newer_comes(quiet, page):
    log_in(page, quiet)
    panel = page.locator("#alert-panel")
    quiet.do(an_alert, quiet.store)
    page.evaluate(TICK)
    panel.get_by_role("button", name="Later").click()
    expect(panel).to_be_hidden()
    page.reload()
    expect(page.locator("#alerts-count")).to_have_text("1")
    expect(panel).to_be_hidden()
    quiet.do(an_alert, quiet.store)
    page.evaluate(TICK)
    expect(panel).to_be_visible()


def test_a_link_in_a_message_opens_the_alert_after_log_in_and_the_transaction_behind(quiet, page):
    alert = quiet.do(an_alert, quiet.store)
    page.goto(f"{quiet.address}/alerts/{alert.pk}/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{quiet.address}/alerts/{alert.pk}/")
    check(page, "alert")
    page.keyboard.press("a")
    expect(page.get_by_text("Acknowledged. Nobody else is told of it.")).to_be_visible()
    expect(page.locator(".notice", has_text="Acknowledged by Dana Reyes")).to_be_visible()
    page.get_by_role("link", name="Refund", exact=True).click()
    page.wait_for_url(re.compile(r"/transactions/\d+/"))


def test_the_list_is_walked_and_narrowed_by_keyboard_and_address(quiet, page):
    first = quiet.do(an_alert, quiet.store, severity=30)
    quiet.do(an_alert, quiet.store, severity=10)
    log_in(page, quiet)
    page.goto(f"{quiet.address}/alerts/")
    check(page, "list")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(f"a[href='/alerts/{first.pk}/'].alert-link")).to_be_focused()
    page.get_by_label("Severity").select_option("30")
    page.wait_for_url(re.compile(r"severity=30"))
    expect(page.locator(".alert-item")).to_have_count(1)
    page.locator(".alert-item").get_by_role("button", name="Acknowledge").click()
    page.wait_for_url(re.compile(r"severity=30"))
    expect(page.locator(".alert-item")).to_have_count(0)


def test_the_pages_of_who_is_told_fit_and_are_accessible(quiet, page, as_owner, settings):
    settings.TWILIO_ACCOUNT_SID = settings.TWILIO_AUTH_TOKEN = settings.TWILIO_FROM = "x"
    quiet.do(an_alert, quiet.store)
    log_in(page, quiet)
    page.goto(f"{quiet.address}/tell-me/")
    for each in page.locator(".wish-more > summary").all():
        each.click()
    check(page, "tell-me")
    page.goto(f"{quiet.address}/told/")
    for each in page.locator(".role-wish > summary").all():
        each.click()
    check(page, "told")
