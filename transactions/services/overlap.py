"""Two things at the same time: a bounded pipe from a thread that reads.

The thread parses (or masks) and touches no database; the caller's thread loads (or hashes
and packs). While PostgreSQL or a library in C works, it waits without the interpreter's
lock, so that both get on.
"""

from __future__ import annotations

import queue
import sys
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from transactions.services.rows import Row

Piece = TypeVar("Piece")

PIECES_AHEAD = 2
LARGEST_PIECE = 512 * 1024
SMALLEST_PIECE = LARGEST_PIECE // 4
HAND_OVER = 0.0005
"""Seconds for which a thread that computes may keep another waiting that comes back from the
database or from C. Python's own 5 ms are as long as either takes for a piece."""


def chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Rows in pieces worth sending: small ones first, so that loading begins soon, then
    larger ones, since each costs the database something by itself."""
    piece: list[Row] = []
    held, enough = 0, SMALLEST_PIECE
    for row in rows:
        piece.append(row)
        held += len(row.text)
        if held >= enough:
            yield piece
            piece, held, enough = [], 0, min(2 * enough, LARGEST_PIECE)
    if piece:
        yield piece


class _End:
    pass


def ahead(pieces: Iterable[Piece]) -> Generator[Piece]:
    """``pieces``, produced in a thread of their own, at most a few ahead.

    Whatever the producer raises is raised here. Leaving early stops the producer.
    """
    sys.setswitchinterval(min(HAND_OVER, sys.getswitchinterval()))
    pipe: queue.Queue[Piece | BaseException | _End] = queue.Queue(maxsize=PIECES_AHEAD)
    stopping = threading.Event()

    def put(item: Piece | BaseException | _End) -> None:
        while not stopping.is_set():
            try:
                pipe.put(item, timeout=0.1)
            except queue.Full:
                continue
            return

    def produce() -> None:
        try:
            for piece in pieces:
                put(piece)
                if stopping.is_set():
                    return
            put(_End())
        except BaseException as error:  # noqa: BLE001 - raised in the other thread
            put(error)

    producer = threading.Thread(target=produce, name="ahead", daemon=True)
    producer.start()
    try:
        while True:
            item = pipe.get()
            if isinstance(item, _End):
                return
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stopping.set()
        producer.join()
