"""Calls that may hang for ever, asked of a thread that nobody waits for longer than meant.

A call on a dead share cannot be taken back: the thread stays in it, and as long as it
does no second one is started for the same place. It is a daemon, and touches no database.
"""

from __future__ import annotations

import queue
import threading
import time
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from transactions.sources.base import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

T = TypeVar("T")


class Pending(Generic[T]):
    """A call under way in a thread of its own."""

    def __init__(self, call: Callable[[], T], name: str) -> None:
        self.since = time.monotonic()
        self._answer: queue.SimpleQueue[tuple[T | None, BaseException | None]] = queue.SimpleQueue()
        threading.Thread(target=self._run, args=(call,), name=name, daemon=True).start()

    def _run(self, call: Callable[[], T]) -> None:
        try:
            self._answer.put((call(), None))
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            self._answer.put((None, error))

    @property
    def is_over(self) -> bool:
        return not self._answer.empty()

    def result(self, seconds: float) -> T:
        """What the call answered or raised. Raises ``queue.Empty`` when it still hangs."""
        answer, error = self._answer.get(timeout=max(seconds, 0.001))
        if error is not None:
            raise error
        return answer  # type: ignore[return-value]  # either one or the other was put


def call_bounded(call: Callable[[], T], *, seconds: float, code: str, **params: Any) -> T:
    """``call()``, or SourceError ``code`` when it has not answered within ``seconds``."""
    try:
        return Pending(call, code).result(seconds)
    except queue.Empty:
        raise SourceError(code, **params) from None


def iterate_bounded(
    items: Generator[T], *, seconds: float, code: str, **params: Any
) -> Iterator[T]:
    """The items; each may take ``seconds``. A generator that does not hang is closed."""
    over = object()
    hangs = True
    try:
        while True:
            item: Any = call_bounded(
                lambda: next(items, over), seconds=seconds, code=code, **params
            )
            if item is over:
                break
            yield item
        hangs = False
    except SourceError as error:
        hangs = error.code == code
        raise
    except GeneratorExit:
        hangs = False
        raise
    finally:
        if not hangs:
            items.close()
