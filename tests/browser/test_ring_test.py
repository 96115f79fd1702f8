"""The ring test on a phone: what is rung appears by itself, and one thumb goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import User
from review.models import RingStep, RingTest, StepOutcome
from review.ringtest import services
from stores.models import Register
from tests.browser.conftest import AXE, EMAIL, log_in
from tests.review.factories import a_file, flagged, plain

pytestmark = [pytest.mark.browser]
PHONE = {"width": 360, "height": 740}


def clear(store):
    RingTest.objects.all().delete()


def rung(store, kind="no_sale", **fields):
    """An event of register 1 that comes in now."""
    now = timezone.now()
    file = a_file(store, format="other", parsed_at=now, events=1)
    make = flagged if kind in {"refund", "no_sale"} else plain
    flags = {"flags": (kind,)} if make is flagged else {}
    tag = {"no_sale": "OtherEvent", "refund": "RefundEvent"}.get(kind, "SaleEvent")
    return make(
        store,
        at=now.replace(microsecond=0),
        event_type=kind,
        source_event_tag=tag,
        source_file=file,
        transaction_no="9006",
        **flags,
        **fields,
    ).pk


def begun(store, name="no_sale"):
    """A test whose earlier steps were skipped."""
    user = User.objects.get(email=EMAIL)
    register = Register.objects.get(store=store, code="1")
    test = services.start(store=store, register=register, by=user)
    while (on := services.current(list(test.steps.all()))) and on.step != name:
        since = on.asked_at.isoformat()
        services.leave(test=test, name=on.step, asked=since, skipped=True)
    return test.pk


def waited(pk, name, seconds):
    since = timezone.now() - timedelta(seconds=seconds)
    RingStep.objects.filter(ring_test=pk, step=name).update(asked_at=since)


def outcome(pk, name):
    return RingStep.objects.get(ring_test=pk, step=name).outcome


def test_what_is_rung_appears_by_itself_and_one_tap_goes_on(desk, page):
    desk.do(clear, desk.store)
    log_in(page, desk)
    page.set_viewport_size(PHONE)
    page.goto(f"{desk.address}/setup/{desk.store.pk}/")
    page.get_by_role("link", name="Ring test").click()
    page.get_by_text("Register 1", exact=True).click()
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Go on without cameras").click()
    expect(page.get_by_role("heading", name="No sale")).to_be_visible()
    expect(page.get_by_text("Waiting for the register")).to_be_visible()
    page.reload()  # nothing is lost
    desk.do(rung, desk.store)
    expect(page.get_by_text("read as No sale")).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Suspend a sale")).to_be_visible()
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_text("read as No sale")).to_be_visible()
    page.get_by_role("link", name="To where the test is").click()
    desk.do(rung, desk.store, "sale")
    expect(page.get_by_text("Is it what you rang?")).to_be_visible()
    page.get_by_role("button", name="This is it").click()
    expect(page.get_by_role("heading", name="Resume that sale")).to_be_visible()
    page.get_by_role("button", name="End the test here").click()
    expect(page.get_by_role("heading", name="1 of 11 seen and understood")).to_be_visible()
    test = desk.do(RingTest.objects.get)
    assert desk.do(outcome, test.pk, "no_sale") == StepOutcome.SEEN
    assert desk.do(outcome, test.pk, "suspend") == StepOutcome.SEEN_AS_OTHER


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_nothing_that_axe_knows_keeps_anybody_out_of_the_ring_test(desk, page, scheme, width):
    desk.do(clear, desk.store)
    pk = desk.do(begun, desk.store)
    log_in(page, desk)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}
    step = f"/ring-tests/{pk}/steps/no_sale/"

    def check(name, address):
        page.goto(f"{desk.address}{address}")
        page.evaluate(AXE.read_text())
        result = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
        found[name] = [each["id"] for each in result["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    check("start", f"/setup/{desk.store.pk}/ring-tests/")
    check("wave", f"/ring-tests/{pk}/steps/wave/")
    check("waiting", step)
    desk.do(waited, pk, "no_sale", 70)
    check("nothing", step)
    desk.do(rung, desk.store, "sale")
    check("other", step)
    desk.do(rung, desk.store)
    check("seen", step)
    check("certificate", f"/ring-tests/{pk}/certificate/")
    assert not any(found.values()), found
