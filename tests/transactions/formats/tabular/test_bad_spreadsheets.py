"""Spreadsheets that must not be read: each refused, fast, for the reason that it has."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import psutil
import pytest

from tests.transactions.formats.tabular.sheets import kept, numbered, rows
from tests.transactions.formats.tabular.test_sheets import spreadsheetml
from tests.transactions.formats.tabular.workbooks import (
    compound,
    record,
    repacked,
    with_sheet,
    xls,
    xls_with,
    xlsx,
    zipped,
)
from transactions.formats import sniff
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.problems import MESSAGES, sentence
from transactions.formats.tabular.conversion import (
    ConversionLimits,
    binary_container,
    grid_pieces,
)
from transactions.formats.tabular.grid import iter_sheets

GOOD = xlsx({"Report": [["Date", "Amount"], ["1/2/26", 5.25]]})
MIB = 1024 * 1024


def refusal(data: bytes, name: str = "report.xls") -> str:
    with pytest.raises(UnreadableFileError) as caught:
        numbered(data, name)
    assert caught.value.code in MESSAGES
    assert "%(" not in sentence(caught.value.code, caught.value.params)
    return caught.value.code


def refusal_of_text(data: bytes) -> str:
    """As a reader says it that is given the bytes without the redactor before it."""
    with pytest.raises(UnreadableFileError) as caught:
        for sheet in iter_sheets(io.BytesIO(data), "x"):
            for _ in sheet.rows:
                pass
    return caught.value.code


def converted(tmp_path, data: bytes, limits: ConversionLimits) -> str:
    """The reason under other limits than the product's."""
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError) as caught:
        for _ in grid_pieces(path, "x", binary_container(path), limits):
            pass
    return caught.value.code


# Kinds of file


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\na,b,c\r\n", "web_archive"),
        (b"ID;PWXL;N;E\r\nP;PGeneral\r\nC;Y1;X1;K5\r\nE\r\n", "symbolic_link"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
        (b"<html><body><p>Please log in</p></body></html>", "html"),
        (
            b"<html><table><tr><td>User<td><input type='password'></tr></table></html>",
            "html",
        ),
        (b"Dear Sir,\nnothing to see\n", "not_xml"),
        (b"\0" * 500, "only_zeros"),
    ],
)
def test_what_is_no_table_is_named(data, code):
    with pytest.raises(UnreadableFileError) as caught:
        sniff(data, "report.xls")
    assert caught.value.code == code


def test_other_office_documents_are_named():
    contents = {"[Content_Types].xml": b"<Types/>"}
    assert refusal(zipped({**contents, "word/document.xml": b"<w/>"})) == "other_office"
    assert refusal(zipped({**contents, "xl/workbook.bin": b"x"})) == "xlsb"
    ods = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<o/>"}
    assert refusal(zipped(ods)) == "ods"
    assert refusal(compound({"WordDocument": b"x"})) == "other_office"


def test_an_archive_is_no_spreadsheet(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"PJR1.xml": b"<a/>"}))
    assert binary_container(path) is None


# Passwords, macros, formulas, links


def test_a_workbook_with_a_password_is_refused():
    assert refusal(compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y"})) == "password"
    assert refusal(xls_with(record(0x2F, b"\1\0" * 3))) == "password"


def test_a_zip_with_a_password_is_refused(tmp_path):
    data = bytearray(GOOD)
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(start)
        while at >= 0:
            data[at + (6 if start[2] == 3 else 8)] |= 1
            at = data.find(start, at + 4)
    assert refusal(bytes(data)) == "password"


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"]
)
def test_a_workbook_with_macros_is_refused(part):
    assert refusal(repacked(GOOD, {part: b"x"})) == "macros"


def test_an_old_workbook_with_macros_is_refused():
    workbook = xls_with()
    assert rows(workbook) == [("x",)]
    macro_sheet = record(0x85, struct.pack("<LBB", 0, 0, 1) + b"\1\0m")
    assert refusal(xls_with(macro_sheet)) == "macros"
    plain = compound({"Workbook": b"\x09\x08\0\0"}, storages=["_VBA_PROJECT_CUR"])
    assert refusal(plain) == "macros"


