"""Goals P7 and P7b, and the back-test."""

from __future__ import annotations

from typing import Final

from benchmarks.goals import Goal

OF_INGEST: Final = Goal(
    "P7",
    "50 rules over everything that one file brought, as a share of taking it in",
    subject="evaluation of 50 rules over the spans that the file touched, alerts written",
    reference="the file received, parsed, flagged, loaded",
    better="lower",
    target=0.20,
    moonshot=0.05,
)
PER_ROW: Final = Goal(
    "P7b",
    "cost per rule and new row in a chain with history, over a loop in memory",
    subject="evaluation of 50 rules over new rows, in ns per rule and row",
    reference="50 rules as dicts of deques over the same rows in Python",
    better="lower",
    target=10,
    moonshot=3,
    unit="ns",
)
SAME_RULES: Final = Goal(
    "P7b same rules",
    "the same, where the product has the very rules that the loop is: nothing about shifts,"
    " pairs or plain sales",
    subject="evaluation of these 50 rules over new rows, in ns per rule and row",
    reference="50 rules as dicts of deques over the same rows in Python",
    better="lower",
    target=10,
    moonshot=3,
    unit="ns",
)
PAST_DAYS: Final = Goal(
    "back-test",
    "a window rule tried on all of a chain's history, over the bare window query",
    subject="back-test of >3 no sales in 5 minutes, episodes with their transactions",
    reference="SELECT with count(*) OVER a window, filtered first, the hits counted",
    better="lower",
    target=3,
    moonshot=1.5,
)
