"""Spreadsheets as back offices hand them out: three containers, one content."""

import csv
import io
import zipfile
from datetime import datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from lossprevention.simulator.writers.table_files import CONTAINERS, write_table
from lossprevention.simulator.writers.tables import NO_BREAK_SPACE, Table

TABLE = Table(
    titles=("Void Report", "Store: 101 Main Street", "11/11/2025 - 11/11/2025"),
    headers=("Receipt #", "When", "Cashier", "Amount", "Done"),
    rows=[
        (42, datetime(2025, 11, 11, 13, 5), "José <b>", Decimal("1234.50"), True),
        (7, None, "=1+1", Decimal("-5.00"), False),
    ],
    summed=frozenset({"Amount"}),
)


def test_the_one_that_is_called_xls_is_a_zip_with_titles_in_every_merged_cell():
    extension, content = write_table(TABLE, "xlsx")
    assert extension == ".xls"
    assert zipfile.is_zipfile(io.BytesIO(content))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["Report"]
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [set(row) for row in rows[:3]] == [{title} for title in TABLE.titles]
    assert set(rows[3]) == {""}
    assert tuple(rows[4]) == TABLE.headers
    assert rows[5] == [42.0, datetime(2025, 11, 11, 13, 5), "José <b>", 1234.5, "Yes"]
    assert rows[6][2] == "=1+1"
    assert rows[7] == ["Total", NO_BREAK_SPACE, NO_BREAK_SPACE, 1229.5, NO_BREAK_SPACE]


def test_csv_has_a_byte_order_mark_and_zeros_in_front_of_codes():
    extension, content = write_table(TABLE, "csv")
    assert extension == ".csv"
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[4] == ["0042", "11/11/2025 01:05 PM", "José <b>", "1,234.50", "Yes"]
    assert rows[5] == ["0007", "", "=1+1", "(5.00)", "No"]
    assert rows[-1][0] == "Total"


def test_the_web_page_escapes_what_people_are_called():
    extension, content = write_table(TABLE, "html")
    assert extension == ".xls"
    assert content.startswith(b"<html")
    assert "José &lt;b&gt;".encode() in content
    assert b"<b>" in content
    assert content.count(b"<tr>") == 3 + 1 + 2 + 1


@pytest.mark.parametrize("container", CONTAINERS)
def test_the_same_table_gives_the_same_bytes(container):
    assert write_table(TABLE, container) == write_table(TABLE, container)


def test_a_table_that_sums_nothing_has_no_line_of_totals():
    table = Table(TABLE.titles, TABLE.headers, TABLE.rows)
    assert table.total is None
    assert b"Total" not in write_table(table, "csv")[1]


def test_a_container_that_nobody_writes_is_refused():
    with pytest.raises(ValueError, match="no such container: pdf"):
        write_table(TABLE, "pdf")
