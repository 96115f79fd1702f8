"""Every measurement of ``queue``. Django is up when this is imported."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from django.core.wsgi import get_wsgi_application

from benchmarks.queue import pages, queries, server
from benchmarks.queue.rows import History
from benchmarks.queue.site import Site

if TYPE_CHECKING:
    from benchmarks.bench import Bench, Size

_SMALL: Final = 10_000
_LARGE: Final[dict[Size, int]] = {"S": 100_000, "M": 2_000_000, "L": 10_000_000}
_FLAGGED_SHARE: Final = 0.02
"""About what simulated store days have."""


def measure(bench: Bench) -> None:
    application = get_wsgi_application()
    bench.say("filling the small chain")
    small = Site("small", History(_SMALL, _FLAGGED_SHARE, bench.seed), application)
    bench.say("filling the large chain")
    started = time.perf_counter()
    large = Site("large", History(_LARGE[bench.size], _FLAGGED_SHARE, bench.seed), application)
    bench.figure("large chain filled in", time.perf_counter() - started, "s")
    bench.figure("large chain holds", _LARGE[bench.size], "transactions")
    bench.figure("large chain has to review", large.to_review, "transactions")
    pages.measure(bench, small, large)
    server.measure(bench, large)
    queries.measure(bench, application)
