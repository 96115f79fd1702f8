"""Adding a recorder in a real browser, against an emulated one: one question a screen,
nothing lost on refresh, areas drawn by mouse and by keys."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Membership
from accounts.roles import Role
from jobs import services
from jobs.registry import pipeline
from stores.models import Camera, Recorder, Route
from tests.browser.conftest import AXE, EMAIL, log_in
from tests.footage.recorders.isapi_emulator import PASSWORD, USER, Recording, emulator
from tests.footage.strip import Camera as View
from tests.footage.strip import write_segment

pytestmark = [pytest.mark.browser]

KINDS = {"check_recorder": "fetch", "camera_stills": "video"}
SECONDS = 240


@pytest.fixture
def unit(tmp_path, monkeypatch, desk):
    """A recorder on loopback whose three cameras were filmed until now."""
    monkeypatch.setattr("stores.granting.own_networks", tuple)
    monkeypatch.setattr("stores.granting.is_on_lan", lambda: False)
    monkeypatch.setattr("footage.checkup.network.USUAL_PORTS", ())
    monkeypatch.setattr("stores.services.recorders_look.USUAL_PLACES", ())
    end = datetime.now(UTC).replace(microsecond=0)
    start = end - timedelta(seconds=SECONDS)
    film = write_segment(tmp_path / "film.mp4", start, SECONDS, View(fps=5, gop=10, width=160))
    desk.do(_ready, desk.store)
    with emulator("America/New_York") as server:
        for track in ("101", "201", "301"):
            server.add(Recording(end - timedelta(days=12), start, track=track))
            server.add(Recording(start, end, film, track=track))
        yield server
    desk.do(_undone)


def _ready(store):
    Membership.objects.filter(user__email=EMAIL).update(role=Role.ADMIN)
    Recorder.objects.filter(is_draft=True).delete()
    Route.objects.get_or_create(
        store=store, network="127.0.0.0/8", defaults={"approved_at": timezone.now()}
    )


def _undone():
    Membership.objects.filter(user__email=EMAIL).update(role=Role.MANAGER)
    Route.objects.all().delete()
    recorders = Recorder.objects.exclude(name="DVR")
    Camera.objects.filter(recorder__in=recorders).delete()
    recorders.delete()


def work(chain):
    """What workers would do meanwhile: every job about recorders that is due. Those that another
    test's chain has left are taken too, until it is this one's turn."""
    for kind, pool in KINDS.items():
        ours = False
        while not ours and (jobs := claimed(kind, pool)):
            ours = chain.schema_name in {job.chain for job in jobs}
            for job in jobs:
                if job.chain == chain.schema_name:
                    pipeline().stages[kind].handler([job])


def claimed(kind, pool):
    return services.claim(pool=pool, batch={kind: 1}, lease=timedelta(minutes=5), turn="t")


def looked_at(page, found, name):
    page.evaluate(AXE.read_text())
    result = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    found[name] = [each["id"] for each in result["violations"]]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_a_recorder_is_added_question_by_question(desk, page, unit, scheme, width):
    found = {}
    log_in(page, desk)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{desk.address}/setup/{desk.store.pk}/recorders/")
    looked_at(page, found, "list")
    page.get_by_role("link", name="Add a recorder").click()
    page.get_by_label("Address of the recorder").fill(f"http://127.0.0.1:{unit.port}/doc/index.asp")
    looked_at(page, found, "address")
    page.get_by_role("button", name="Look at it").first.click()
    expect(page.get_by_role("status").filter(has_text="Looking at")).to_be_visible()
    looked_at(page, found, "looking")
    desk.do(work, desk.chain)
    expect(page.get_by_text("It looks like: Hikvision family")).to_be_visible()
    looked_at(page, found, "kind")
    page.reload()  # nothing is lost
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("User on the recorder").fill(USER)
    page.get_by_label("Password").fill(PASSWORD)
    looked_at(page, found, "log-in")
    page.get_by_role("button", name="Log in once").click()
    expect(page.get_by_role("status").filter(has_text="Asking")).to_be_visible()
    desk.do(work, desk.chain)
    expect(page.get_by_role("heading", name="It works")).to_be_visible()
    expect(page.get_by_text("(12 days)")).to_be_visible()
    name = page.get_by_label("What do you call it?")
    name.fill("Back office")
    desk.do(work, desk.chain)
    expect(page.get_by_role("img", name="What Register 1 sees")).to_be_visible()
    expect(name).to_have_value("Back office")  # the pictures came without taking it away
    looked_at(page, found, "finish")
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_role("heading", name="Back office")).to_be_visible()
    looked_at(page, found, "recorder")
    page.get_by_role("link", name="Draw what is where").first.click()
    draw(page)
    looked_at(page, found, "zones")
    assert not any(found.values()), found
    zones = desk.do(lambda: Camera.objects.get(recorder__name="Back office", channel="1").zones)
    assert set(zones) == {"drawer", "mask"}
    assert zones["mask"] == [[[0.4, 0.35], [0.65, 0.35], [0.65, 0.65], [0.35, 0.65]]]
    assert len(zones["drawer"][0]) == 3
    assert PASSWORD not in page.content()


def draw(page):
    """A triangle with the mouse, an area with the keys."""
    expect(page.locator("[data-zones][data-ready]")).to_be_visible()
    canvas = page.locator("[data-zones-canvas]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    for across, down in ((0.1, 0.1), (0.3, 0.1), (0.2, 0.3)):
        canvas.click(position={"x": box["width"] * across, "y": box["height"] * down})
    page.get_by_role("button", name="Close the area").click()
    page.get_by_label("Never shown").check()
    page.get_by_role("button", name="Add an area in the middle").click()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_a_wrong_password_is_said_and_stops_everything(desk, page, unit):
    log_in(page, desk)
    page.goto(f"{desk.address}/setup/{desk.store.pk}/recorders/add/")
    page.get_by_label("Address of the recorder").fill("127.0.0.1")
    page.get_by_text("It has other ports").click()
    page.get_by_label("Web port (HTTP)").fill(str(unit.port))
    page.get_by_role("button", name="Look at it").first.click()
    expect(page.get_by_role("status").filter(has_text="Looking at")).to_be_visible()
    desk.do(work, desk.chain)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("User on the recorder").fill(USER)
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in once").click()
    expect(page.get_by_role("status").filter(has_text="Asking")).to_be_visible()
    desk.do(work, desk.chain)
    expect(page.get_by_role("heading", name="It does not work yet")).to_be_visible()
    expect(page.get_by_text("refused the user name or password")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("status").filter(has_text="Asking")).to_be_visible()
    desk.do(work, desk.chain)
    expect(page.get_by_text("Nothing more is tried until somebody checks it")).to_be_visible()
    assert len([asked for asked in unit.asked if "Authorization" in asked.headers]) == 1
