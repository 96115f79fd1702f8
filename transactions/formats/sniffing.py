"""Which reader a file is for, by its first bytes; never by its name alone.

A file that no reader takes is refused with what it seems to be, so that a manager can
be told what to do instead.
"""

from __future__ import annotations

import re
from typing import Final

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.prolog import Prolog, decode_head, read_prolog
from transactions.formats.tabular.containers import is_html

HEAD_BYTES: Final = 64 * 1024
_SIGNATURES: Final = (
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "spreadsheet"),
    (b"\x1f\x8b", "compressed"),
    (b"7z\xbc\xaf\x27\x1c", "compressed"),
    (b"Rar!", "compressed"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"MZ", "binary"),
    (b"\x7fELF", "binary"),
)
_ZIP: Final = b"PK\x03\x04"
_SPREADSHEET_NAMES: Final = (".xlsx", ".xlsm", ".xls", ".ods")
_WEB_ARCHIVE: Final = b"MIME-Version:"
_SYMBOLIC_LINK: Final = b"ID;P"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
_HTML_ROOTS: Final = frozenset({"html", "head", "body", "table", "script", "div"})
_OTHER_REGISTERS: Final = frozenset({"transset", "transactionset", "poslog", "posjournal"})


def refusal(head: bytes, name: str) -> UnreadableFileError:
    """The error that says what the file seems to be."""
    if not head:
        return UnreadableFileError("empty")
    if not head.strip(b"\0 \t\r\n"):
        return UnreadableFileError("only_zeros" if b"\0" in head else "empty")
    for signature, code in _SIGNATURES:
        if head.lstrip().startswith(signature):
            return UnreadableFileError(code)
    if head.startswith(_ZIP):
        office = b"xl/" in head or b"[Content_Types].xml" in head
        spreadsheet = office or name.lower().endswith(_SPREADSHEET_NAMES)
        return UnreadableFileError("spreadsheet" if spreadsheet else "zip_inside")
    prolog = read_prolog(head)
    if prolog.is_markup:
        return _markup_refusal(prolog)
    if head.startswith(_WEB_ARCHIVE):
        return UnreadableFileError("web_archive")
    if head.startswith(_SYMBOLIC_LINK):
        return UnreadableFileError("symbolic_link")
    text, _ = decode_head(head)
    return UnreadableFileError("binary" if len(_CONTROL.findall(text)) > 3 else "not_xml")


def _markup_refusal(prolog: Prolog) -> UnreadableFileError:
    if prolog.has_doctype:
        return UnreadableFileError("html" if is_html(prolog.doctype) else "doctype")
    root = prolog.root.lower()
    if not root:
        return UnreadableFileError("not_well_formed", line="1")
    if root in _HTML_ROOTS:
        return UnreadableFileError("html")
    if root == "workbook":
        return UnreadableFileError("spreadsheet")
    if root.startswith("naxml"):
        return UnreadableFileError("other_naxml_document", document=prolog.root)
    if root in _OTHER_REGISTERS:
        return UnreadableFileError("other_register", document=prolog.root)
    return UnreadableFileError("other_xml", document=prolog.root[:60])
