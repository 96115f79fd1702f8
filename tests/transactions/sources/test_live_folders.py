"""Live folders under the watch program: real files, growing, vanishing, by the thousand."""

from __future__ import annotations

import os
import threading
import time

import pytest

from stores.models import RunState, SeenFile, Source, SourceRun
from tests.transactions.journals import Ring, journal, zipped
from tests.transactions.sources.running import until
from transactions.models import FileState, SourceFile, Upload
from transactions.services.watch import Watch
from transactions.sources import eye, folder


@pytest.fixture
def watch(north):
    program = Watch()
    yield program
    program.close()


@pytest.fixture(autouse=True)
def _brisk(monkeypatch):
    """The same steps, sooner after one another."""
    monkeypatch.setattr(eye, "POLL_SECONDS", 0.1)
    monkeypatch.setattr(eye, "SETTLE_SECONDS", 0.05)


def names():
    return set(SourceFile.objects.values_list("original_name", flat=True))


def rounds(watch, number=20):
    for _round in range(number):
        watch.tick()
        time.sleep(0.02)


def test_what_a_register_writes_is_taken_and_left_alone(watch, folder_source, root):
    source = folder_source(is_live=True)
    watch.tick()
    path = root / "PJR1.xml"
    path.write_bytes(journal(Ring(1)))
    told = path.stat()
    until(lambda: names() == {"PJR1.xml"}, watch)
    assert (path.stat().st_mtime_ns, path.stat().st_size) == (told.st_mtime_ns, told.st_size)
    assert list(root.iterdir()) == [path]
    run = SourceRun.objects.get(source=source)
    assert (run.state, run.taken) == (RunState.RUNNING, 1)


def test_a_file_is_taken_whole_however_slowly_it_is_written(watch, folder_source, root):
    folder_source(is_live=True)
    watch.tick()
    whole = journal(Ring(1), Ring(2))
    with (root / "PJR1.xml").open("wb") as stream:
        for part in range(0, len(whole), 400):
            stream.write(whole[part : part + 400])
            stream.flush()
            rounds(watch, 12)  # longer than it takes to find it unchanged twice
            if part + 400 < len(whole):
                assert names() == set()
    until(names, watch)
    assert SourceFile.objects.get().size == len(whole)


def test_a_file_that_stays_cut_off_is_shown_as_one_that_could_not_be_read(
    watch, folder_source, root
):
    folder_source(is_live=True)
    path = root / "PJR1.xml"
    path.write_bytes(journal(Ring(1))[:-30])
    rounds(watch, 30)
    assert names() == set()
    long_ago = time.time() - folder.SETTLED_AFTER - 5
    os.utime(path, (long_ago, long_ago))
    until(names, watch)


@pytest.mark.parametrize("name", ["PJR1.xml.tmp", ".PJR1.xml", "~$report.xml", "PJR1.part"])
def test_unfinished_and_hidden_names_are_left_out(watch, folder_source, root, name):
    folder_source(is_live=True)
    (root / name).write_bytes(journal(Ring(1)))
    (root / "PJR0.xml").write_bytes(b"")
    (root / "PJR2.xml").write_bytes(journal(Ring(2)))
    until(names, watch)
    rounds(watch)
    assert names() == {"PJR2.xml"}


def test_files_deleted_between_the_look_and_the_read_are_no_fault(
    watch, folder_source, root, monkeypatch
):
    source = folder_source(is_live=True)
    opened = folder.open_beside

    def deleted_first(path):
        if path.name == "PJR1.xml":
            path.unlink(missing_ok=True)
        return opened(path)

    monkeypatch.setattr(folder, "open_beside", deleted_first)
    (root / "PJR1.xml").write_bytes(journal(Ring(1)))
    (root / "PJR2.xml").write_bytes(journal(Ring(2)))
    until(lambda: "PJR2.xml" in names(), watch)
    source.refresh_from_db()
    assert (names(), source.failures) == ({"PJR2.xml"}, 0)


def test_a_restart_reads_nothing_again(watch, folder_source, root, monkeypatch):
    source = folder_source(is_live=True)
    for number in range(30):
        (root / f"PJR{number}.xml").write_bytes(journal(Ring(number)))
    until(lambda: len(names()) == 30, watch)
    watch.close()
    assert SeenFile.objects.filter(source=source).count() == 30

    read = []
    monkeypatch.setattr(folder, "open_beside", lambda path: read.append(path))
    after = Watch()
    rounds(after)
    after.close()
    assert read == []
    assert Upload.objects.count() < 30
    assert set(source.runs.values_list("state", flat=True)) == {RunState.DONE}


def test_a_file_written_anew_under_its_name_is_taken_again(watch, folder_source, root):
    folder_source(is_live=True)
    path = root / "day.xml"
    path.write_bytes(journal(Ring(1)))
    until(names, watch)
    path.write_bytes(journal(Ring(1), Ring(2)))
    until(lambda: SourceFile.objects.count() == 2, watch)


