"""A process that reads one journal into rows and tells its peak memory. No Django."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.journal import TIMEZONE
from benchmarks.peaks import tell
from transactions.formats import open_journal
from transactions.formats.canonical import FormatContext
from transactions.services.overlap import chunks
from transactions.services.row_file import FileContext
from transactions.services.rows import row_of


def main(path: Path) -> None:
    file = FileContext(1, 1, ZoneInfo(TIMEZONE), FormatContext(), datetime.now(UTC))
    rows = 0
    with path.open("rb") as stream:
        reader = open_journal(stream, path.name, file.format)
        for piece in chunks(row_of(event, file, None) for event in reader):
            rows += len(piece)
    tell(rows=rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
