"""Real processes, killed at every stage boundary: nothing lost, nothing doubled (R2 to R5)."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from lossprevention.simulator.footage.on_demand import ensure_segments
from lossprevention.simulator.footage.segment import CameraView
from tests.alerts.telling.smtp_server import SmtpServer
from tests.alerts.telling.twilio_server import ACCOUNT, FROM, TOKEN, TwilioServer
from tests.faults.rig import CHAIN, Rig, rig
from tests.transactions.journals import Ring, journal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.faults, pytest.mark.slow]

ZONE = ZoneInfo("America/New_York")
CLIENT_POINTS = ["receive.stored", "receive.before_commit", "receive.after_commit"]
WORKER_POINTS = [
    "parse_file.claimed",
    "parse_file.before_commit",
    "parse_file.after_commit",
    "plan_clips.claimed",
    "plan_clips.before_commit",
    "plan_clips.after_commit",
    "fetch_clip.claimed",
    "fetch.footage_read",
    "fetch.before_store",
    "fetch.after_store",
    "fetch.before_commit",
    "fetch.after_commit",
]
FAST_LEASE = {"JOB_LEASE_SECONDS": "2"}


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    with rig(tmp_path_factory.mktemp("faults") / "data") as made:
        yield made


@pytest.fixture
def broken(product):
    product.reset()
    return product


def half_an_hour_ago() -> datetime:
    """Early in its minute: newer minutes are fetched first, and a clip that is always first
    would meet every crash alone and be given up as poison, rightly."""
    return (datetime.now(UTC) - timedelta(minutes=30)).replace(second=10, microsecond=0)


def a_day(folder: Path, *, files: int = 12, moment: datetime | None = None) -> list[Ring]:
    """One-event files of a short day, every third flagged; the moments lie close together."""
    folder.mkdir(parents=True)
    start = moment or half_an_hour_ago()
    rings = []
    for number in range(files):
        local = (start + timedelta(seconds=number)).astimezone(ZONE)
        ring = Ring(
            number + 1,
            "refund" if number % 3 == 0 else "sale",
            date=local.strftime("%Y-%m-%d"),
            time=local.strftime("%H:%M:%S"),
        )
        rings.append(ring)
        (folder / f"PJR{number:04}.xml").write_bytes(journal(ring))
    return rings


def film(broken: Rig, moment: datetime) -> None:
    """What the recorder of the store holds around ``moment``."""
    camera = CameraView(camera="cam1", label="101 REGISTER 1", width=160, height=96, fps=5)
    ensure_segments(
        broken.data / "footage" / "101",
        camera,
        moment - timedelta(minutes=3),
        moment + timedelta(minutes=4),
    )


def check_ledger(broken: Rig, rings: list[Ring]) -> None:
    """What is there is what was sent: each event once, each flagged one with one review."""
    flagged = {str(ring.number) for ring in rings if ring.kind == "refund"}
    found = broken.query("SELECT transaction_no, flags FROM transactions_transaction")
    assert sorted(number for number, _ in found) == sorted(str(ring.number) for ring in rings)
    assert {number for number, flags in found if flags} == flagged
    reviews = broken.query(
        "SELECT t.transaction_no FROM transactions_review r"
        " JOIN transactions_transaction t ON t.id = r.transaction_id"
    )
    assert sorted(number for (number,) in reviews) == sorted(flagged)
    files = broken.query("SELECT state, count(*) FROM transactions_sourcefile GROUP BY 1")
    assert dict(files).get("ingested") == len(rings)
    assert set(dict(files)) <= {"ingested", "duplicate"}


def send(broken: Rig, folder: Path, **env: str) -> None:
    """An agent's promise: try again until the answer is yes."""
    for _ in range(6):
        sent = broken.manage("ingest", str(folder), "--chain", CHAIN, "--store", "101", **env)
        if sent.returncode == 0:
            return
        time.sleep(1)
    raise AssertionError(sent.stderr)


def keep_working(broken: Rig, stop: threading.Event, *options: str, **env: str) -> None:
    """A supervisor: starts a worker anew whenever it has died."""
    while not stop.is_set():
        worker = broken.start_worker(*options, **env)
        while worker.poll() is None and not stop.wait(0.1):
            pass
        broken.kill(worker)


