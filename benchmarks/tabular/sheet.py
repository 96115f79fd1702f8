"""Exports of a back office, of any length, always the same for the same seed."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.bench import Size


@dataclass(frozen=True, slots=True)
class Amounts:
    spreadsheet_rows: int
    small_rows: int
    big_rows: int
    """Of the two CSV files whose peak memory is compared."""


AMOUNTS: Final[dict[Size, Amounts]] = {
    "S": Amounts(8_000, 10_000, 100_000),
    "M": Amounts(50_000, 50_000, 500_000),
    "L": Amounts(200_000, 200_000, 2_000_000),
}
HEADER: Final = (
    "Date",
    "Transaction No",
    "Store",
    "Register",
    "Cashier ID",
    "Cashier Name",
    "Type",
    "Tender",
    "Scan Code",
    "Description",
    "Department",
    "Quantity",
    "Unit Price",
    "Regular Price",
    "Discount",
    "Gross",
    "Tax",
    "Net",
    "Approved By",
    "Reason",
)
_TYPES: Final = ("Sale",) * 40 + ("Void", "Refund", "No Sale", "Suspend")
_TENDERS: Final = ("Cash", "Credit", "Debit", "EBT")
_DEPARTMENTS: Final = ("Beer", "Tobacco", "Candy", "Grocery", "Deli", "Lottery")


def rows(count: int, seed: int) -> Iterator[tuple[Any, ...]]:
    """Rows below the header: a moment, whole numbers, prices and texts."""
    made = random.Random(seed)
    items = [
        (made.randrange(10**11, 10**12 - 1), made.randrange(49, 2999) / 100) for _ in range(3000)
    ]
    moment = datetime(2026, 3, 1, 6)  # noqa: DTZ001  a register's wall clock
    for number in range(count):
        moment += timedelta(seconds=made.randrange(5, 90))
        cashier = made.randrange(12)
        code, price = items[int(made.triangular(0, len(items), 0))]
        quantity = made.choice((1, 1, 1, 2, 3))
        gross = round(price * quantity, 2)
        yield (
            moment,
            10_000 + number // 3,
            12,
            made.randrange(1, 5),
            100 + cashier,
            f"Cashier {cashier}",
            made.choice(_TYPES),
            made.choice(_TENDERS),
            code,
            f"Item {code % 3000}",
            made.choice(_DEPARTMENTS),
            quantity,
            price,
            price,
            0,
            gross,
            round(gross * 0.0825, 2),
            round(gross * 1.0825, 2),
            "",
            "",
        )


def write_spreadsheet(path: Path, *, count: int, seed: int) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Report")
        dated = book.add_format({"num_format": "m/d/yyyy h:mm:ss"})
        sheet.write_row(0, 0, HEADER)
        for number, row in enumerate(rows(count, seed), start=1):
            sheet.write_datetime(number, 0, row[0], dated)
            sheet.write_row(number, 1, row[1:])
    return path


def write_csv(path: Path, *, count: int, seed: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for moment, *rest in rows(count, seed):
            writer.writerow([f"{moment:%m/%d/%Y %H:%M:%S}", *rest])
    return path
