"""From a transaction to a recipient without an account, who downloads, watches and checks."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Membership, User
from accounts.roles import Role
from accounts.tenancy import current_chain
from jobs.models import Job, JobState
from jobs.registry import Claimed
from review import handlers
from review.models import EvidenceCopy, EvidencePackage, Share
from tests.browser.conftest import AXE, SCHEMA
from tests.cast import PASSWORD
from tests.review.evidence.ground import with_video
from tests.review.factories import NOON, flagged

pytestmark = [pytest.mark.browser]
ADMIN = "admin@desk.example.com"
RULES = "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})"


def a_refund(store, content):
    row = flagged(store, at=NOON, transaction_no="9006")
    with_video(row, content, duration_ms=20_000, moment_ms=5_000)
    return row.pk


def admitted():
    user, _made = User.objects.get_or_create(email=ADMIN, defaults={"name": "Ada Owens"})
    user.set_password(PASSWORD)
    user.save()
    Membership.objects.get_or_create(
        user=user, chain=current_chain(), defaults={"role": Role.ADMIN}
    )


def dismissed():
    Membership.objects.filter(user__email=ADMIN).delete()
    User.objects.filter(email=ADMIN).delete()


def run(kind, handler, key):
    """The job as a worker would do it, now."""
    job = Job.objects.filter(chain=SCHEMA, kind=kind, key=str(key))
    until = timezone.now() + timedelta(minutes=5)
    job.update(state=JobState.RUNNING, fence=F("fence") + 1, attempts=1, lease_until=until)
    row = job.get()
    handler([Claimed(row.pk, SCHEMA, kind, row.key, row.lane, row.fence, row.attempts)])


def newest(model):
    return model.objects.latest("pk").pk


@pytest.fixture
def admin(desk):
    desk.do(admitted)
    yield ADMIN
    desk.do(dismissed)


def log_in(page, desk):
    page.goto(f"{desk.address}/accounts/login/")
    page.get_by_label("E-mail").fill(ADMIN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{desk.address}/")


@contextmanager
def stranger(browser):
    """Another browser, which nobody has logged in with."""
    context = browser.new_context(viewport={"width": 820, "height": 900}, accept_downloads=True)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def looked_at(page):
    """Nothing that axe knows, on a phone in the dark and at a desk by day, and no sideways
    scrolling at any width."""
    page.evaluate(AXE.read_text())
    for width, scheme in ((360, "dark"), (820, ""), (1440, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        if scheme:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found = page.evaluate(RULES)["violations"]
            assert [each["id"] for each in found] == [], (page.url, width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_evidence_reaches_somebody_outside_and_can_be_checked(
    desk, admin, page, browser, video, tmp_path
):
    row = desk.do(a_refund, desk.store, video)
    log_in(page, desk)
    page.goto(f"{desk.address}/transactions/{row}/")
    page.get_by_role("link", name="Make an evidence package").click()
    page.get_by_label("Title").fill("Case 7")
    page.get_by_label("Why it is held").fill("police")
    looked_at(page)
    page.get_by_role("button", name="Make the package").click()
    expect(page.get_by_text("It waits for its turn.")).to_be_visible()
    desk.do(run, "build_evidence", handlers.build_evidence, desk.do(newest, EvidencePackage))
    expect(page.get_by_role("link", name="Download the ZIP")).to_be_visible()
    _mask(desk, page)
    page.reload()
    page.get_by_label("Person").fill("Ann Lee")
    page.get_by_label("Organisation").fill("City Police")
    page.get_by_label("101_refund").check()
    page.get_by_role("button", name="Make the link").click()
    link, passcode = (
        page.locator("#made-link").inner_text(),
        page.locator("#made-code").inner_text(),
    )
    looked_at(page)
    with stranger(browser) as other:
        _received(desk, other, link, passcode, tmp_path)
    page.goto(f"{desk.address}/evidence/shares/{desk.do(newest, Share)}/")
    expect(page.get_by_text("downloaded the package")).to_be_visible()
    looked_at(page)
    page.get_by_role("button", name="Take it back now").click()
    expect(page.get_by_text("Taken back", exact=True)).to_be_visible()


def _mask(desk, page):
    page.get_by_role("link", name="Make a masked copy").click()
    sheet = page.locator("svg.mask-draw")
    expect(sheet).to_be_visible()
    box = sheet.bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.up()
    expect(sheet.locator("rect")).to_have_count(1)
    looked_at(page)
    page.get_by_role("button", name="Make the copy").click()
    copy = desk.do(newest, EvidenceCopy)
    desk.do(run, "mask_copy", handlers.mask_copy, copy)
    expect(page.get_by_role("link", name="Watch")).to_be_visible()


def _received(desk, page, link, passcode, tmp_path):
    page.goto(f"{desk.address}/share/nothing/")
    looked_at(page)
    page.goto(link)
    looked_at(page)
    page.get_by_label("Passcode").fill("wrong")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("That is not the passcode.")).to_be_visible()
    page.get_by_label("Passcode").fill(passcode.lower())
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("heading", name="Case 7")).to_be_visible()
    looked_at(page)
    video = page.locator("video")
    video.evaluate("video => { video.muted = true; return video.play(); }")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download evidence-").click()
    path = tmp_path / "received.zip"
    waiting.value.save_as(path)
    page.goto(f"{desk.address}/verify/")
    page.locator("#package").set_input_files(path)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_text("Intact: all")).to_be_visible()
    looked_at(page)
    path.write_bytes(path.read_bytes().replace(b"<h1>", b"<h2>", 1))
    page.locator("#package").set_input_files(path)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_text("“transaction-1/receipt.html” was changed.")).to_be_visible()


def test_the_other_pages_keep_nobody_out(desk, admin, page, video):
    row = desk.do(a_refund, desk.store, video)
    log_in(page, desk)
    page.goto(f"{desk.address}/evidence/new/?transaction={row}")
    page.get_by_label("Title").fill("Case 8")
    page.get_by_label("Why it is held").fill("insurer")
    page.get_by_role("button", name="Make the package").click()
    package = desk.do(newest, EvidencePackage)
    desk.do(run, "build_evidence", handlers.build_evidence, package)
    for address in (
        "/evidence/",
        "/holds/",
        "/evidence/keys/",
        f"/evidence/{package}/certificate/",
        f"/transactions/{row}/",
        "/verify/keys/",
        "/verify/",
    ):
        page.goto(f"{desk.address}{address}")
        looked_at(page)
