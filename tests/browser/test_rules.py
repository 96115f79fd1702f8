"""Rules in a browser: a switch, a slider that writes the rule, a file, a trial that follows."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Membership, User
from accounts.roles import Role
from accounts.tenancy import current_chain
from alerts.models import Alert, AlertTransaction, Proposal, Rule, Trial
from alerts.services.pack import plant_pack
from alerts.services.rules import RuleWish, add_rule
from stores.models import Cashier
from tests.browser.conftest import AXE, EMAIL, log_in
from tests.review.factories import flagged

pytestmark = [pytest.mark.browser]

RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"
FILE = "lossprevention rules 1\n\nrule: Void > $7\nname: Voids over seven\nstate: on\n"


def planted(store):
    """The pack, some refunds that its rule found, a proposal."""
    plant_pack()
    rule = Rule.objects.get(code="refund_over_50")
    now = timezone.now()
    for hours in range(6):
        row = flagged(store, at=now - timedelta(hours=7 * hours + 1), transaction_no=f"88{hours}")
        alert = Alert.objects.create(
            rule=rule, rule_version=1, store=store, key_kind="transaction",
            started_at=row.occurred_at, ended_at=row.occurred_at, severity=30,
        )  # fmt: skip
        AlertTransaction.objects.create(alert=alert, transaction=row)
    silent = Rule.objects.get(code="no_sales_half_hour")
    tried = [
        {"value": str(value), "alerts": 60 // value, "per_store_week": 15 / value}
        for value in (1, 3, 5, 8, 12)
    ]
    Proposal.objects.create(rule=silent, rule_version=1, value="8", days=28, tried=tried)
    return rule.pk, silent.pk


def cleared():
    Trial.objects.all().delete()
    Proposal.objects.all().delete()
    AlertTransaction.objects.all().delete()
    Alert.objects.all().delete()
    Rule.objects.all().delete()


def become(role):
    user = User.objects.get(email=EMAIL)
    Membership.objects.filter(user=user, chain=current_chain()).update(role=role)


@pytest.fixture
def rules(desk):
    """The pack, and the person at the desk may change rules for the length of a test."""
    desk.do(cleared)
    desk.do(become, Role.ADMIN)
    yield desk.do(planted, desk.store)
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
            wide = "document.documentElement.scrollWidth <= innerWidth"
            assert page.evaluate(wide), (name, width)
            if folder:
                path = Path(folder) / f"{name}-{width}-{scheme}.png"
                page.screenshot(path=str(path), full_page=True)


def test_a_rule_is_dragged_saved_and_switched(desk, page, rules):
    refunds, _silent = rules
    log_in(page, desk)
    page.goto(f"{desk.address}/rules/")
    row = page.get_by_role("article", name="Large refund")
    expect(row.get_by_text("Refund > $50")).to_be_visible()

    slider = row.get_by_role("slider", name="Amount")
    slider.focus()
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    expect(row.get_by_text("Refund > $60")).to_be_visible()
    looked_at(page, "rules")
    row.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: Refund > $60")).to_be_visible()
    assert desk.do(lambda: Rule.objects.get(pk=refunds).version) == 2

    row.get_by_text("Silent", exact=True).click()
    expect(page.get_by_text("“Large refund” runs silently.")).to_be_visible()
    assert desk.do(lambda: Rule.objects.get(pk=refunds).state) == "silent"


def test_a_proposal_is_taken_and_the_history_says_who(desk, page, rules):
    _refunds, silent = rules
    log_in(page, desk)
    page.goto(f"{desk.address}/rules/{silent}/")
    looked_at(page, "rule")
    page.get_by_role("button", name="Use 8").click()
    expect(page.get_by_role("insertion").get_by_text("> 8 no sales in 30 minutes")).to_be_visible()
    expect(page.get_by_role("cell", name="Dana Reyes").first).to_be_visible()


def test_a_file_is_looked_at_and_taken_in(desk, page, rules):
    log_in(page, desk)
    page.goto(f"{desk.address}/rules/pack/")
    page.get_by_label("Or its text").fill(FILE + "colour: red\n")
    page.get_by_role("button", name="What would change?").click()
    expect(page.get_by_role("alert").get_by_text("There is no key “colour”.")).to_be_visible()
    page.get_by_label("Or its text").fill(FILE)
    page.get_by_role("button", name="What would change?").click()
    expect(page.get_by_text("This would change")).to_be_visible()
    looked_at(page, "file")
    page.get_by_role("button", name="Do it").click()
    expect(page.get_by_role("article", name="Voids over seven")).to_be_visible()


def refunds_of(store):
    """Thirty refunds of $30 to $117 within four weeks by a number of their own, and a rule
    about that number."""
    cashier = Cashier.objects.create(store=store, code="4471", name="Alex")
    now = timezone.now()
    for place in range(30):
        flagged(
            store, at=now - timedelta(hours=20 * place + 2), transaction_no=f"77{place}",
            amount=Decimal(-30 - 3 * place), cashier=cashier,
        )  # fmt: skip
    wish = RuleWish(name="Refunds of 4471", text="Refund > $50 by cashier 4471")
    return add_rule(wish=wish, by=None).pk


def test_a_rule_is_tried_the_figures_follow_the_slider_and_a_video_is_one_click_away(
    desk, page, rules
):
    refunds = desk.do(refunds_of, desk.store)
    log_in(page, desk)
    page.goto(f"{desk.address}/rules/{refunds}/")
    page.get_by_role("link", name="Try on past days").click()
    looked_at(page, "trial-new")
    page.get_by_role("button", name="Try it").click()
    alerts = page.locator(".number").filter(has_text="alerts").locator("dd")
    expect(alerts).to_have_text("23")
    page.get_by_text("By day and store").click()
    looked_at(page, "trial")

    slider = page.get_by_role("slider", name="Amount")
    slider.focus()
    slider.press("End")
    expect(alerts).to_have_text("0")
    page.get_by_role("slider", name="Amount").focus()
    for _press in range(16):
        page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("Refund > $70 by cashier 4471").first).to_be_visible()
    expect(alerts).to_have_text("16")
    expect(page.get_by_role("slider", name="Amount")).to_be_focused()

    newest = page.get_by_role("region", name="The newest, with their videos")
    newest.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/transactions/\d+/$"))
    page.go_back()
    page.get_by_role("button", name="Save this number in the rule").click()
    expect(page.get_by_text("Saved: Refund > $70 by cashier 4471")).to_be_visible()
