"""A file is read while it is still being unpacked, and cannot tell the difference."""

from __future__ import annotations

import io
import threading
import zlib
from contextlib import contextmanager

import pytest

from transactions.services.arriving import _Arrival
from transactions.services.stored import CHUNK, unpacked

DATA = b"".join(b"<Event>%d</Event>\n" % number for number in range(20_000))


@contextmanager
def reading(pieces):
    arrival = _Arrival(pieces)
    try:
        yield io.BufferedReader(arrival, 1000)
    finally:
        arrival.stop()


def in_pieces(size: int = 7_001):
    for start in range(0, len(DATA), size):
        yield DATA[start : start + size]


def test_it_is_read_whole():
    with reading(in_pieces) as stream:
        assert stream.read() == DATA


def test_it_is_read_again_from_its_beginning():
    with reading(in_pieces) as stream:
        head = stream.read(64 * 1024)
        stream.seek(0)
        assert stream.read(64 * 1024) == head == DATA[: 64 * 1024]
        assert b"".join(stream) == DATA[64 * 1024 :]


def test_bytes_that_are_there_do_not_wait_for_the_rest():
    more = threading.Event()

    def pieces():
        yield DATA[:5_000]
        more.wait(60)
        yield DATA[5_000:]

    with reading(pieces) as stream:
        assert stream.read(2_000) == DATA[:2_000]
        more.set()
        assert stream.seek(0, io.SEEK_END) == len(DATA)
        assert stream.read() == b""


def test_a_bundle_that_is_too_short_is_an_error_where_it_is_read():
    packed = zlib.compress(DATA)
    with (
        reading(lambda: unpacked(io.BytesIO(packed[:-100]), len(packed))) as stream,
        pytest.raises(EOFError),
    ):
        stream.read()


def test_any_place_of_it_is_found():
    with reading(in_pieces) as stream:
        for place in (100_000, 30_000, 200_000, 0, len(DATA) - 5):
            assert stream.seek(place) == stream.tell() == place
            assert stream.read(5) == DATA[place : place + 5]
        assert stream.seek(-7, io.SEEK_END) == len(DATA) - 7
        assert stream.read() == DATA[-7:]


def test_a_file_that_was_packed_a_thousandfold_comes_in_small_pieces():
    packed = zlib.compress(b" " * (64 * CHUNK))
    sizes = [len(piece) for piece in unpacked(io.BytesIO(packed), len(packed))]
    assert sum(sizes) == 64 * CHUNK
    assert max(sizes) <= CHUNK


def test_whoever_stops_reading_ends_the_thread():
    with reading(lambda: (DATA for _ in iter(int, 1))) as stream:
        stream.read(10)
        assert [thread for thread in threading.enumerate() if thread.name == "ahead"]
    assert not [thread for thread in threading.enumerate() if thread.name == "ahead"]
