"""Every container that a back office exports into gives the same rows, whatever its name."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.transactions.formats.tabular.sheets import kept, numbered, rows
from tests.transactions.formats.tabular.workbooks import with_sheet, xls, xlsx
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.grid import iter_sheets, recognises
from transactions.spreadsheets.lines import first_line, row_line, sheet_line

HEADER = ("Date", "Register", "Type", "Amount")
LINES = [HEADER, ("1/2/2026", "1", "No Sale", "0.00"), ("1/2/2026", "2", "Café", "-5.00")]
NAMES = ["report.csv", "report.xls", "report.xlsx", "report.xml", "report.pdf", ""]


def delimited(delimiter: str, encoding: str, end: str = "\r\n") -> bytes:
    return (end.join(delimiter.join(line) for line in LINES) + end).encode(encoding)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_delimited_text_is_read_in_every_encoding_and_by_every_separator(delimiter, encoding):
    assert rows(delimited(delimiter, encoding)) == LINES


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_will_do(end):
    assert rows(delimited(",", "utf-8", end)) == LINES


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("make", [xlsx, xls])
def test_a_spreadsheet_is_known_by_its_bytes_and_not_by_its_name(make, name):
    assert rows(make({"Report": [["Date", "Amount"], ["x", 5]]}), name) == [
        ("Date", "Amount"),
        ("x", Decimal(5)),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_web_page_is_known_by_its_bytes_and_not_by_its_name(name):
    page = b"<html><body><table><tr><td>Date<td>Amount</tr><tr><td>x<td>5</table></body></html>"
    assert rows(page, name) == [("Date", "Amount"), ("x", "5")]


@pytest.mark.parametrize("make", [xlsx, xls])
@pytest.mark.parametrize("epoch_1904", [False, True])
def test_cells_of_a_spreadsheet_keep_their_type(make, epoch_1904):
    cells = [
        "text",
        7,
        -559572527.5034002,
        0.1,
        datetime(2026, 3, 8, 2, 30, 15),
        date(2026, 3, 8),
        time(23, 59, 58),
        timedelta(days=1, hours=12),
        True,
        12345678901,
    ]
    assert rows(make({"Report": [cells]}, epoch_1904=epoch_1904)) == [
        (
            "text",
            Decimal(7),
            Decimal("-559572527.5034002"),
            Decimal("0.1"),
            datetime(2026, 3, 8, 2, 30, 15),
            date(2026, 3, 8),
            time(23, 59, 58),
            timedelta(days=1, hours=12),
            True,
            Decimal(12345678901),
        )
    ]


@pytest.mark.parametrize("make", [xlsx, xls])
def test_rows_have_the_numbers_that_a_person_sees_and_columns_stay_in_place(make):
    sheets = {
        "Voids": [[], [None, None, "Title"], [], [], [None, "Date", "Amount"], ["a"]],
        "Empty": [],
        "Refunds": [["Date"]],
    }
    assert numbered(make(sheets)) == {
        "Voids": {2: (None, None, "Title"), 5: (None, "Date", "Amount"), 6: ("a",)},
        "Empty": {},
        "Refunds": {1: ("Date",)},
    }


def test_quotation_marks_line_ends_and_separators_within_cells_are_text():
    data = b'Date,Who,Note\r\n1,"a, b\r\nc","say ""no"""\r\n2,12" pipe,"x\\"\r\n'
    assert numbered(data)["0"] == {
        1: ("Date", "Who", "Note"),
        2: ("1", "a, b\r\nc", 'say "no"'),
        3: ("2", '12" pipe', "x\\"),
    }


def test_titles_and_blank_lines_before_the_table_do_not_hide_it():
    data = (
        b"Void Report\r\nStore 12\r\n\r\nDate;Amount;Who\r\n1/2/26;5,00;Ann\r\n1/3/26;6,00;Bo\r\n"
    )
    assert numbered(data)["0"][4] == ("Date", "Amount", "Who")
    assert numbered(data)["0"][6] == ("1/3/26", "6,00", "Bo")


def test_codes_wrapped_to_keep_their_zeros_are_unwrapped():
    data = b'Date,UPC,Note\r\n1,="00123","=""00,45"""\r\n2,="",=\r\n3,==,="a\r\n'
    assert rows(data)[1:] == [("1", "00123", "00,45"), ("2", "", "="), ("3", "==", '="a')]


def test_a_narrow_report_of_few_rows_is_a_table_too():
    data = b"Cashier Report\r\nStore 12\r\nCashier,Voids\r\nBob,3\r\nTotal\r\n"
    assert rows(data)[2:] == [("Cashier", "Voids"), ("Bob", "3"), ("Total",)]


def test_excels_own_hint_names_the_separator_and_is_no_row():
    assert numbered(b"sep=;\r\na,b;c\r\n1,5;2\r\n")["0"] == {2: ("a,b", "c"), 3: ("1,5", "2")}


def test_an_export_of_a_day_on_which_nothing_happened_is_a_table_too():
    assert rows(b"Date,Register,Type,Amount\r\n") == [HEADER]


