"""A chain of many stores at its peak: transactions a second kept up, and how late they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.product import running

if TYPE_CHECKING:
    from benchmarks.bench import Bench


def run(bench: Bench) -> None:
    with running():
        from benchmarks.load.sustained import measure

        measure(bench)
