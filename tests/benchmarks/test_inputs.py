"""Generated input is the same for the same seed, and measured children tell the truth."""

from __future__ import annotations

import hashlib
import zipfile

import pytest

from benchmarks import calibration
from benchmarks.calibration import Calibration
from benchmarks.ingest.parsing import expat_without_handlers, read_events
from benchmarks.journal import write_archive, write_journal
from benchmarks.peaks import ChildFailedError, own_peak_kib, run_child


def test_a_journal_has_the_size_asked_for_and_tells_its_events(tmp_path):
    journal = write_journal(tmp_path / "a.xml", megabytes=0.4, seed=3)
    assert 400_000 <= journal.size < 420_000
    assert journal.path.stat().st_size == journal.size
    assert journal.path.read_bytes().count(b"<EventSequenceID>") == journal.events
    assert hashlib.sha256(journal.path.read_bytes()).hexdigest() == journal.sha256
    expat_without_handlers(journal)
    read_events(journal, flags=True)


def test_the_same_seed_writes_the_same_bytes_and_another_one_does_not(tmp_path):
    first, again, other = (
        write_journal(tmp_path / f"{place}.xml", megabytes=0.1, seed=seed)
        for place, seed in enumerate((5, 5, 6))
    )
    assert first.sha256 == again.sha256
    assert first.sha256 != other.sha256


def test_an_archive_has_one_event_per_file(tmp_path):
    archive = write_archive(tmp_path / "a.zip", files=20, seed=1)
    with zipfile.ZipFile(archive.path) as opened:
        names = opened.namelist()
        assert len(set(names)) == archive.events == 20
        assert all(opened.read(name).count(b"<EventSequenceID>") == 1 for name in names)


def test_a_childs_peak_is_its_own(tmp_path):
    """Not what its parent held: this process is given far more than the child needs."""
    ballast = bytearray(400_000_000)
    ballast[::4096] = b"x" * len(ballast[::4096])
    journal = write_journal(tmp_path / "a.xml", megabytes=0.1, seed=1)
    done = run_child("benchmarks.ingest.child_reads", str(journal.path))
    assert done.answer == {"rows": journal.events}
    assert 10 < done.peak_mb < 200
    assert own_peak_kib() > 400_000_000 / 1024
    assert len(ballast) == 400_000_000


def test_a_child_that_fails_fails_the_run(tmp_path):
    with pytest.raises(ChildFailedError, match="No such file"):
        run_child("benchmarks.ingest.child_reads", str(tmp_path / "none.xml"))


def test_an_unsteady_machine_is_measured_once_more(monkeypatch):
    tries = []

    def measure(*, tries: int, found: list[int] = tries) -> Calibration:
        found.append(tries)
        return Calibration(1.0, 9.0 if tries == 1 else 1.0, 1.0, 1.0, tries)

    monkeypatch.setattr(calibration, "_measure", measure)
    assert not calibration.calibrate().is_noisy
    assert tries == [1, 2]


def test_a_machine_that_stays_unsteady_is_noisy(monkeypatch):
    monkeypatch.setattr(
        calibration, "_measure", lambda *, tries: Calibration(1.0, 9.0, 1.0, 1.0, tries)
    )
    assert calibration.calibrate().is_noisy


def test_a_machine_that_became_unsteady_meanwhile_is_noisy():
    before, after = Calibration(1.0, 1.1, 1.0, 1.0), Calibration(1.0, 9.0, 1.0, 1.0, 2)
    assert calibration.least_steady(before, after).is_noisy
    assert not calibration.least_steady(before, before).is_noisy