@pytest.mark.parametrize("make", [xlsx, xls])
def test_formulas_are_refused_with_what_to_do(make):
    data = make({"Report": [["Date", "Amount"], ["Total", "=SUM(B1:B1)"]]})
    assert refusal(data) == "formulas"
    assert "paste as values" in MESSAGES["formulas"]


@pytest.mark.parametrize(
    "cell",
    [
        b"<c r='A1'><f>1+1</f><v>2</v></c>",
        b"<c r='A1'><f>HYPERLINK(\"http://127.0.0.1\")</f></c>",
        b"<c r='A1'><f t='shared' si='0'/><v>2</v></c>",
        b"<x:c xmlns:x='u' r='A1'><x:f>1</x:f></x:c>",
        b"<c r='A1'><f\n>1</f></c>",
    ],
)
def test_formulas_in_any_spelling_are_refused(cell):
    assert refusal(with_sheet(b"<row r='1'>" + cell + b"</row>")) == "formulas"


def test_a_formula_behind_megabytes_of_cells_is_found():
    filler = b"".join(b"<row r='%d'><c><v>1</v></c></row>" % n for n in range(1, 40_000))
    cell = b"<row r='50000'><c r='A50000'><f>1</f></c></row>"
    for shift in range(3):
        assert refusal(with_sheet(b" " * shift + filler + cell)) == "formulas"


def test_a_formula_in_an_xml_spreadsheet_is_refused():
    cell = '<Cell ss:Formula="=1+1"><Data ss:Type="Number">2</Data></Cell>'
    data = spreadsheetml(f'<Worksheet ss:Name="A"><Table><Row>{cell}</Row></Table></Worksheet>')
    assert refusal(data) == "formulas"


