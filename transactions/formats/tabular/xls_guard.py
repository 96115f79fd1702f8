"""Looks at an old spreadsheet (XLS) beside its reading: password, macros, links, formulas."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.compound_file import CompoundFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_ENCRYPTED: Final = frozenset({"encryptedpackage", "encryptioninfo"})
_MACROS: Final = frozenset({"_vba_project_cur", "vba", "_vba_project"})
_HEAD: Final = struct.Struct("<HH")
_SELF: Final = b"\x01\x04"
_ADD_IN: Final = b"\x01\x3a"
_MACRO_SHEET: Final = 1


def check_xls(path: Path) -> None:
    """Raises UnreadableFileError: ``password``, ``macros``, ``formulas``, ``external_links``,
    ``other_office``, ``spreadsheet_damaged``."""
    compound = CompoundFile(path.read_bytes())
    names = compound.names()
    if names & _ENCRYPTED:
        raise UnreadableFileError("password")
    workbook = compound.stream("workbook", "book")
    if workbook is None:
        raise UnreadableFileError("other_office")
    if names & _MACROS:
        raise UnreadableFileError("macros")
    _check_records(workbook)


def _check_records(stream: bytes) -> None:
    position, end = 0, len(stream) - _HEAD.size
    while position <= end:
        kind, length = _HEAD.unpack_from(stream, position)
        position += _HEAD.size
        if kind in _CHECKS:
            _CHECKS[kind](stream[position : position + length])
        position += length


def _refuse(code: str) -> Callable[[bytes], None]:
    def refused(_body: bytes) -> None:
        raise UnreadableFileError(code)

    return refused


def _sheet(body: bytes) -> None:
    if len(body) > 5 and body[5] == _MACRO_SHEET:
        raise UnreadableFileError("macros")


def _linked(body: bytes) -> None:
    """A table of sheets that formulas may name: of this file, of functions, or of others."""
    if body[2:4] not in (_SELF, _ADD_IN):
        raise UnreadableFileError("external_links")


_CHECKS: Final[dict[int, Callable[[bytes], None]]] = {
    0x002F: _refuse("password"),
    0x0006: _refuse("formulas"),
    0x0206: _refuse("formulas"),
    0x0406: _refuse("formulas"),
    0x0221: _refuse("formulas"),
    0x0085: _sheet,
    0x01AE: _linked,
}
"""By kind of record."""
