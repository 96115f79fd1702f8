"""Sources in a real browser: set one up, see it tested, fetch it, and nobody kept out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Membership
from accounts.roles import Role
from stores.models import RunState, Source, SourceRun
from tests.browser.conftest import EMAIL, log_in
from tests.browser.soundness import faults
from tests.transactions.journals import Ring, journal

pytestmark = [pytest.mark.browser]


@pytest.fixture
def owner(desk):
    """The person of these tests may set up sources while one runs."""
    mine = {"user__email": EMAIL}

    def give(role):
        Membership.objects.filter(**mine).update(role=role)

    desk.do(give, Role.OWNER)
    yield
    desk.do(lambda: SourceRun.objects.all().delete())
    desk.do(lambda: Source.objects.all().delete())
    desk.do(give, Role.MANAGER)


@pytest.fixture
def released(settings, tmp_path, desk):
    folder = tmp_path / "incoming"
    folder.mkdir()
    settings.SOURCE_ROOTS = [f"{desk.chain.schema_name}={folder}"]
    return folder


def plant(store):
    """One of each state that the list can show."""
    now = timezone.now()
    live = Source.objects.create(
        store=store,
        kind="folder",
        name="Passport journal",
        is_live=True,
        settings={"path": "\\\\10.5.48.2\\PPXMLData\\PJR", "patterns": "PJR*"},
        cursor={"looked_at": now.isoformat()},
        heard_at=now - timedelta(seconds=14),
    )
    SourceRun.objects.create(source=live, found=312, taken=310, known=2)
    mail = Source.objects.create(
        store=store,
        kind="imap",
        name="Modisoft reports by mail",
        times=["06:00", "23:30"],
        settings={"host": "imap.example.com", "username": "reports@example.com"},
        failures=3,
    )
    for hours in (3, 2, 1):
        SourceRun.objects.create(
            source=mail,
            state=RunState.FAILED,
            started_at=now - timedelta(hours=hours),
            ended_at=now - timedelta(hours=hours) + timedelta(seconds=2),
            reason_code="login_refused",
            reason_params={"user": "reports@example.com"},
        )
    api = Source.objects.create(
        store=store,
        kind="https",
        name="Back office API",
        every_minutes=30,
        settings={"url": "https://api.example.com/sales?from={from}"},
        next_run_at=now + timedelta(minutes=12),
        heard_at=now - timedelta(minutes=48),
        created_at=now - timedelta(minutes=50),
    )
    SourceRun.objects.create(
        source=api,
        state=RunState.DONE,
        started_at=now - timedelta(minutes=18),
        ended_at=now - timedelta(minutes=18) + timedelta(seconds=4),
        found=96,
        taken=1,
    )
    Source.objects.create(
        store=store,
        kind="sftp",
        name="Old server",
        is_active=False,
        times=["02:00"],
        settings={"host": "ftp.example.com"},
    )
    return [live.pk, mail.pk, api.pk]


def test_a_folder_is_set_up_by_keyboard_and_what_is_wrong_is_said_first(
    desk, page, owner, released
):
    (released / "PJR1.xml").write_bytes(journal(Ring(1)))
    log_in(page, desk)
    page.goto(f"{desk.address}/sources/")
    page.get_by_role("link", name="Add a source").press("Enter")
    page.get_by_role("button", name="Next").press("Enter")
    page.get_by_label("Name", exact=True).fill("Passport")
    page.get_by_label("Folder", exact=True).fill("/etc")
    page.get_by_role("button", name="Only test").press("Enter")
    expect(page.get_by_text("has not been released for this chain")).to_be_visible()

    page.get_by_label("Folder", exact=True).fill(str(released))
    page.get_by_role("button", name="Only test").press("Enter")
    expect(page.get_by_text("Connected. It holds 1")).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Passport")
    page.get_by_role("button", name="Test and save").press("Enter")
    page.wait_for_url(re.compile(r"/sources/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Passport")
    assert desk.do(lambda: Source.objects.get().is_live)


def test_fetch_now_shows_at_once_that_it_is_under_way(desk, page, owner, released):
    _live, _mail, api = desk.do(plant, desk.store)
    log_in(page, desk)
    page.goto(f"{desk.address}/sources/{api}/")
    page.get_by_role("button", name="Fetch now").click()
    expect(page.get_by_text("Fetching now, 0 new files so far.")).to_be_visible()
    expect(page.get_by_role("button", name="Fetch now")).to_be_disabled()


def test_nobody_is_kept_out_of_the_pages_of_sources(desk, page, owner, released):
    live, mail, api = desk.do(plant, desk.store)
    log_in(page, desk)
    found = {}
    for address in (
        "/sources/",
        "/sources/add/",
        *(f"/sources/add/?store=101&kind={kind}" for kind in ("folder", "sftp", "imap", "https")),
        *(f"/sources/{number}/" for number in (live, mail, api)),
        f"/sources/{mail}/edit/",
    ):
        page.goto(desk.address + address)
        found[address] = faults(page)
    assert {address: each for address, each in found.items() if each} == {}
