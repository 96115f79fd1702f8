"""Goal P16."""

from __future__ import annotations

from typing import Final

from benchmarks.goals import Goal

FIRST_FRAME: Final = Goal(
    "P16",
    "from the click on a queue item to the first painted picture of the right second",
    subject="the transaction page, log-in and signed link included",
    reference="a page that holds a video element and nothing else, the same file and second",
    better="lower",
    target=3.0,
    moonshot=1.5,
    unit="ms",
)
