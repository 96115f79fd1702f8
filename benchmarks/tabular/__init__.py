"""Spreadsheets and delimited text: how fast rows come out, and in how much memory."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.bench import Bench


def run(bench: Bench) -> None:
    from benchmarks.tabular import memory, rate
    from benchmarks.tabular.sheet import AMOUNTS

    with tempfile.TemporaryDirectory(prefix="lossprevention-benchmarks-") as folder:
        amounts = AMOUNTS[bench.size]
        rate.measure(bench, Path(folder), amounts)
        memory.measure(bench, Path(folder), amounts)
