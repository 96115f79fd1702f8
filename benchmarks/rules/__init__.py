"""Rules: what they cost when something comes in, and when they are tried on past days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.product import running

if TYPE_CHECKING:
    from benchmarks.bench import Bench


def run(bench: Bench) -> None:
    with running() as data:
        from benchmarks.rules.all_goals import measure

        measure(bench, data)