@pytest.mark.slow
def test_five_thousand_files_at_the_start_are_baseline_and_new_ones_pass_in_front(
    watch, folder_source, root
):
    last_week = time.time() - 7 * 86400
    for number in range(5000):
        path = root / f"PJR{number:05}.xml"
        path.write_bytes(f"<old n='{number}'/>".encode())
        os.utime(path, (last_week, last_week))
    folder_source(is_live=True)
    (root / "PJRnow.xml").write_bytes(journal(Ring(1)))
    until(lambda: len(names()) > 200, watch, seconds=60)
    first = Upload.objects.order_by("pk").first()
    assert not first.is_backfill
    assert first.files.get().original_name == "PJRnow.xml"
    until(lambda: SourceFile.objects.count() == 5001, watch, seconds=120)
    assert Upload.objects.filter(is_backfill=True).count() == 25


def test_a_share_that_hangs_is_said_and_holds_up_no_other(watch, folder_source, root, monkeypatch):
    monkeypatch.setattr(eye, "HANGS_AFTER", 0.3)
    (root / "dead").mkdir()
    (root / "alive").mkdir()
    dead = folder_source(root / "dead", name="Dead", is_live=True)
    alive = folder_source(root / "alive", name="Alive", is_live=True)
    comes_back, asked = threading.Event(), []
    look = folder.FolderFetcher.look

    def hangs(self, *words, **named):
        if self.said.endswith("dead"):
            asked.append(1)
            comes_back.wait(60)
        return look(self, *words, **named)

    monkeypatch.setattr(folder.FolderFetcher, "look", hangs)
    (root / "alive" / "PJR1.xml").write_bytes(journal(Ring(1)))
    (root / "dead" / "PJR2.xml").write_bytes(journal(Ring(2)))
    until(lambda: names() == {"PJR1.xml"}, watch)
    until(lambda: Source.objects.get(pk=dead.pk).failures == 1, watch)
    assert dead.runs.get().reason_code == "folder_hangs"
    assert len(asked) == 1  # no second thread is sent after the first
    assert Source.objects.get(pk=alive.pk).failures == 0

    comes_back.set()
    until(lambda: names() == {"PJR1.xml", "PJR2.xml"}, watch)
    assert Source.objects.get(pk=dead.pk).failures == 0


def test_a_share_that_goes_and_comes_back_is_one_failure_and_then_well(watch, folder_source, root):
    place = root / "share"
    place.mkdir()
    source = folder_source(place, is_live=True)
    rounds(watch)
    place.rename(root / "gone")
    until(lambda: source.runs.filter(state=RunState.FAILED).exists(), watch)
    rounds(watch, 30)
    assert source.runs.filter(state=RunState.FAILED).count() == 1
    (root / "gone").rename(place)
    (place / "PJR1.xml").write_bytes(journal(Ring(1)))
    until(names, watch)
    source.refresh_from_db()
    assert source.failures == 0


def test_links_that_lead_out_are_not_followed(watch, folder_source, root, tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "PJR1.xml").write_bytes(journal(Ring(1)))
    (root / "PJR2.xml").symlink_to(secret / "PJR1.xml")
    (root / "inside").symlink_to(secret, target_is_directory=True)
    (root / "PJR3.xml").write_bytes(journal(Ring(3)))
    os.mkfifo(root / "PJR4.xml")
    folder_source(is_live=True, settings={"subfolders": True})
    until(names, watch)
    rounds(watch)
    assert names() == {"PJR3.xml"}


def test_a_source_folder_that_becomes_a_link_out_is_refused(watch, folder_source, root, tmp_path):
    (tmp_path / "secret").mkdir()
    place = root / "share"
    place.symlink_to(tmp_path / "secret", target_is_directory=True)
    source = folder_source(place, is_live=True)
    until(lambda: source.runs.filter(state=RunState.FAILED).exists(), watch)
    assert source.runs.get().reason_code == "folder_not_granted"


def test_an_archive_is_opened_and_its_files_are_counted(watch, folder_source, root):
    source = folder_source(is_live=True)
    (root / "PJRARCHIVE1.zip").write_bytes(
        zipped(PJR1__xml=journal(Ring(1)), PJR2__xml=journal(Ring(2)))
    )
    until(lambda: len(names()) == 2, watch)
    assert source.runs.get().taken == 2


def test_the_same_bytes_under_another_name_are_known(watch, folder_source, root):
    source = folder_source(is_live=True)
    (root / "PJR1.xml").write_bytes(journal(Ring(1)))
    until(names, watch)
    (root / "CPJR1.xml").write_bytes(journal(Ring(1)))
    until(lambda: source.runs.get().known == 1, watch)
    assert set(SourceFile.objects.values_list("state", flat=True)) == {
        FileState.RECEIVED,
        FileState.DUPLICATE,
    }


def test_a_source_that_is_switched_off_is_let_go(watch, folder_source, root):
    source = folder_source(is_live=True)
    rounds(watch)
    Source.objects.filter(pk=source.pk).update(is_active=False)
    watch.refresh()
    (root / "PJR1.xml").write_bytes(journal(Ring(1)))
    rounds(watch)
    assert names() == set()
    assert source.runs.get().state == RunState.DONE
