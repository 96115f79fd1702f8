"""Sixty one-event files a second for a stated time, from stores in turn, each handed over by
itself as a store's agent does; one worker parses, settles, totals and plans clips."""

from __future__ import annotations

import io
import itertools
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import connection

from benchmarks.journal import STORE_CODE, TIMEZONE, one_event_files
from benchmarks.load.judging import Counted, judge
from benchmarks.product import make_chain
from stores.models import Store
from transactions.models import Channel
from transactions.services.receive import Incoming, receive_upload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.bench import Bench, Size

RATE: Final = 60
_GRACE: Final = 60.0
_LAGS: Final = """
    SELECT extract(epoch FROM f.received_at) AS received,
           extract(epoch FROM j.finished_at - f.received_at) AS lag
    FROM transactions_sourcefile f JOIN public.jobs_job j
        ON j.chain = 'load' AND j.kind = 'parse_file' AND j.key = f.id::text
    WHERE j.state = 'done' ORDER BY f.id
"""
_BACKLOG: Final = "SELECT count(*) FROM transactions_sourcefile WHERE state = 'received'"
_FILES: Final = "SELECT count(*) FROM transactions_sourcefile"
_BATCHES: Final = """
    SELECT greatest(count(DISTINCT finished_at), 1) FROM public.jobs_job
    WHERE chain = 'load' AND kind = 'parse_file'
"""
_HOLDS: Final = """
    SELECT (SELECT count(*) FROM transactions_transaction),
           (SELECT coalesce(sum(count), 0) FROM transactions_hourlytotal
            WHERE measure LIKE 'type:%'),
           (SELECT count(*) FROM transactions_transaction WHERE is_training IS NOT TRUE)
"""


@dataclass(frozen=True, slots=True)
class _Amounts:
    stores: int
    seconds: int


AMOUNTS: Final[dict[Size, _Amounts]] = {
    "S": _Amounts(100, 20),
    "M": _Amounts(1000, 120),
    "L": _Amounts(1000, 600),
}


class WrongTotalsError(AssertionError):
    """Fast, but what was counted is not what is there: the run fails."""


def measure(bench: Bench) -> None:
    amounts = AMOUNTS[bench.size]
    connection.set_tenant(make_chain("load"))  # type: ignore[attr-defined]
    stores = _make_stores(amounts.stores)
    files = one_event_files(seed=bench.seed, count=RATE * amounts.seconds)
    with _worker():
        started = time.time()
        seconds = _send(bench, stores, files)
        backlog = _number(_BACKLOG)
        _wait_for_the_rest()
    bench.figure("files sent", RATE * amounts.seconds / seconds, "files/s")
    bench.figure("not yet counted when the last was sent", backlog, "files")
    bench.figure("files in a batch", _number(_FILES) / _number(_BATCHES), "files")
    _check_totals(RATE * amounts.seconds)
    judge(bench, _counted(started), rung_in=amounts.seconds)


def _make_stores(count: int) -> list[Store]:
    return Store.objects.bulk_create(
        Store(code=f"L{number:04}", name=f"Load {number}", timezone=TIMEZONE)
        for number in range(count)
    )


def _send(bench: Bench, stores: list[Store], files: Iterator[tuple[str, bytes]]) -> float:
    """At the stated rate; when a hand-over takes longer, as fast as it goes."""
    started = time.perf_counter()
    ours = f">{STORE_CODE}<".encode()
    for number, (store, (name, content)) in enumerate(
        zip(itertools.cycle(stores), files, strict=False)
    ):
        wait = started + number / RATE - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        if number % (RATE * 10) == 0:
            bench.say(f"{number} files sent")
        theirs = content.replace(ours, f">{store.code}<".encode(), 1)
        receive_upload(
            store=store,
            user=None,
            files=[Incoming(name, io.BytesIO(theirs))],
            channel=Channel.AGENT,
        )
    return time.perf_counter() - started


@contextmanager
def _worker() -> Iterator[None]:
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.load.child_works"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        if not child.stdout.readline():  # its start is not what is measured
            raise RuntimeError("The worker ended before it was ready.")
        yield
    finally:
        child.stdin.close()
        child.wait(timeout=60)


def _wait_for_the_rest() -> None:
    until = time.monotonic() + _GRACE
    while _number(_BACKLOG) and time.monotonic() < until:
        time.sleep(0.5)


def _counted(started: float) -> list[Counted]:
    with connection.cursor() as cursor:
        cursor.execute(_LAGS)
        return [Counted(float(at) - started, float(lag)) for at, lag in cursor.fetchall()]


def _number(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def _check_totals(events: int) -> None:
    """Every event is a row, and every row that counts is in the totals."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDS)
        rows, totalled, counted = cursor.fetchone()
    if rows != events or totalled != counted:
        raise WrongTotalsError(
            f"{events} events, {rows} rows, {counted} to count, {totalled} in totals"
        )
