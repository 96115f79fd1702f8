"""Goals P16 and P16b."""

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
ON_S3: Final = Goal(
    "P16b",
    "the same, the clips on S3",
    subject="the transaction page, its link signed for S3",
    reference="a page that holds a video element and nothing else, with a link to the same object",
    better="lower",
    target=3.0,
    moonshot=1.5,
    unit="ms",
)