def test_killed_once_at_every_boundary_and_nothing_is_lost_or_doubled(broken, tmp_path):
    moment = half_an_hour_ago()
    film(broken, moment)
    rings = a_day(tmp_path / "day", moment=moment)
    send(broken, tmp_path / "day", LOSSPREVENTION_CRASH_AT=",".join(CLIENT_POINTS))
    stop = threading.Event()
    working = threading.Thread(
        target=keep_working,
        args=(broken, stop, "--no-celery"),
        kwargs={"LOSSPREVENTION_CRASH_AT": ",".join(WORKER_POINTS), **FAST_LEASE},
    )
    working.start()
    try:
        broken.until(lambda: all_clips_ended(broken, 4) and broken.waiting() == 0, within=240)
    finally:
        stop.set()
        working.join()
    died_at = {path.name for path in broken.crashes.iterdir()}
    assert died_at == {*CLIENT_POINTS, *WORKER_POINTS}
    check_ledger(broken, rings)
    clips = broken.query("SELECT state, filename, playback_key, reason_code FROM clips_clip")
    assert [(state, why) for state, _, _, why in clips] == [("ready", "")] * 4, broken.jobs()
    assert len({name for _, name, _, _ in clips}) == 4
    for _, _, key, _ in clips:
        assert (broken.data / "files" / key).stat().st_size > 0


def all_clips_ended(broken: Rig, count: int) -> bool:
    rows = broken.query("SELECT state FROM clips_clip WHERE state IN ('ready', 'unavailable')")
    return len(rows) == count


@pytest.mark.parametrize("celery", [True, False], ids=["celery", "polling"])
def test_work_of_a_killed_worker_resumes_within_thirty_seconds(broken, tmp_path, celery):
    """The default lease, not the short one of the other tests (R3)."""
    rings = a_day(tmp_path / "day")
    options = () if celery else ("--no-celery",)
    doomed = broken.start_worker(*options, LOSSPREVENTION_CRASH_AT="parse_file.before_commit")
    send(broken, tmp_path / "day")
    marker = broken.crashes / "parse_file.before_commit"
    broken.until(marker.exists, within=60)
    broken.kill(doomed)
    broken.start_worker(*options)
    took = broken.until(lambda: ingested(broken) == len(rings), within=60)
    assert took <= 30
    check_ledger(broken, rings)


def ingested(broken: Rig) -> int:
    return broken.query("SELECT count(*) FROM transactions_sourcefile WHERE state = 'ingested'")[0][
        0
    ]


def test_a_stopped_worker_that_wakes_up_late_writes_nothing(broken, tmp_path):
    """SIGSTOP past its lease, then SIGCONT: the fence refuses the zombie."""
    rings = a_day(tmp_path / "day", files=60)
    zombie = broken.start_worker("--no-celery", **FAST_LEASE)
    send(broken, tmp_path / "day")
    broken.until(
        lambda: (
            bool(broken.query("SELECT 1 FROM jobs_job WHERE state='running'"))
            or ingested(broken) > 0
        ),
        within=60,
    )
    os.killpg(zombie.pid, signal.SIGSTOP)
    broken.start_worker("--no-celery", **FAST_LEASE)
    broken.until(lambda: ingested(broken) == len(rings), within=60)
    os.killpg(zombie.pid, signal.SIGCONT)
    broken.until(lambda: broken.waiting() == 0, within=60)
    time.sleep(2)
    check_ledger(broken, rings)


def test_redis_wiped_and_stopped_loses_nothing(broken, tmp_path):
    redis = broken.services.redis
    if redis is None:
        pytest.skip("no embedded Redis on this platform")
    broken.start_worker()
    time.sleep(6)
    rings = a_day(tmp_path / "day" / "a", files=30)
    send(broken, tmp_path / "day" / "a")
    redis.kill()
    more = [Ring(ring.number + 1000, ring.kind, date=ring.date, time=ring.time) for ring in rings]
    (tmp_path / "day" / "b").mkdir()
    for ring in more:
        (tmp_path / "day" / "b" / f"{ring.number}.xml").write_bytes(journal(ring))
    send(broken, tmp_path / "day" / "b")
    took = broken.until(lambda: ingested(broken) == 60, within=60)
    assert took <= 30
    check_ledger(broken, rings + more)


