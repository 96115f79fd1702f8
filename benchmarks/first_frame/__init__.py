"""From the click on a queue item to the first painted picture of the right second."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from benchmarks.cut.footage import cache_folder
from benchmarks.product import running

if TYPE_CHECKING:
    from benchmarks.bench import Bench


def run(bench: Bench) -> None:
    os.environ["FOOTAGE_ROOTS"] = str(cache_folder())
    # Playwright keeps an event loop in the thread that uses it; the database is asked there too.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with running():
        from benchmarks.first_frame.opening import measure

        measure(bench)
