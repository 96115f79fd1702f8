"""Looks at an XLSX before and beside its reading: size, macros, links, formulas.

The headers are checked before anything is unpacked. Formulas are never evaluated; what a
program once stored as their result may be old or made up, so such a file is refused.
"""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Final

from transactions.formats.archive_limits import DAMAGE
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.conversion_limits import MIB
from transactions.formats.zip_directory import read_directory

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from transactions.formats.tabular.conversion_limits import ConversionLimits

_CONTENTS: Final = "[Content_Types].xml"
_ENCRYPTED: Final = 0x1
_MACROS: Final = ("vbaproject.bin", "vbadata.xml")
_MACRO_FOLDERS: Final = ("xl/macrosheets/", "xl/dialogsheets/")
_FORMULA: Final = re.compile(rb"<(?:[\w.-]{1,40}:)?f[\s/>]")
_WORKSHEET: Final = re.compile(rb"<(?:[\w.-]{1,40}:)?worksheet[\s>]")
_SHEET_NAME: Final = re.compile(r"[^/]+$")
_OVERLAP: Final = 64


def is_office_document(path: Path, limits: ConversionLimits) -> bool:
    """Whether a ZIP file is a spreadsheet or another office document, not an archive.

    Raises UnreadableFileError for a ZIP whose list of contents cannot be read.
    """
    names = [info.filename for info in _infos(path, limits)]
    return _CONTENTS in names or "mimetype" in names or any("xl/work" in name for name in names)


def check_parts(path: Path, limits: ConversionLimits) -> None:
    """Refuse by the list of contents alone: ``ods``, ``xlsb``, ``other_office``, ``macros``,
    ``external_links``, ``password``, ``spreadsheet_bomb``, ``spreadsheet_too_large``."""
    infos = _infos(path, limits)
    _check_kind([info.filename.lower() for info in infos])
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise UnreadableFileError("password")
    unpacked, packed = sum(info.file_size for info in infos), path.stat().st_size
    if unpacked > limits.ratio_from_bytes and unpacked > packed * limits.ratio:
        raise UnreadableFileError("spreadsheet_bomb")
    if max(unpacked - limits.unpacked_bytes, packed - limits.packed_bytes) > 0:
        raise UnreadableFileError("spreadsheet_too_large")


def check_formulas(path: Path) -> None:
    """Refuse a workbook in which any cell has a formula; reads every worksheet once."""
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if info.filename.lower().endswith(".xml"):
                    _check_part(archive, info)
    except (*DAMAGE, NotImplementedError) as error:
        raise UnreadableFileError("spreadsheet_damaged") from error


def _infos(path: Path, limits: ConversionLimits) -> list[zipfile.ZipInfo]:
    directory = read_directory(path)
    if directory.directory_bytes > limits.packed_bytes // 8:
        raise UnreadableFileError("zip_damaged")
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (*DAMAGE, NotImplementedError) as error:
        raise UnreadableFileError("zip_damaged") from error


def _check_kind(names: Iterable[str]) -> None:
    present = set(names)
    if any(name.endswith(_MACROS) or name.startswith(_MACRO_FOLDERS) for name in present):
        raise UnreadableFileError("macros")
    if "content.xml" in present and "mimetype" in present:
        raise UnreadableFileError("ods")
    if "xl/workbook.bin" in present:
        raise UnreadableFileError("xlsb")
    if not any(name.startswith("xl/") for name in present):
        raise UnreadableFileError("other_office")
    if any(name.startswith("xl/externallinks/") for name in present):
        raise UnreadableFileError("external_links")


def _check_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Only the first bytes of a part that is no worksheet are read."""
    with archive.open(info) as part:
        tail = part.read(MIB)
        if not _WORKSHEET.search(tail[:4096]):
            return
        while tail:
            if _has_formula(tail):
                raise UnreadableFileError("formulas", sheet=_named(info))
            chunk = part.read(MIB)
            tail = tail[-_OVERLAP:] + chunk if chunk else b""


def _has_formula(text: bytes) -> bool:
    """What every formula's tag has in it is found at the speed of memory; the pattern is not."""
    return (b"<f" in text or b":f" in text) and _FORMULA.search(text) is not None


def _named(info: zipfile.ZipInfo) -> str:
    found = _SHEET_NAME.search(info.filename)
    return found[0].removesuffix(".xml") if found else ""
