"""P9: what the product adds to the SQL of a list and to an empty answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.db import connection

from benchmarks.queue import goals
from benchmarks.queue.browser import Browser, WrongPageError, bare_application, row_ids
from benchmarks.queue.pages import REQUESTS, compare, typical
from review.selectors.rows import rows
from transactions.selectors.queue import PAGE, Queue, after

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.bench import Bench
    from benchmarks.queue.site import Site

Statement = tuple[str, Any]


def measure(bench: Bench, site: Site) -> None:
    address = site.second_page()
    found = row_ids(site.owner.get(address, htmx=True)[1])
    if len(found) != PAGE:
        raise WrongPageError(f"{len(found)} rows in the partial")
    bare = Browser(bare_application(), "bare.testserver", None)
    statements = _statements_of_list(site)

    def reference() -> float:
        return bare.get("/")[0] + _run(site, statements)

    def subject() -> float:
        return site.owner.get(address, htmx=True)[0]

    compare(bench, goals.SERVER_TIME, reference, subject)
    times = REQUESTS[bench.size]
    bench.figure("P9 partial (p50)", typical(subject, times), "ms")
    bench.figure(
        "P9 hello through no middleware (p50)", typical(lambda: bare.get("/")[0], times), "ms"
    )
    bench.figure("P9 SQL of the list (p50)", typical(lambda: _run(site, statements), times), "ms")
    empty = "/pulse/?v=x"
    bench.figure("P9 header poll (p50)", typical(lambda: site.owner.get(empty)[0], times), "ms")


def _statements_of_list(site: Site) -> list[Statement]:
    """What finding and reading 50 rows asks the database, with its parameters."""
    heard: list[Statement] = []

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith("SELECT"):  # the chain's schema is set between them
            heard.append((sql, params))
        return execute(sql, params, many, context)

    site.open()
    first = after(Queue(), None, PAGE)
    with connection.execute_wrapper(listen):
        rows(after(Queue(), first[-1], PAGE + 1)[:PAGE], "")
    return heard


def _run(site: Site, statements: list[Statement]) -> float:
    """Milliseconds for the statements and their rows, in a connection that is ready."""
    site.open()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        started = time.perf_counter()
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()
        return (time.perf_counter() - started) * 1000
