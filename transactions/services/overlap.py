"""Two things at the same time, where one of them leaves the interpreter's lock.

Neither touches the database but from the caller's thread.
"""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, ParamSpec, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

P = ParamSpec("P")

PIECES_AHEAD = 2


class _End:
    pass


def ahead(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """``pieces``, produced in a thread of their own, at most a few ahead.

    While PostgreSQL works on one piece the driver waits without the interpreter's lock,
    and the next ones are made. Whatever the producer raises is raised here. Leaving early
    stops the producer.
    """
    pipe: queue.Queue[bytes | BaseException | _End] = queue.Queue(maxsize=PIECES_AHEAD)
    stopping = threading.Event()

    def put(item: bytes | BaseException | _End) -> None:
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

    producer = threading.Thread(target=produce, name="parser", daemon=True)
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


class Behind:
    """Does pieces of work in the order given, each beside the caller's next one.

    The first is done at once, since most files have no second. What one raises is raised
    by the next call, or at the end.
    """

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self._last: Future[object] | None = None
        self._is_first = True

    def do(self, work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> None:
        if self._is_first:
            self._is_first = False
            work(*args, **kwargs)
            return
        self._wait()
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix="behind")
        self._last = self._pool.submit(work, *args, **kwargs)

    def _wait(self) -> None:
        last, self._last = self._last, None
        if last is not None:
            last.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown()
        if kind is None:
            self._wait()
