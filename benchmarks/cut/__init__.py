"""Clips: a whole clip job beside the bare stream copy of the same window."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from benchmarks.cut.footage import cache_folder
from benchmarks.product import running

if TYPE_CHECKING:
    from benchmarks.bench import Bench


def run(bench: Bench) -> None:
    os.environ["FOOTAGE_ROOTS"] = str(cache_folder())
    with running() as data:
        from benchmarks.cut.all_goals import measure

        measure(bench, data)