def test_postgres_killed_loses_nothing_that_was_acknowledged(broken, tmp_path):
    broken.start_worker()
    rings = []
    for number in range(4):
        folder = tmp_path / f"part{number}"
        part = a_day(folder, files=20)
        part = [Ring(r.number + 100 * number, r.kind, date=r.date, time=r.time) for r in part]
        for ring, path in zip(part, sorted(folder.iterdir()), strict=True):
            path.write_bytes(journal(ring))
        rings += part
        sending = threading.Thread(target=send, args=(broken, folder))
        sending.start()
        time.sleep(1.0 + number / 2)
        os.kill(broken.services.postgres.pid, signal.SIGKILL)
        broken.services.postgres.restart()
        sending.join()
    took = broken.until(lambda: ingested(broken) == len(rings), within=90)
    assert took <= 30
    check_ledger(broken, rings)


def test_a_file_that_kills_its_worker_is_quarantined_and_its_neighbours_are_not(broken, tmp_path):
    """A worker that dies three times on one file stops trying it."""
    rings = a_day(tmp_path / "day", files=3)
    send(broken, tmp_path / "day")
    victim = broken.query("SELECT min(id) FROM transactions_sourcefile")[0][0]
    for _ in range(3):
        broken.query(
            "UPDATE jobs_job SET state='running', attempts=attempts+1, fence=fence+1,"
            " lease_until=now()-interval '1 second' WHERE kind='parse_file' AND key=%s",
            str(victim),
        )
    broken.start_worker("--no-celery", **FAST_LEASE)
    broken.until(lambda: ingested(broken) == len(rings) - 1, within=60)
    broken.until(
        lambda: (
            broken.query("SELECT state FROM transactions_sourcefile WHERE id=%s", victim)
            == [("quarantined",)]
        ),
        within=30,
    )


SEND_POINTS = ["deliver.claimed", "deliver.marked", "deliver.sent"]
MESSAGES = """
from django.utils import timezone
from accounts.models import Chain, Membership, User
from accounts.tenancy import in_chain
from alerts.models import Phone
from alerts.services.deliver import send
chain = Chain.objects.get(schema_name="fault")
for number in range(4):
    user = User.objects.create_user(f"told{number}@example.com")
    Membership.objects.create(user=user, chain=chain, role="manager")
    with in_chain(chain):
        phone = f"+1212555010{number}"
        Phone.objects.create(user=user, number=phone, verified_at=timezone.now())
        send(kind="summary", key=f"m{number}", channel="email", user=user, text="Words")
        send(kind="digest", key=f"s{number}", channel="sms", user=user, text="Words")
"""


def test_killed_while_messages_leave_each_mail_is_one_and_no_text_comes_twice(broken):
    smtp, twilio = SmtpServer(), TwilioServer()
    outside = {
        "EMAIL_URL": f"smtp://127.0.0.1:{smtp.port}",
        "TWILIO_API_URL": twilio.address,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_FROM": FROM,
    }
    broken.must("shell", "-c", MESSAGES)
    stop = threading.Event()
    working = threading.Thread(
        target=keep_working,
        args=(broken, stop, "--no-celery"),
        kwargs={"LOSSPREVENTION_CRASH_AT": ",".join(SEND_POINTS), **FAST_LEASE, **outside},
    )
    working.start()
    try:
        broken.until(lambda: broken.waiting() == 0, within=120)
    finally:
        stop.set()
        working.join()
        smtp.close()
        twilio.close()
    assert {path.name for path in broken.crashes.iterdir()} == set(SEND_POINTS)
    states = dict(broken.query("SELECT key, state FROM alerts_delivery"))
    assert {states[f"m{number}"] for number in range(4)} == {"sent"}
    assert {states[f"s{number}"] for number in range(4)} <= {"sent", "unsure"}
    assert len({mail["Message-ID"] for _to, mail in smtp.taken}) == 4
    assert len(smtp.taken) <= 5  # one, whose answer the dead worker took with it, came twice
    texts = sorted(form["To"] for form in twilio.taken)
    assert texts == sorted(set(texts))
    unsure = sum(state == "unsure" for state in states.values())
    assert len(texts) >= 4 - unsure
    assert 4 <= len(smtp.taken) + unsure <= 6
