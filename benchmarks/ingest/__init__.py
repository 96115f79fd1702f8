"""Journals: read, flagged, loaded; once and again; fast and in flat memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.product import running

if TYPE_CHECKING:
    from benchmarks.bench import Bench


def run(bench: Bench) -> None:
    with running() as data:
        from benchmarks.ingest.all_goals import measure

        measure(bench, data)
