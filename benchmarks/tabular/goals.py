"""Goals P6, and P5 for delimited text."""

from __future__ import annotations

from typing import Final

from benchmarks.goals import Goal

_SUBJECT: Final = "a spreadsheet opened, checked, masked, kept as a grid, and read into rows"

SPREADSHEET: Final = Goal(
    "P6",
    "XLSX to rows of cells, as a share of calamine alone",
    subject=_SUBJECT,
    reference="calamine in this process, every row taken, nothing checked or masked",
    better="higher",
    target=0.60,
    moonshot=0.85,
)
SPREADSHEET_AS_OPENPYXL: Final = Goal(
    "P6b",
    "XLSX to rows of cells, times faster than openpyxl alone",
    subject=_SUBJECT,
    reference="openpyxl, read-only, every row taken",
    better="higher",
    target=6,
    moonshot=9,
)
MEMORY_DELIMITED: Final = Goal(
    "P5 CSV",
    "peak memory of reading a CSV ten times as big, over the small one's",
    subject="the big file masked and read into rows",
    reference="the small file masked and read into rows",
    better="lower",
    target=1.10,
    moonshot=1.02,
    unit="MB",
)
