"""Goals P1 to P5."""

from __future__ import annotations

from typing import Final

from benchmarks.goals import Goal

END_TO_END: Final = Goal(
    "P1",
    "journal end to end, as a share of the slower of parsing alone and loading alone",
    subject="one file received, parsed, flagged, loaded",
    reference="the slower of the product's own parsing and loading, each alone",
    better="higher",
    target=0.80,
    moonshot=0.95,
)
WORKER: Final = Goal(
    "P1 worker",
    "the worker's part of it alone: from kept bytes to rows",
    subject="the job of one received file: unpacked, parsed, flagged, loaded",
    reference="the slower of the product's own parsing and loading, each alone",
    better="higher",
    target=0.80,
    moonshot=0.95,
)
PARSING: Final = Goal(
    "P2",
    "reading events, as a share of expat doing nothing with the same file",
    subject="every event of the file as a canonical event",
    reference="expat without handlers",
    better="higher",
    target=0.35,
    moonshot=0.70,
)
INSERTING: Final = Goal(
    "P3",
    "idempotent insert, as a share of plain COPY into the same table with the same indexes",
    subject="the loader: what is known, registers, cashiers, rows, reviews, totals",
    reference="COPY of finished rows",
    better="higher",
    target=0.65,
    moonshot=0.90,
)
INSERTING_AS_DJANGO: Final = Goal(
    "P3b",
    "idempotent insert, times faster than Django's own",
    subject="the loader: what is known, registers, cashiers, rows, reviews, totals",
    reference="bulk_create(ignore_conflicts=True) of ready-made objects",
    better="higher",
    target=6,
    moonshot=9,
)
AGAIN: Final = Goal(
    "P4",
    "the same file sent again, times faster than the first time, with no new row",
    subject="the same file received again",
    reference="the file received, parsed, flagged, loaded",
    better="higher",
    target=10,
    moonshot=25,
)
MEMORY_PARSING: Final = Goal(
    "P5 reading",
    "peak memory of reading a file ten times as big, over the small one's",
    subject="the big file read into rows",
    reference="the small file read into rows",
    better="lower",
    target=1.10,
    moonshot=1.02,
    unit="MB",
)
MEMORY_INGEST: Final = Goal(
    "P5 ingest",
    "peak memory of taking in a file ten times as big, over the small one's",
    subject="a process that receives, parses and loads the big file",
    reference="the same with the small file",
    better="lower",
    target=1.10,
    moonshot=1.02,
    unit="MB",
)
