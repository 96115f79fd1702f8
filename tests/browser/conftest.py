"""A real Chromium in front of the real WSGI application, in a chain of its own.

The pages are asked for by other threads than the test's, so that what they show must be
committed: it goes into a chain that no other test knows, and goes away with it.

Playwright keeps an event loop running in the thread that uses it, and there Django hands
out other database connections than everywhere else. Hence the tests touch the database by
``desk.do`` only, which works in a thread of its own, and the browser ends with the test.
"""

from __future__ import annotations

import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import imageio_ffmpeg
import pytest
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connection, connections
from django.test import override_settings
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.models import Chain, ChainState, Domain, Membership, User
from accounts.roles import Role
from accounts.tenancy import in_chain
from clips.models import Clip
from jobs.models import Job
from lossprevention.wsgi import application
from stores.models import Camera, Recorder, Register, RegisterCamera, Store
from tests.cast import PASSWORD
from transactions.models import Transaction, Unfamiliar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django.plugin import DjangoDbBlocker

HOST = "desk.localhost"
"""Chromium knows what that is, and trusts it as it does a secure one."""
SCHEMA = "desk_in_browser"
EMAIL = "reviewer@desk.example.com"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SECONDS = 30
T = TypeVar("T")


class _Quiet(WSGIRequestHandler):
    def log_message(self, *words: object) -> None:
        """The test's own output says enough."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The chain, its store, and where its pages are."""

    chain: Chain
    store: Store
    address: str
    thread: ThreadPoolExecutor

    def do(self, work: Callable[..., T], *words: object, **named: object) -> T:
        """``work`` done inside the chain, and committed."""
        return self.thread.submit(_inside, self.chain, work, *words, **named).result(SECONDS)


@pytest.fixture(scope="session")
def chain_in_browser(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Chain]:
    with django_db_blocker.unblock():
        chain = Chain.objects.create(name="Corner Fuel", schema_name=SCHEMA, state=ChainState.READY)
        Domain.objects.create(domain=HOST, tenant=chain, is_primary=True)
        with override_settings(AS_OWNER=True):
            call_command("release", chain=SCHEMA, verbosity=0)
        user = User.objects.create_user(EMAIL, PASSWORD, name="Dana Reyes")
        Membership.objects.create(user=user, chain=chain, role=Role.MANAGER)
        with in_chain(chain):
            _build_store()
        yield chain
        connection.set_schema_to_public()
        Membership.objects.filter(chain=chain).delete()
        user.delete()
        chain.delete(force_drop=True)


def _build_store() -> None:
    store = Store.objects.create(code="101", name="Maple Street")
    register = Register.objects.create(store=store, code="1", register_class="inside")
    recorder = Recorder.objects.create(store=store, name="DVR")
    camera = Camera.objects.create(recorder=recorder, channel="1", name="Register 1")
    RegisterCamera.objects.create(register=register, camera=camera)


def _cleared() -> Store:
    """The store with nothing in it: what an earlier test left has lost its stored files, and
    its rows and jobs would be taken for this test's."""
    tables = (Transaction._meta.db_table, Clip._meta.db_table, Unfamiliar._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
    Job.objects.filter(chain=SCHEMA).delete()
    return Store.objects.get(code="101")


def _inside(chain: Chain, work: Callable[..., T], *words: object, **named: object) -> T:
    with in_chain(chain):
        return work(*words, **named)


@pytest.fixture
def desk(chain_in_browser: Chain, django_db_blocker: DjangoDbBlocker) -> Iterator[Desk]:
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.set_app(application)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    address = f"http://{HOST}:{server.server_port}"
    with django_db_blocker.unblock(), ThreadPoolExecutor(max_workers=1) as thread:
        store = thread.submit(_inside, chain_in_browser, _cleared).result()
        yield Desk(chain_in_browser, store, address, thread)
        server.shutdown()
        server.server_close()
        serving.join()
        thread.submit(connections.close_all).result()


@pytest.fixture
def browser(db: None) -> Iterator[Browser]:
    """Asks for the database only so that it is there before the event loop runs."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, desk: Desk) -> Iterator[Page]:
    """A page that lets no complaint of the browser pass."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900},
        reduced_motion="reduce",  # a colour on its way to another is neither
    )
    context.set_default_timeout(SECONDS * 1000)
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield tab
    context.close()
    said = ("409 (Conflict)", "422 (Unprocessable")  # refusals that the page itself shows
    assert [each for each in complaints if not any(word in each for word in said)] == []


@pytest.fixture(scope="session")
def video(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Twenty seconds of H.264 whose picture changes every second."""
    path = tmp_path_factory.mktemp("video") / "clip.mp4"
    made = ["-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10:duration=20"]
    coded = ["-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-pix_fmt", "yuv420p"]
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run(
        [ffmpeg, "-v", "error", *made, *coded, "-movflags", "+faststart", str(path)], check=True
    )
    return path.read_bytes()


def log_in(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}/accounts/login/")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{desk.address}/")
