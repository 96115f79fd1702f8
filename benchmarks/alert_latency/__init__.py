"""From a file that lands to the mail about it: at rest, and beside a chain with a backlog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.product import running

if TYPE_CHECKING:
    from benchmarks.bench import Bench


def run(bench: Bench) -> None:
    with running():
        from benchmarks.alert_latency.latency import measure

        measure(bench)
