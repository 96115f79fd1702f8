"""Folders that are fetched at set times: what is taken, and that nothing is touched."""

from __future__ import annotations

import os
import time

from stores.models import RunState, SeenFile
from tests.transactions.journals import Ring, journal
from tests.transactions.sources.running import fetch
from transactions.models import Channel, FileState, SourceFile, Upload


def put(folder, name, *rings, age=120):
    path = folder / name
    path.write_bytes(journal(*rings, store="101"))
    moment = time.time() - age
    os.utime(path, (moment, moment))
    return path


def test_a_folder_is_copied_from_and_left_as_it_was(folder_source, root):
    path = put(root, "PJR1.xml", Ring(1))
    before = (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_atime_ns // 10**12)
    run = fetch(folder_source(every_minutes=15))

    assert (run.state, run.found, run.taken, run.known, run.refused) == ("done", 1, 1, 0, 0)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before[:2]
    upload = Upload.objects.get(pk=run.upload_id)
    assert (upload.channel, upload.received_by) == (Channel.FOLDER, None)
    assert SourceFile.objects.get(upload=upload).state == FileState.RECEIVED


def test_a_second_look_knows_what_was_read_without_opening_it(folder_source, root, monkeypatch):
    put(root, "PJR1.xml", Ring(1))
    source = folder_source(every_minutes=15)
    fetch(source)
    monkeypatch.setattr(
        "transactions.sources.folder.open_beside", lambda path: (_ for _ in ()).throw(OSError)
    )
    run = fetch(source)
    assert (run.found, run.taken, run.known) == (1, 0, 1)
    assert SeenFile.objects.filter(source=source).count() == 1
    assert run.state == RunState.DONE
