"""The exception queue: small chain against large, first page against deep page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.product import running

if TYPE_CHECKING:
    from benchmarks.bench import Bench


def run(bench: Bench) -> None:
    with running():
        from benchmarks.queue.all_goals import measure

        measure(bench)
