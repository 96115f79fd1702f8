"""Large files sent again cost a hash; what is hashed is what is kept."""

from __future__ import annotations

import hashlib
import io
import threading

import pytest

from tests.transactions.journals import Ring, journal
from transactions.models import FileState, SourceFile
from transactions.services.keep import LARGE, Incoming
from transactions.services.overlap import ahead
from transactions.services.receive import receive_upload
from transactions.services.stored import opened


def large() -> bytes:
    data = journal(*[Ring(number) for number in range(800)])
    assert len(data) > LARGE
    return data


def send(store, stream, name="day.xml"):
    upload = receive_upload(store=store, user=None, files=[Incoming(name, stream)])
    return upload.files.get()


class OnePass(io.RawIOBase):
    """A stream that cannot be read twice."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1, /) -> bytes:
        return self._data.read(size)


class Growing(io.BytesIO):
    """A file that its register still writes to: longer the second time it is read."""

    def seek(self, offset: int, whence: int = 0, /) -> int:
        place = super().seek(offset, whence)
        if offset == 0 and whence == 0 and self.reads:
            self.reads = 0
            end = super().seek(0, io.SEEK_END)
            super().write(b"<!-- more -->")
            assert end
            super().seek(0)
        return place

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.reads = 0

    def read(self, size: int = -1, /) -> bytes:
        self.reads += 1
        return super().read(size)


def test_a_large_file_sent_again_is_a_duplicate_and_stores_nothing(store, files):
    data = large()
    assert send(store, io.BytesIO(data)).state == FileState.RECEIVED
    stored = sorted(path for path in files.rglob("*") if path.is_file())
    again = send(store, io.BytesIO(data), name="again.xml")
    assert (again.state, again.size, again.stored_key) == (FileState.DUPLICATE, len(data), "")
    assert again.sha256 == hashlib.sha256(data).hexdigest()
    assert sorted(path for path in files.rglob("*") if path.is_file()) == stored


def test_a_large_file_of_another_store_is_no_duplicate(store, other_store):
    data = large()
    send(store, io.BytesIO(data))
    assert send(other_store, io.BytesIO(data)).state == FileState.RECEIVED


def test_a_stream_that_cannot_be_rewound_is_kept_and_recognised_all_the_same(store):
    data = large()
    kept = send(store, OnePass(data))
    assert (kept.state, kept.sha256) == (FileState.RECEIVED, hashlib.sha256(data).hexdigest())
    assert send(store, OnePass(data)).state == FileState.DUPLICATE


def test_a_stream_is_kept_from_where_it_stands(store):
    data = large()
    stream = io.BytesIO(b"read already" + data)
    stream.seek(len(b"read already"))
    kept = send(store, stream)
    with opened(kept) as plain:
        assert plain.read() == data


def test_the_hash_is_of_the_bytes_that_are_kept_when_a_file_grows_meanwhile(store):
    data = large()
    kept = send(store, Growing(data))
    with opened(kept) as plain:
        whole = plain.read()
    assert whole == data + b"<!-- more -->"
    assert kept.sha256 == hashlib.sha256(whole).hexdigest()
    assert SourceFile.objects.count() == 1


def test_leaving_early_ends_the_producer():
    made: list[int] = []

    def pieces():
        for number in range(10_000):
            made.append(number)
            yield b"x"

    for piece in ahead(pieces()):
        assert piece == b"x"
        break
    assert len(made) < 100
    assert not [thread for thread in threading.enumerate() if thread.name == "ahead"]


def test_what_the_producer_raises_is_raised_where_pieces_are_taken():
    def pieces():
        yield b"x"
        raise ValueError("half a file")

    with pytest.raises(ValueError, match="half a file"):
        list(ahead(pieces()))
