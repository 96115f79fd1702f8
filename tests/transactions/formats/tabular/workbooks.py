"""Spreadsheets made for tests, good ones and bad ones, each by code."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import xlsxwriter
import xlwt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORMATS = {
    datetime: "m/d/yyyy h:mm:ss",
    date: "m/d/yyyy",
    time: "h:mm:ss",
    timedelta: "[h]:mm:ss",
}
Rows = "Sequence[Sequence[Any]]"
SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xlsx(sheets: Mapping[str, Rows], *, epoch_1904: bool = False) -> bytes:
    """A workbook of ``sheets``; a text that begins with = is a formula without result."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": epoch_1904, "strings_to_formulas": True}) as book:
        styles = {kind: book.add_format({"num_format": shape}) for kind, shape in FORMATS.items()}
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if value is not None:
                        style = styles.get(type(value))
                        sheet.write(number, place, value, *([style] if style else []))
    return out.getvalue()


def xls(sheets: Mapping[str, Rows], *, epoch_1904: bool = False) -> bytes:
    book = xlwt.Workbook()
    book.dates_1904 = epoch_1904
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if isinstance(value, str) and value.startswith("="):
                    sheet.write(number, place, xlwt.Formula(value[1:]))
                elif value is not None:
                    shape = FORMATS.get(type(value), "general")
                    days = value / timedelta(days=1) if isinstance(value, timedelta) else value
                    sheet.write(number, place, days, xlwt.easyxf(num_format_str=shape))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, changes: Mapping[str, bytes | None]) -> bytes:
    """An XLSX with parts added, replaced, or (None) left out."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            if name not in changes:
                after.writestr(name, before.read(name))
        for name, content in changes.items():
            if content is not None:
                after.writestr(name, content)
    return out.getvalue()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """An XLSX whose one worksheet is ``xml`` (the content of its sheetData)."""
    sheet = (
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns='
        b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + xml
        + b"</sheetData></worksheet>"
    )
    return repacked(xlsx({"Report": [["x"]]}), {"xl/worksheets/sheet1.xml": sheet})


def compound(streams: Mapping[str, bytes], *, storages: Sequence[str] = ()) -> bytes:
    """An OLE compound file; every stream is padded to 4096 bytes, as Excel does."""
    sectors: list[bytes] = []
    table: list[int] = []

    def add(content: bytes) -> int:
        start = len(sectors)
        pieces = [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
        sectors.extend(piece.ljust(SECTOR, b"\0") for piece in pieces)
        table.extend([*range(start + 1, start + len(pieces)), END])
        return start

    entries = [_entry("Root Entry", 5, END, 0)]
    for name, content in streams.items():
        padded = content.ljust(4096, b"\0")
        entries.append(_entry(name, 2, add(padded), len(padded)))
    entries += [_entry(name, 1, 0, 0) for name in storages]
    directory = add(b"".join(entries))
    tables = -(-(len(table) + 64) * 4 // SECTOR)
    first = len(sectors)
    table += [TABLE] * tables
    whole = b"".join(struct.pack("<L", each) for each in table).ljust(tables * SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<5H6x2L", 0x3E, 3, 0xFFFE, 9, 6, 0, tables)
    header += struct.pack("<6L", directory, 0, 4096, END, 0, END) + struct.pack("<L", 0)
    places = [first + each if each < tables else FREE for each in range(109)]
    return header + struct.pack("<109L", *places) + b"".join(sectors) + whole


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBB3L16xL8x8xLL4x", raw, len(raw) + 2, kind, 1, FREE, FREE, FREE, 0, start, size
    )


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def xls_with(*records: bytes) -> bytes:
    """An XLS whose workbook begins with ``records`` behind its first one."""
    from transactions.formats.tabular.compound_file import CompoundFile

    stream = CompoundFile(xls({"Report": [["x"]]})).stream("workbook") or b""
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    return compound({"Workbook": stream[:first] + b"".join(records) + stream[first:]})
