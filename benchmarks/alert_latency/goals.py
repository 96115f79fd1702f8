"""Goals P11 and P11b: how late a mail about an alert is."""

from __future__ import annotations

from typing import Final

from benchmarks.goals import Goal

IDLE: Final = Goal(
    "P11",
    "a refund's file handed over, until the mail server has the mail about it, nothing else to do",
    subject="by worker processes that look for work every 50 ms",
    reference="the same stages in one process, one after the other, nobody waited for",
    better="lower",
    target=10.0,
    moonshot=3.0,
)
ONE_SECOND: Final = Goal(
    "P11 second",
    "the same, the 95th percentile over one second",
    subject="the 95th percentile",
    reference="one second",
    better="lower",
    target=1.0,
    moonshot=0.1,
)
BUSY: Final = Goal(
    "P11b",
    "the same, while another chain has thousands of files waiting to be read",
    subject="beside that chain",
    reference="the median at rest",
    better="lower",
    target=10.0,
    moonshot=2.0,
)
