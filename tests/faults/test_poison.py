"""A file that takes its reader down: three tries, then set aside with its bytes kept (R7)."""

from __future__ import annotations

import threading
import zlib
from pathlib import Path

import pytest

from tests.faults.rig import ROOT, rig
from tests.faults.test_crashes import FAST_LEASE, keep_working, send
from tests.transactions.journals import Ring, journal

pytestmark = [pytest.mark.faults, pytest.mark.slow]

POISON = Path(__file__).parent / "poison"


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    with rig(tmp_path_factory.mktemp("poison") / "data") as made:
        yield made


def test_a_file_that_kills_the_process_is_set_aside_after_three_tries(broken, tmp_path):
    folder = tmp_path / "day"
    folder.mkdir()
    for number in range(1, 8):
        item = "KILLS-ITS-READER" if number == 4 else "COFFEE"
        (folder / f"PJR{number}.xml").write_bytes(journal(Ring(number, "refund", item=item)))
    send(broken, folder)
    stop = threading.Event()
    working = threading.Thread(
        target=keep_working,
        args=(broken, stop, "--no-celery"),
        kwargs={"PYTHONPATH": f"{POISON}:{ROOT}", **FAST_LEASE},
    )
    working.start()
    try:
        broken.until(lambda: states(broken) == {"ingested": 6, "quarantined": 1}, within=180)
    finally:
        stop.set()
        working.join()
    (name, reason, key, offset, length) = broken.query(
        "SELECT original_name, reason_code, stored_key, stored_offset, stored_length"
        " FROM transactions_sourcefile WHERE state = 'quarantined'"
    )[0]
    assert (name, reason) == ("PJR4.xml", "reader_failed")
    bundle = (broken.data / "files" / key).read_bytes()
    assert b"KILLS-ITS-READER" in zlib.decompress(bundle[offset : offset + length])
    numbers = broken.query("SELECT transaction_no FROM transactions_transaction ORDER BY 1")
    assert [number for (number,) in numbers] == ["1", "2", "3", "5", "6", "7"]
    assert 3 <= len(broken.workers) <= 12
    attempts = broken.query("SELECT max(attempts) FROM jobs_job WHERE state = 'failed'")
    assert attempts[0][0] <= 4


def states(broken) -> dict[str, int]:
    return dict(broken.query("SELECT state, count(*) FROM transactions_sourcefile GROUP BY 1"))
