"""A backlog of clips over several recorders, each of which plays back one at a time."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from benchmarks.product import running

if TYPE_CHECKING:
    from benchmarks.bench import Bench


def run(bench: Bench) -> None:
    with running() as data:
        os.environ["FOOTAGE_ROOTS"] = str(data / "footage")
        from benchmarks.fetch.backlog import measure

        measure(bench, data)
