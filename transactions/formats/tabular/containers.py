"""Which container of tables a file is, by its bytes alone: names lie.

A workbook that says ``.xls`` may be XLSX, a web page, XML or plain text.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from transactions.formats.prolog import decode_head, read_prolog
from transactions.formats.tabular.delimiters import find_table
from transactions.formats.tabular.text_encoding import decode_start
from transactions.spreadsheets.lines import GRID_START

OLE_START: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_START: Final = b"PK\x03\x04"
_HTML_ROOTS: Final = frozenset(
    {"html", "head", "body", "table", "div", "style", "meta", "center", "font", "tr", "thead"}
)
_TABLE: Final = re.compile(r"<(?:table|tr|td|th)[\s>]", re.IGNORECASE)
_LOG_IN: Final = re.compile(r"<input\b[^>]{0,300}\btype\s*=\s*[\"']?password", re.IGNORECASE)
_NO_TABLE: Final = ("{", "[", "MIME-Version:", "ID;P")
"""JSON, a web archive, and an old kind of spreadsheet look delimited and are not."""


class Container(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    GRID = "grid"
    HTML = "html"
    SPREADSHEETML = "spreadsheetml"
    DELIMITED = "delimited"


def text_container(head: bytes) -> Container | None:
    """The container that rows can be read from as it is; None for anything else.

    ``head`` is the first 64 KiB, or the whole of a shorter file.
    """
    if head.startswith(GRID_START):
        return Container.GRID
    prolog = read_prolog(head)
    if prolog.is_markup:
        return _markup(head, prolog.root.lower(), prolog.doctype)
    text = decode_start(head)
    if text is None or text.lstrip("\ufeff \t\r\n").startswith(_NO_TABLE):
        return None
    return Container.DELIMITED if find_table(text) is not None else None


def _markup(head: bytes, root: str, doctype: str) -> Container | None:
    if root == "workbook" and doctype == "":
        return Container.SPREADSHEETML
    if root in _HTML_ROOTS or is_html(doctype):
        text, _ = decode_head(head)
        if _TABLE.search(text) and not _LOG_IN.search(text):
            return Container.HTML
    return None


def is_html(doctype: str) -> bool:
    """Whether the first words of a DOCTYPE name HTML, whatever follows."""
    return re.match(r"html(?![\w.-])", doctype) is not None


def is_workbook(head: bytes) -> bool:
    """Whether the file may be a binary spreadsheet, which must be made a grid first. A ZIP
    archive of journals begins like one: its list of contents decides."""
    return head.startswith((OLE_START, ZIP_START))
