"""The demo from start to end: services, migrations, programs, and what is printed."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lossprevention.demo.logins import MANAGER, PEOPLE, read_or_make
from lossprevention.demo.place import CHAIN_HOST, CHAIN_NAME, SUPPORT_HOST, Place
from lossprevention.demo.programs import clean_environment, programs, release
from lossprevention.demo.ready import Readiness
from lossprevention.embedded.errors import CancelledError, ServiceError
from lossprevention.embedded.ports import is_free
from lossprevention.embedded.private_files import make_private_directory
from lossprevention.embedded.services import RunningServices, start_services
from lossprevention.embedded.supervisor import StopRequestedError, Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
SPACE_NEEDED_BYTES = 2_000_000_000
READY_WITHIN_SECONDS = 420.0
_LOOK_SECONDS = 1.0

STOPPED, NOT_READY, CANNOT_START = 0, 1, 2
"""Exit codes: ended as asked; not ready in time or a step failed; could not begin."""


@dataclass(frozen=True, slots=True)
class Demo:
    data: Path
    port: int
    exit_when_ready: bool

    @property
    def address(self) -> str:
        return f"http://{CHAIN_HOST}:{self.port}"


def run_demo(demo: Demo) -> int:
    """Run until asked to stop (or, if so wished, until ready). Answers the exit code."""
    with Supervisor() as supervisor:
        try:
            check_can_start(demo)
            clean_environment(demo.data, port=demo.port)
            supervisor.console.say("Starting the database …")
            services = start_services(demo.data, cancel=supervisor.stopping)
        except CancelledError:
            return STOPPED
        except ServiceError as error:
            supervisor.console.say(f"The demo cannot start. {error}")
            return CANNOT_START
        services.keep_alive()
        try:
            return _run(demo, supervisor, services)
        except StopRequestedError:
            return STOPPED
        finally:
            supervisor.console.say("Stopping …")
            supervisor.stop()
            services.stop()


def check_can_start(demo: Demo) -> None:
    """Raises ServiceError for what can be seen before anything is begun."""
    if not is_free(demo.port):
        raise ServiceError(
            f"Port {demo.port} is taken by another program. Choose another one: "
            f"python manage.py demo --port {demo.port + 1}"
        )
    make_private_directory(demo.data)
    free = shutil.disk_usage(demo.data).free
    if free < SPACE_NEEDED_BYTES:
        raise ServiceError(
            f"There is not enough room on the disk: {free // 1_000_000} MB free at {demo.data}, "
            f"{SPACE_NEEDED_BYTES // 1_000_000} MB needed."
        )


def _run(demo: Demo, supervisor: Supervisor, services: RunningServices) -> int:
    place = Place(demo.data)
    passwords = read_or_make(place.logins)
    up_since = time.monotonic()
    if supervisor.run_to_end(release(ROOT)) != 0:
        supervisor.console.say("The demo cannot start: the database could not be brought up.")
        return NOT_READY
    for program in programs(ROOT, port=demo.port, has_redis=services.redis is not None):
        supervisor.start(program)
    readiness = Readiness(demo.address, passwords[MANAGER.key], people=place.history)
    _watch(supervisor, readiness.can_log_in)
    supervisor.console.say(greeting(demo, passwords))
    if not demo.exit_when_ready:
        supervisor.watch()
        return STOPPED
    return _wait_for_clip(supervisor, readiness, up_since)


def _wait_for_clip(supervisor: Supervisor, readiness: Readiness, up_since: float) -> int:
    _watch(supervisor, readiness.clip_plays)
    if readiness.clip:
        took = time.monotonic() - up_since
        supervisor.console.say(f"Ready: a clip plays, {took:.0f} s after the services were up.")
        return STOPPED
    if supervisor.stopping.is_set():
        supervisor.console.say("Stopped before the demo was ready.")
    else:
        supervisor.console.say(
            f"Not ready after {READY_WITHIN_SECONDS:.0f} s: {readiness.missing}."
        )
    return NOT_READY


def _watch(supervisor: Supervisor, is_done: Callable[[], bool]) -> None:
    """Keep everything running until it is done, time is up, or we are asked to stop."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    next_look = 0.0

    def over() -> bool:
        nonlocal next_look
        now = time.monotonic()
        if now < next_look:
            return False
        next_look = now + _LOOK_SECONDS
        return is_done() or now > deadline

    supervisor.watch(over)


def greeting(demo: Demo, passwords: dict[str, str]) -> str:
    """What a person needs to begin."""
    support = f"http://{SUPPORT_HOST}:{demo.port}/admin/"
    rows = [f"  {person.email:<26}{passwords[person.key]:<18}{person.what}" for person in PEOPLE]

    return "\n".join(
        (
            "",
            f"  {CHAIN_NAME} is open:  {demo.address}",
            f"  Support's site:           {support}",
            "",
            *rows,
            "",
            "  A register goes on selling and misbehaves every few minutes. Ctrl-C stops all.",
            f"  Everything is kept in {demo.data}",
            "",
        )
    )