@pytest.mark.parametrize(
    "text",
    [
        "Dear Sir, we write to you, as agreed, today.\nAnd then, nothing.\nYours\n",
        "just one line of words",
        "2026-01-02 12:00:01 INFO started\n2026-01-02 12:00:02 INFO stopped\n",
        "{}",
        '{"a": 1, "b": 2}\n{"a": 1, "b": 3}\n',
    ],
)
def test_a_text_without_a_table_is_not_taken_for_one(text):
    assert not recognises(text.encode())


def test_web_pages_scripts_styles_spans_entities_and_breaks():
    page = (
        b"<!DOCTYPE html><html><head><style>td{x:1}</style><script>if(a<b){t('<td>')}</script>"
        b"</head><body><table><tr><td colspan=3>Void &amp; Refund&nbsp;Report</td></tr>"
        b"<tr><th rowspan=2>Date<th colspan=2>Amount</tr><tr><th>Net<th>Gross</tr>"
        b"<tr><td>1/2/26</td><td>$5.00</td><td>a<br/>b <script>no</script></td></tr></table>"
        b"<table><tr><td>second</td></tr></table></body></html>"
    )
    title = "Void & Refund Report"
    assert numbered(page) == {
        "0": {
            1: (title, title, title),
            2: ("Date", "Amount", "Amount"),
            3: ("", "Net", "Gross"),
            4: ("1/2/26", "$5.00", "a b"),
        },
        "1": {1: ("second",)},
    }


def test_a_table_that_only_arranges_the_page_is_looked_into():
    page = (
        b"<table><tr><td>Menu</td><td><table><tr><th>Date<th>Amount<th>Who</tr>"
        b"<tr><td>1<td>2<td>3<table><tr><td>deep</td></tr></table></td></tr></table></td></tr>"
        b"</table>"
    )
    assert numbered(page) == {
        "0": {1: ("Date", "Amount", "Who"), 2: ("1", "2", "3 deep")},
        "1": {1: ("Menu", "")},
    }


def spreadsheetml(inside: str) -> bytes:
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook '
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        f'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">{inside}</Workbook>'
    ).encode()


def test_xml_spreadsheets_are_read_with_their_gaps_and_spans():
    data = spreadsheetml(
        '<Worksheet ss:Name="Voids"><Table><Row ss:Index="3"><Cell ss:MergeAcross="1"><Data '
        'ss:Type="String">Title</Data></Cell><Cell ss:Index="5"><Data ss:Type="Number">5.5'
        '</Data></Cell></Row><Row><Cell/><Cell><Data ss:Type="DateTime">2026-01-02T03:04:05.000'
        '</Data></Cell></Row></Table></Worksheet><Worksheet ss:Name="Empty"/>'
        '<Worksheet ss:Name="Refunds"><Table><Row><Cell><Data>z</Data></Cell></Row></Table>'
        "</Worksheet>"
    )
    assert numbered(data) == {
        "Voids": {
            3: ("Title", "Title", "", "", "5.5"),
            4: ("", "2026-01-02T03:04:05.000"),
        },
        "Empty": {},
        "Refunds": {1: ("z",)},
    }


def test_a_sheet_may_be_left_before_its_end():
    data = xlsx({"A": [[1], [2], [3]], "B": [["b"]]})
    seen = []
    for sheet in iter_sheets(io.BytesIO(kept(data)), "x"):
        seen.append((sheet.name, next(sheet.rows).cells))
    assert seen == [("A", (Decimal(1),)), ("B", ("b",))]


def test_errors_and_inline_texts_of_a_worksheet():
    data = with_sheet(
        b'<row r="3"><c r="C3" t="e"><v>#REF!</v></c><c r="D3"><v>1e300</v></c>'
        b'<c r="E3" t="inlineStr"><is><t>a&amp;b</t></is></c></row>'
    )
    assert numbered(data)["Report"] == {3: (None, None, None, Decimal("1e300"), "a&b")}


def test_a_binary_spreadsheet_is_never_read_in_place():
    with pytest.raises(UnreadableFileError) as caught:
        list(iter_sheets(io.BytesIO(xlsx({"A": [[1]]})), "a.xlsx"))
    assert caught.value.code == "spreadsheet"


CELLS = st.one_of(
    st.text(min_size=1, max_size=20),
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
    ),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=6), min_size=1, max_size=6))
def test_a_grid_gives_back_what_was_written(table):
    """Numbers as a spreadsheet holds them, which is as doubles."""
    lines = [
        row_line([float(cell) if isinstance(cell, Decimal) else cell for cell in row])
        for row in table
    ]
    grid = first_line("xlsx", 'a "name"') + sheet_line('"S"') + b"".join(lines)
    read = {
        sheet.name: [row.cells for row in sheet.rows]
        for sheet in iter_sheets(io.BytesIO(grid), "x")
    }
    assert read == {'"S"': [tuple(row) for row in table]}
