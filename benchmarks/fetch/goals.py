"""Goal P15: recorders are never left idle while something waits for them."""

from __future__ import annotations

from typing import Final

from benchmarks.goals import Goal

BACKLOG: Final = Goal(
    "P15",
    "a hundred clips over ten recorders, one playback at a time on each, over the ideal schedule",
    subject="from the order until the last clip is ready",
    reference="the recorder with the most to play, playing without a pause",
    better="lower",
    target=1.5,
    moonshot=1.15,
)
