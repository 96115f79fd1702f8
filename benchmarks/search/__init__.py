"""Historical search: a small chain against a large one, filters, deep pages, the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.product import running

if TYPE_CHECKING:
    from benchmarks.bench import Bench


def run(bench: Bench) -> None:
    with running() as data:
        from benchmarks.search.all_goals import measure

        measure(bench, data)
