"""A process that masks one delimited file, reads it into rows, and tells its peak memory."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import BinaryIO, cast

from benchmarks.peaks import tell
from transactions.formats.redaction import Redactor
from transactions.formats.tabular.arrival import pieces_of
from transactions.formats.tabular.grid import iter_sheets


def main(path: Path) -> None:
    redactor = Redactor()
    with path.open("rb") as stream, tempfile.TemporaryFile() as kept:
        for piece in pieces_of(stream, path.name):
            kept.write(redactor.feed(piece))
        kept.write(redactor.finish())
        sheets = iter_sheets(cast("BinaryIO", kept), path.name)
        tell(rows=sum(1 for sheet in sheets for _ in sheet.rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