def test_links_to_other_files_are_refused():
    link = {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    assert refusal(repacked(GOOD, link)) == "external_links"
    book = record(0x1AE, b"\1\0\x0b\0\0C:\\other.xls")
    assert refusal(xls_with(book)) == "external_links"


# Size


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    data = repacked(GOOD, {"xl/worksheets/sheet1.xml": b" " * (64 * MIB)})
    started = time.perf_counter()
    assert refusal(data) == "spreadsheet_bomb"
    assert time.perf_counter() - started < 5


def test_what_unpacks_to_more_than_the_limit_is_refused(tmp_path):
    limits = ConversionLimits(unpacked_bytes=1000)
    assert converted(tmp_path, GOOD, limits) == "spreadsheet_too_large"
    limits = ConversionLimits(packed_bytes=1000)
    assert converted(tmp_path, GOOD, limits) == "spreadsheet_too_large"


def test_a_sheet_from_corner_to_corner_is_refused():
    corner = b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    data = with_sheet(b"<row r='1'><c r='A1'><v>1</v></c></row>" + corner)
    assert refusal(data) == "spreadsheet_too_large"


def test_too_many_columns_are_refused():
    data = with_sheet(b"<row r='1'><c r='A1'><v>1</v></c><c r='XFD1'><v>1</v></c></row>")
    assert refusal(data) == "too_many_columns"
    assert refusal(xlsx({"A": [list(range(1001))]})) == "too_many_columns"
    assert len(rows(xlsx({"A": [list(range(1000))]}))[0]) == 1000


def test_one_long_text_shared_by_many_cells_is_refused(tmp_path):
    text = b"<si><t>" + b"x" * (MIB // 2) + b"</t></si>"
    cells = b"".join(b"<row r='%d'><c t='s'><v>0</v></c></row>" % n for n in range(1, 3000))
    data = repacked(
        with_sheet(cells),
        {"xl/sharedStrings.xml": b"<?xml version='1.0'?><sst>" + text + b"</sst>"},
    )
    limits = ConversionLimits(memory_bytes=512 * MIB)
    assert converted(tmp_path, data, limits) == "spreadsheet_too_large"
    few = repacked(
        with_sheet(b"<row r='1'><c r='A1' t='s'><v>0</v></c></row>"),
        {"xl/sharedStrings.xml": b"<?xml version='1.0'?><sst>" + text + b"</sst>"},
    )
    assert refusal(few) == "text_too_large"


def test_a_sheet_of_empty_styled_cells_is_refused():
    row = b"".join(b"<c s='1'/>" for _ in range(20))
    cells = b"".join(b"<row r='%d'>%s</row>" % (n, row) for n in range(1, 20_000))
    assert refusal(with_sheet(cells)) == "spreadsheet_empty"


@pytest.mark.slow
def test_sixty_five_megabytes_of_empty_styled_cells_are_refused(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(with_sheet(b"<!-- -->"))) as before:
        sheet = before.read("xl/worksheets/sheet1.xml")
        row = b"<row r='%d'>" + b"".join(b"<c s='1'/>" for _ in range(300)) + b"</row>"
        cells = b"".join(row % number for number in range(1, 22_500))
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as after:
            for name in before.namelist():
                if name != "xl/worksheets/sheet1.xml":
                    after.writestr(name, before.read(name))
            after.writestr("xl/worksheets/sheet1.xml", sheet.replace(b"<!-- -->", cells))
    assert len(out.getvalue()) > 64 * MIB
    assert refusal(out.getvalue()) == "spreadsheet_empty"


def test_more_sheets_than_anybody_makes_are_refused():
    assert refusal(xlsx({f"S{n}": [["a"]] for n in range(201)})) == "too_many_sheets"


def test_what_takes_too_long_is_ended(tmp_path):
    many = b"".join(
        b"<row r='%d'><c><v>1</v></c><c><v>2</v></c></row>" % n for n in range(1, 400_000)
    )
    limits = ConversionLimits(seconds=0, ratio=10_000)
    assert converted(tmp_path, with_sheet(many), limits) == "spreadsheet_too_slow"


def test_no_process_is_left_behind(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(xlsx({"A": [[n] * 20 for n in range(3000)]}))
    pieces = grid_pieces(path, "x", binary_container(path))
    next(pieces)
    pieces.close()
    assert [
        c for c in psutil.Process().children() if "spreadsheets.child" in str(c.cmdline())
    ] == []


# Damage


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("make", [xlsx, xls])
def test_a_truncated_spreadsheet_is_refused(make, share):
    data = make({"Report": [["Date", "Amount"], *[["x", n] for n in range(400)]]})
    assert refusal(data[: int(len(data) * share)]) in {"spreadsheet_damaged", "zip_damaged"}


def test_a_workbook_without_its_sheet_or_with_a_broken_one_is_refused():
    sheet = "xl/worksheets/sheet1.xml"
    assert refusal(repacked(GOOD, {sheet: None})) == "spreadsheet_damaged"
    broken = b"<worksheet><sheetData><row><c></row>"
    assert refusal(repacked(GOOD, {sheet: broken})) == "spreadsheet_damaged"
    assert refusal(repacked(GOOD, {"xl/workbook.xml": b"<a"})) == "spreadsheet_damaged"


def test_sectors_that_go_round_in_a_ring_are_refused():
    data = bytearray(xls({"Report": [["x"]]}))
    table = struct.unpack_from("<L", data, 0x4C)[0]
    struct.pack_into("<128L", data, (table + 1) * 512, *[1, 0] * 64)
    started = time.perf_counter()
    assert refusal(bytes(data)) == "spreadsheet_damaged"
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("place", [0x1E, 0x20, 0x2C, 0x30, 0x44, 0x4C])
def test_nonsense_in_the_head_of_an_old_workbook_does_no_harm(place):
    data = bytearray(xls({"Report": [["x"]]}))
    for value in (0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFF0):
        damaged = data.copy()
        struct.pack_into("<L", damaged, place, value)
        try:
            assert rows(bytes(damaged)) == [("x",)]
        except UnreadableFileError as refused:
            assert refused.code in MESSAGES


# Text


def test_a_million_columns_are_refused():
    started = time.perf_counter()
    assert refusal(b"ab," * 1_000_000 + b"\r\n1,2\r\n") == "line_too_long"
    assert refusal(b"Date,Type\r\n1,2\r\n" + b"a," * 1_000_000 + b"\r\n") == "line_too_long"
    assert time.perf_counter() - started < 5
    assert refusal(b"Date,Type\r\n1,2\r\n" + b"a," * 1500 + b"\r\n") == "too_many_columns"


def test_a_line_of_a_gigabyte_is_refused_after_its_first_megabytes():
    class Endless(io.RawIOBase):
        taken = 0

        def readable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            start = b"Date,Type\r\n1,2\r\n" if self.taken == 0 else b""
            self.taken += size
            return (start + b"x" * size)[:size]

    from transactions.formats.redaction import Redactor

    stream, redactor = Endless(), Redactor()
    with pytest.raises(UnreadableFileError) as caught:
        while True:
            redactor.feed(stream.read(256 * 1024))
    assert caught.value.code == "cannot_be_scanned"
    assert stream.taken < 8 * MIB
    assert refusal_of_text(b"Date,Type\r\n1,2\r\n" + b"x" * 2 * MIB) == "line_too_long"


def test_a_mark_that_is_never_closed_is_said_and_swallows_no_row():
    body = b"".join(b'%d,a,"b"\r\n' % n for n in range(200))
    with pytest.raises(UnreadableFileError) as caught:
        rows(b'Date,Type,Note\r\n1,x,y\r\n2,"12 pipe,z\r\n' + body.replace(b'"', b""))
    assert (caught.value.code, caught.value.params) == ("open_quote", {"line": "3"})


def test_zero_bytes_in_a_cell_join_nothing():
    assert rows(b"Date,Type,Note\r\n1,2,41\x0011\r\n")[1] == ("1", "2", "41\ufffd11")


def test_an_entity_bomb_is_refused():
    start = '<?xml version="1.0"?><!DOCTYPE Workbook [<!ENTITY a "aaaaaaaaaa">]>'
    assert refusal(start.encode() + spreadsheetml("&a;")) == "doctype"
    with pytest.raises(UnreadableFileError):
        kept(b'<html><!DOCTYPE x [<!ENTITY a "b">]><table><tr><td>&a;</table></html>')


def test_an_unknown_entity_or_a_script_in_a_page_is_only_text():
    page = b"<table><tr><td>&file;<td>&#x41;<script>alert(1)</script><td>&lt;b&gt;</table>"
    assert rows(page) == [("&file;", "A", "<b>")]


@pytest.mark.parametrize("span", ["1000000", "-5", "x", "99999999999999999999"])
def test_absurd_spans_make_no_cells(span):
    page = f"<table><tr><td colspan={span} rowspan={span}>a<td>b<tr><td>c</table>".encode()
    assert all(len(row) < 5 for row in rows(page))


def test_a_span_beyond_all_columns_is_refused():
    assert refusal(b"<table><tr>" + b"<td colspan=999>a" * 3 + b"</table>") == "too_many_columns"
    cell = '<Cell ss:Index="99999999"><Data>1</Data></Cell>'
    data = spreadsheetml(f'<Worksheet ss:Name="A"><Table><Row>{cell}</Row></Table></Worksheet>')
    assert refusal(data) == "too_many_columns"


def test_a_page_nested_without_end_is_read_or_refused():
    page = b"<table><tr><td>" * 100_000 + b"x"
    started = time.perf_counter()
    assert refusal(page) in {"too_deep", "html"}
    assert time.perf_counter() - started < 10


def test_a_cell_longer_than_any_program_makes_is_refused():
    text = "x" * 40_000
    assert refusal(f"<table><tr><td>{text}</table>".encode()) == "text_too_large"
    data = spreadsheetml(
        f'<Worksheet ss:Name="A"><Table><Row><Cell><Data>{text}</Data></Cell></Row></Table>'
        "</Worksheet>"
    )
    assert refusal(data) == "text_too_large"


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_truncated_xml_spreadsheet_is_refused(cut):
    row = "<Row><Cell><Data>1</Data></Cell></Row>"
    data = spreadsheetml(f'<Worksheet ss:Name="A"><Table>{row * 50}</Table></Worksheet>')
    assert refusal(data[: int(len(data) * cut)]) in {"truncated", "not_well_formed"}


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense",
        b"[1",
        b"5",
        b'{"d":1}',
        b'[{"d":"x"}]',
        b'[{"q":1}]',
        b"[[1]]",
        b'[{"a":1,"b":2}]',
    ],
)
def test_a_damaged_grid_is_refused(line):
    grid = b'{"grid":1,"container":"xlsx","name":"x"}\n{"sheet":"A"}\n["a"]\n' + line + b"\n"
    assert refusal_of_text(grid) == "grid_damaged"
