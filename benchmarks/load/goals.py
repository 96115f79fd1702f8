"""Goals P14 and P14 lag: a chain at its peak."""

from __future__ import annotations

from typing import Final

from benchmarks.goals import Goal

KEPT_UP: Final = Goal(
    "P14",
    "sixty transactions a second kept up: the time they are rung in, as a share of the time "
    "until the last of them is counted",
    subject="every file received, parsed, flagged, settled and in the totals",
    reference="the files rung up one after another at the stated rate",
    better="higher",
    target=0.95,
    moonshot=0.98,
)
LAG: Final = Goal(
    "P14 lag",
    "from received to counted, the 95th percentile of each ten seconds, over one second",
    subject="the 95th percentile of ten seconds",
    reference="one second",
    better="lower",
    target=5.0,
    moonshot=2.0,
)
