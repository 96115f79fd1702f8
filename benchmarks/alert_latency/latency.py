"""One refund after another, each timed from its hand-over to the end of its mail."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import connection

from accounts.models import Membership, User
from accounts.roles import Role
from accounts.tenancy import in_chain
from alerts.models import Rule, RuleState, Severity
from benchmarks.alert_latency.goals import BUSY, IDLE, ONE_SECOND
from benchmarks.alert_latency.mailbox import Mailbox
from benchmarks.alert_latency.refunds import refunds
from benchmarks.journal import STORE_CODE, TIMEZONE, one_event_files
from benchmarks.product import make_chain
from benchmarks.statistic import median, quantile
from jobs.worker import work_once
from stores.models import Store
from transactions.models import Channel
from transactions.services.receive import Incoming, receive_upload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from accounts.models import Chain
    from benchmarks.bench import Bench, Size

TRIALS: Final[dict[Size, int]] = {"S": 10, "M": 30, "L": 100}
BACKLOG: Final[dict[Size, int]] = {"S": 6_000, "M": 12_000, "L": 30_000}
POOLS: Final = ("quick", "send")
_PATIENCE: Final = 60.0
_EARLIER: Final = """
    UPDATE alerts_delivery SET send_after = send_after - interval '1 hour',
                               created_at = created_at - interval '1 hour'
"""
# Otherwise the next mail to the same person would wait, to come together with others.
_LEAVING: Final = """
    SELECT count(*) FROM public.jobs_job
    WHERE chain = 'told' AND kind = 'deliver' AND state IN ('queued', 'running')
"""
_WAITING: Final = """
    SELECT count(*) FROM public.jobs_job
    WHERE chain = 'busy' AND kind = 'parse_file' AND state = 'queued'
"""


def measure(bench: Bench) -> None:
    mailbox, files = Mailbox(), refunds(700_000 + bench.seed)
    _mail_to(mailbox)
    chain = make_chain("told")
    store = _make_store(chain)

    def trial(wait: Callable[[], None] = lambda: None) -> float:
        with in_chain(chain):
            _spread_out()
            known, began = mailbox.count, time.perf_counter()
            _hand_over(store, next(files))
            wait()
            return mailbox.wait(known, seconds=_PATIENCE) - began

    alone = _taken(bench, "in one process", lambda: trial(_work_here))
    with _workers():
        trial()  # whatever is made at the first use is not what is measured
        idle = _taken(bench, "at rest", trial)
    _figures(bench, "at rest", idle)
    bench.conclude(IDLE, list(zip(alone, idle, strict=True)))
    bench.conclude(ONE_SECOND, [(1.0, quantile(idle, 0.95))])
    busy = _beside_a_backlog(bench, trial)
    _figures(bench, "beside a backlog", busy)
    bench.conclude(BUSY, [(median(idle), each) for each in busy])


def _taken(bench: Bench, name: str, trial: Callable[[], float]) -> list[float]:
    count = TRIALS[bench.size]
    taken = []
    for number in range(1, count + 1):
        bench.say(f"{name} {number}/{count}")
        taken.append(trial())
    return taken


def _figures(bench: Bench, name: str, taken: list[float]) -> None:
    bench.figure(f"file to mail {name}, p50", quantile(taken, 0.5), "s")
    bench.figure(f"file to mail {name}, p95", quantile(taken, 0.95), "s")


def _mail_to(mailbox: Mailbox) -> None:
    """This process and the workers it starts send there."""
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{mailbox.port}"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port


def _make_store(chain: Chain) -> Store:
    """With one person to be told, and one rule that every refund meets."""
    user = User.objects.create_user("told@example.com", "not used to log in")
    Membership.objects.create(user=user, chain=chain, role=Role.MANAGER)
    with in_chain(chain):
        Rule.objects.update(state=RuleState.OFF)
        Rule.objects.create(
            name="Refunds", text="Refund > $0", state=RuleState.ON, severity=Severity.HIGH
        )
        return Store.objects.create(code=STORE_CODE, name="Told", timezone=TIMEZONE)


def _hand_over(store: Store, file: tuple[str, bytes]) -> None:
    name, content = file
    incoming = [Incoming(name, io.BytesIO(content))]
    receive_upload(store=store, user=None, files=incoming, channel=Channel.AGENT)


def _work_here() -> None:
    while any(work_once(pool) for pool in POOLS):
        pass


def _spread_out() -> None:
    """Once the last mail is written down as sent."""
    until = time.monotonic() + _PATIENCE
    while _number(_LEAVING) and time.monotonic() < until:
        time.sleep(0.01)
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER)


def _beside_a_backlog(bench: Bench, trial: Callable[..., float]) -> list[float]:
    """As many trials as fit in before the backlog is gone, at least three."""
    other = make_chain("busy")
    with in_chain(other):
        store = Store.objects.create(code=STORE_CODE, name="Busy", timezone=TIMEZONE)
        receive_upload(store=store, user=None, files=[_archive(bench)], channel=Channel.AGENT)
    taken = []
    with _workers():
        for number in range(1, TRIALS[bench.size] + 1):
            bench.say(f"beside a backlog {number}")
            seconds = trial()
            if not _number(_WAITING):
                break
            taken.append(seconds)
    bench.figure("trials while files of the other chain waited", len(taken), "mails")
    if len(taken) < 3:
        raise RuntimeError("The backlog was gone before three mails came: make it larger.")
    return taken


def _archive(bench: Bench) -> Incoming:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        files = one_event_files(seed=bench.seed + 1, count=BACKLOG[bench.size])
        for number, (name, content) in enumerate(files):
            archive.writestr(f"{number}/{name}", content)
    packed.seek(0)
    return Incoming("backlog.zip", packed)


def _number(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


@contextmanager
def _workers() -> Iterator[None]:
    """One process for each pool: two, as the product's worker starts."""
    children = [
        subprocess.Popen(
            [sys.executable, "-m", "benchmarks.alert_latency.child_works", pool],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for pool in POOLS
    ]
    try:
        for child in children:
            assert child.stdout is not None
            if not child.stdout.readline():  # its start is not what is measured
                raise RuntimeError("The worker ended before it was ready.")
        yield
    finally:
        for child in children:
            assert child.stdin is not None
            child.stdin.close()
        for child in children:
            child.wait(timeout=60)
