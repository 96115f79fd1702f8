"""P13: the number of queries must not grow with what is on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.queue.goals import query_count
from benchmarks.queue.rows import History
from benchmarks.queue.site import Site

if TYPE_CHECKING:
    from django.core.handlers.wsgi import WSGIHandler

    from benchmarks.bench import Bench
    from benchmarks.queue.browser import Browser

_EVERY_ONE: Final = 1.1
"""A share that flags all of them."""
_PAGES: Final = (
    ("the queue", "/", False),
    ("the queue after a change of filters", "/?order=newest", True),
    ("the header's poll", "/pulse/", False),
)


def measure(bench: Bench, application: WSGIHandler) -> None:
    bench.say("P13")
    few = Site("ten", History(10, _EVERY_ONE, bench.seed), application)
    many = Site("thousands", History(10_000, _EVERY_ONE, bench.seed), application)
    for page, address, htmx in _PAGES:
        few.owner.get(address, htmx=htmx), many.owner.get(address, htmx=htmx)
        pairs = [
            (_queries(few.owner, address, htmx=htmx), _queries(many.owner, address, htmx=htmx))
            for _ in range(bench.pairs)
        ]
        bench.conclude(query_count(page), pairs)


def _queries(browser: Browser, address: str, *, htmx: bool) -> float:
    with CaptureQueriesContext(connection) as seen:
        browser.get(address, htmx=htmx)
    return float(len(seen))
