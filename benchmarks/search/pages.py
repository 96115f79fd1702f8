"""P9: from the request to the last byte of 50 more rows. P13: how many statements."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tenancy import in_chain
from benchmarks.queue.browser import Browser, WrongPageError, bare_application, row_ids
from benchmarks.queue.pages import REQUESTS, compare, typical
from benchmarks.search import goals
from benchmarks.search.engine import searched
from review.search.rows import rows
from transactions.search.find import PAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import Chain
    from benchmarks.bench import Bench

Statement = tuple[str, Any]


def measure(bench: Bench, chain: Chain, owner: Browser) -> None:
    with in_chain(chain):
        after = searched("").page().after
        statements = _statements(after)
    address = f"/search/?after={after}"
    if len(row_ids(owner.get(address, htmx=True)[1])) != PAGE:
        raise WrongPageError("the partial is not full")
    bare = Browser(bare_application(), "bare.testserver", None)

    def reference() -> float:
        return bare.get("/")[0] + _run(chain, statements)

    def subject() -> float:
        return owner.get(address, htmx=True)[0]

    compare(bench, goals.SERVER_TIME, reference, subject)
    times = REQUESTS[bench.size]
    bench.figure("P9 partial (p50)", typical(subject, times), "ms")
    bench.figure("P9 SQL of the list (p50)", typical(lambda: _run(chain, statements), times), "ms")
    bench.figure(
        "P9 hello through no middleware (p50)", typical(lambda: bare.get("/")[0], times), "ms"
    )
    whole = typical(lambda: owner.get("/search/")[0], times)
    bench.figure("the whole page (p50)", whole, "ms")


def count_queries(bench: Bench, few: Browser, many: Browser) -> None:
    few.get("/search/"), many.get("/search/")
    pairs = [(_queries(few), _queries(many)) for _ in range(bench.pairs)]
    bench.conclude(goals.QUERIES, pairs)


def _queries(browser: Browser) -> float:
    with CaptureQueriesContext(connection) as seen:
        browser.get("/search/")
    return float(len(seen))


def _statements(after: str) -> list[Statement]:
    """What finding and reading 50 rows asks the database, with its parameters."""
    heard: list[Statement] = []

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith("SELECT"):
            heard.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        search = searched("")
        rows(search.page(after=after).ids, search.scope.places, names_stores=True)
    return heard


def _run(chain: Chain, statements: list[Statement]) -> float:
    """Milliseconds for the statements and their rows, in a connection that is ready."""
    connection.set_tenant(chain)  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        started = time.perf_counter()
        for sql, params in statements:
            cursor.execute(sql, params)
            cursor.fetchall()
        return (time.perf_counter() - started) * 1000
