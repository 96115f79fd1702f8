"""Takes card numbers out of a file while it is received, before anything is stored.

The file passes through in flat memory and keeps its length: masked digits become X. (Only
the rows of a spreadsheet's grid, which are our own text, are written anew.)
What comes out does not depend on how the bytes were cut into chunks: work is done only
up to a border that no number can cross (a tag in markup, a line's end in text).
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.masking import mask_numbers
from transactions.formats.redaction_json import Json
from transactions.formats.redaction_stages import MarkupWithTables, RegisterMarkup, Wide
from transactions.formats.tabular.text_encoding import wide_encoding
from transactions.formats.text_table import TextTable
from transactions.spreadsheets.lines import GRID_START

if TYPE_CHECKING:
    from transactions.formats.redaction_stages import Segmented, Stage

__all__ = ["Redactor", "redact_text"]

HEAD_BYTES: Final = 4096

_WIDE: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_DECLARED: Final = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_ASCII_LIKE: Final = re.compile(
    rb"utf-?8|(?:us-?)?ascii|iso[_-]?8859[_-]?\d+|latin-?\d|(?:windows|cp)-?125\d|utf-?16"
    rb"|utf-?32|ucs-?2",
    re.IGNORECASE,
)
_NAXML: Final = re.compile(
    rb"(?>(?><\?.*?\?>)|(?><!--.*?-->)|\s+)*+<(?:[\w.-]+:)?naxml", re.IGNORECASE | re.DOTALL
)
"""No table of a register's own documents is ever read as one, and most files are such."""
_CONTROL: Final = bytes({*range(0x09), *range(0x0E, 0x20)})


class Redactor:
    """Feed it a file's bytes in any chunks; store only what it gives back.

    Raises :class:`UnreadableFileError` (``cannot_be_scanned``, ``doctype``, ``binary``) where
    digits could hide from it; such a file must not be kept.
    """

    def __init__(self) -> None:
        self._head = b""
        self._stage: Stage | None = None

    @property
    def redacted(self) -> int:
        """How many card numbers and magnetic tracks were masked so far."""
        return self._stage.redacted if self._stage else 0

    def feed(self, chunk: bytes) -> bytes:
        if self._stage is not None:
            return self._stage.feed(chunk)
        self._head += chunk
        if len(self._head) < HEAD_BYTES:
            return b""
        return self._begin().feed(self._head)

    def finish(self) -> bytes:
        """The last bytes; nothing may be fed afterwards."""
        if self._stage is not None:
            return self._stage.finish()
        stage = self._begin()
        return stage.feed(self._head) + stage.finish()

    def _begin(self) -> Stage:
        self._stage = _stage_for(self._head[:HEAD_BYTES])
        return self._stage


def redact_text(text: str) -> str:
    """``text`` with card numbers and magnetic tracks masked, whatever it is about."""
    masked, _ = mask_numbers(text.encode("utf-8", "surrogatepass"), _never)
    return masked.decode("utf-8", "surrogatepass")


def _stage_for(head: bytes) -> Stage:
    for start, encoding in _WIDE:
        if head.startswith(start):
            return Wide(encoding, _stage_of)
    if wide := wide_encoding(head):
        return Wide(wide, _stage_of)
    if _control_characters(head) * 20 > len(head):
        raise UnreadableFileError("binary")
    visible = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not visible.startswith(b"<"):
        return _stage_of(visible)
    declared = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    if declared and not _ASCII_LIKE.fullmatch(declared.group(1)):
        raise UnreadableFileError("cannot_be_scanned")
    return _stage_of(visible)


def _stage_of(visible: bytes) -> Segmented:
    """For a text's first visible bytes."""
    if visible.startswith(b"<"):
        return RegisterMarkup() if _NAXML.match(visible) else MarkupWithTables()
    if visible.startswith((b"{", b"[")) and not visible.startswith(GRID_START):
        return Json()
    return TextTable()


def _control_characters(head: bytes) -> int:
    """A tail of zero bytes, as a power cut leaves it, does not count."""
    content = head.rstrip(b"\0")
    return len(content) - len(content.translate(None, _CONTROL))


def _never(_block: bytes, _position: int) -> bool:
    return False
