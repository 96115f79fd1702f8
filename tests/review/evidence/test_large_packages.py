"""Packages larger than memory, and larger than the first ZIPs could be."""

from __future__ import annotations

import tracemalloc
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import evidence_verifier as verifier
from review.evidence.archive import NameTakenError, PackageWriter, WrongSizeError

PIECE, PIECES = bytes(256 * 1024), 96


def test_memory_stays_flat_while_a_file_is_packed_and_checked(tmp_path):
    path, key = tmp_path / "large.zip", Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    facts = {"format": verifier.FORMAT, "key": {"fingerprint": verifier.fingerprint(public)}}
    tracemalloc.start()
    with path.open("w+b") as target:
        writer = PackageWriter(target)
        writer.add_pieces("large.mp4", len(PIECE) * PIECES, (PIECE for _ in range(PIECES)))
        writer.add(verifier.PUBLIC_KEY, verifier.pem_of(public))
        writer.close(facts, key.sign)
        report = verifier.verify(target)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert report.is_intact, report.findings
    assert peak < 4 * 1024 * 1024 < path.stat().st_size


def test_a_list_beyond_four_gibibytes_is_read_back_as_it_was_written(tmp_path):
    """The files themselves are holes in a sparse file: only their list is looked at."""
    entries = [
        verifier.Entry("a.mp4", 5 * 2**30, 7, 0),
        verifier.Entry("b.mp4", 3, 9, 6 * 2**30),
        verifier.Entry("c.mp4", 2**32 - 1, 11, 2**32 - 1),
    ]
    path, start = tmp_path / "sparse.zip", 12 * 2**30
    with path.open("w+b") as file:
        file.seek(start)
        file.write(verifier.directory(entries, start))
        found, begins, ends = verifier.read_directory(file, [])
    assert (begins, ends) == (start, path.stat().st_size)
    told = [(entry.name, entry.size, entry.packed, entry.crc, entry.offset) for entry in found]
    assert told == [(e.name, e.size, e.size, e.crc, e.offset) for e in entries]
    with zipfile.ZipFile(path) as archive:
        listed = [(each.filename, each.file_size, each.header_offset) for each in archive.filelist]
    assert listed == [(e.name, e.size, e.offset) for e in entries]


def test_a_header_beyond_four_gibibytes_has_room_for_the_size():
    small, large = verifier.local_header("a", 10, 0), verifier.local_header("a", 2**33, 0)
    assert len(large) == len(small) + 20


def test_what_cannot_be_packed_is_refused(tmp_path):
    with (tmp_path / "x.zip").open("w+b") as target:
        writer = PackageWriter(target)
        writer.add("a.txt", b"x")
        for name in ("a.txt", "../b", "/c", "d\N{LATIN SMALL LETTER E WITH ACUTE}"):
            with pytest.raises(NameTakenError):
                writer.add(name, b"x")
        with pytest.raises(WrongSizeError):
            writer.add_pieces("e.txt", 3, [b"12"])
