"""P6: rows of a spreadsheet, ours beside the libraries' own."""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any, cast

import openpyxl  # type: ignore[import-untyped]  # one call is not worth stubs
from python_calamine import CalamineWorkbook

from benchmarks.bench import timed
from benchmarks.statistic import median
from benchmarks.tabular.goals import SPREADSHEET, SPREADSHEET_AS_OPENPYXL
from benchmarks.tabular.sheet import write_spreadsheet
from transactions.formats.redaction import Redactor
from transactions.formats.tabular.conversion import binary_container, grid_pieces
from transactions.formats.tabular.grid import iter_sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    from benchmarks.bench import Bench
    from benchmarks.tabular.sheet import Amounts


class WrongResultError(RuntimeError):
    """A fast answer that is not the right one."""


def measure(bench: Bench, folder: Path, amounts: Amounts) -> None:
    bench.say("writing a spreadsheet")
    count = amounts.spreadsheet_rows
    path = write_spreadsheet(folder / "report.xlsx", count=count, seed=bench.seed)
    trials = _Trials(path, count + 1)
    rounds = bench.rounds(
        SPREADSHEET.name,
        {"calamine": trials.calamine, "openpyxl": trials.openpyxl, "ours": trials.ours},
    )
    bench.conclude(SPREADSHEET, [(each["calamine"], each["ours"]) for each in rounds])
    bench.conclude(SPREADSHEET_AS_OPENPYXL, [(each["openpyxl"], each["ours"]) for each in rounds])
    for name, says in (("ours", "the product"), ("calamine", "calamine"), ("openpyxl", "openpyxl")):
        seconds = median([each[name] for each in rounds])
        bench.figure(f"P6 rows of 20 cells, {says}", count / seconds, "rows/s")
    bench.figure("P6 receiving: made a masked grid", count / median(trials.receiving), "rows/s")
    bench.figure("P6 reading the kept grid", count / median(trials.reading), "rows/s")


class _Trials:
    def __init__(self, path: Path, count: int) -> None:
        self._path, self._count = path, count
        self.receiving: list[float] = []
        self.reading: list[float] = []

    def calamine(self) -> float:
        def read() -> int:
            with CalamineWorkbook.from_path(self._path) as book:
                return sum(1 for _ in book.get_sheet_by_index(0).iter_rows())

        return self._checked(read)

    def openpyxl(self) -> float:
        def read() -> int:
            book: Any = openpyxl.load_workbook(self._path, read_only=True)
            try:
                return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
            finally:
                book.close()

        return self._checked(read)

    def ours(self) -> float:
        with tempfile.TemporaryFile() as kept:
            self.receiving.append(timed(lambda: self._receive(cast("BinaryIO", kept))))
            self.reading.append(self._checked(lambda: _read(cast("BinaryIO", kept))))
        return self.receiving[-1] + self.reading[-1]

    def _receive(self, kept: BinaryIO) -> None:
        container = binary_container(self._path)
        if container is None:
            raise WrongResultError("the spreadsheet is not known as one")
        redactor = Redactor()
        for piece in grid_pieces(self._path, self._path.name, container):
            kept.write(redactor.feed(piece))
        kept.write(redactor.finish())

    def _checked(self, read: Callable[[], int]) -> float:
        found: list[int] = []
        seconds = timed(lambda: found.append(read()))
        if found != [self._count]:
            raise WrongResultError(f"{found} rows of {self._count}")
        return seconds


def _read(kept: BinaryIO) -> int:
    return sum(1 for sheet in iter_sheets(kept, "report.xlsx") for _ in sheet.rows)
