"""A back-fill whose process dies: what was handed over stays, and the next run goes on."""

from __future__ import annotations

import pytest

from tests.faults.rig import CHAIN, rig
from tests.faults.test_crashes import a_day
from transactions.services.backfill import PIECE_FILES

pytestmark = [pytest.mark.faults, pytest.mark.slow]

FILES = PIECE_FILES + 20


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    with rig(tmp_path_factory.mktemp("backfill") / "data") as made:
        yield made


def test_a_killed_back_fill_goes_on_where_it_stopped(broken, tmp_path):
    folder = tmp_path / "2025"
    a_day(folder, files=FILES)
    command = ("ingest", str(folder), "--backfill", "--chain", CHAIN, "--store", "101")
    kept = []
    for place in ("backfill.stored", "backfill.after_commit"):
        died = broken.manage(*command, LOSSPREVENTION_CRASH_AT=place)
        assert died.returncode == 137, died.stderr
        kept.append(broken.query("SELECT count(*) FROM transactions_sourcefile")[0][0])
    assert kept == [0, PIECE_FILES]
    broken.must(*command, "--wait")
    rows = broken.query(
        "SELECT count(*), count(DISTINCT transaction_no), bool_and(is_baseline)"
        " FROM transactions_transaction"
    )
    assert rows == [(FILES, FILES, True)]
    states = "SELECT state, count(*) FROM transactions_sourcefile GROUP BY 1"
    assert broken.query(states) == [("ingested", FILES)]
    uploads = "SELECT is_complete, expected_files FROM transactions_upload"
    assert broken.query(uploads) == [(True, FILES)]
    assert broken.query("SELECT count(*) FROM transactions_review") == [(0,)]
