"""The first lines of an XML file, read without an XML parser.

Tells the encoding, the root element and whether there is a DOCTYPE, so that a file can
be sent to the right reader, or refused, before any parser touches it.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Final

_BOMS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_SKIPPED: Final = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ROOT: Final = re.compile(
    r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)((?:[^<>\"']|\"[^<\"]*\"|'[^<']*')*)(/?>)?", re.ASCII
)
_ATTRIBUTE: Final = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"<]*)\"|'([^'<]*)')", re.ASCII)


@dataclass(frozen=True, slots=True)
class Prolog:
    is_markup: bool
    """Whether the first visible character is ``<``."""
    root: str = ""
    """Local name of the root element in its own spelling, "" when none was reached."""
    root_attributes: dict[str, str] = field(default_factory=dict)
    root_end: int = 0
    """Characters up to and with the ``>`` of the root's opening tag; 0 where the tag is
    not complete or the root is empty."""
    encoding: str = "latin-1"
    """How the bytes were read here: ``latin-1`` stands for everything like ASCII."""
    has_doctype: bool = False
    doctype: str = ""
    """The name in the DOCTYPE, e.g. ``html``."""


def decode_head(head: bytes) -> tuple[str, str]:
    """Enough of the text to look at, and how it was decoded; nothing is refused here."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return head.decode(encoding, errors="replace"), encoding
    return head.decode("latin-1"), "latin-1"


def read_prolog(head: bytes) -> Prolog:
    text, encoding = decode_head(head)
    position = _skip(text, 0)
    if not text.startswith("<", position):
        return Prolog(is_markup=False)
    if text[position : position + 9].upper() == "<!DOCTYPE":
        words = text[position + 9 : position + 80].split()
        name = words[0].rstrip(">[").lower() if words else ""
        return Prolog(is_markup=True, has_doctype=True, doctype=name)
    if not (found := _ROOT.match(text, position)):
        return Prolog(is_markup=True)
    attributes = {key: a or b for key, a, b in _ATTRIBUTE.findall(found.group(2))}
    is_open = found.group(3) == ">" and not found.group(2).endswith("/")
    end = found.end() if is_open else 0
    return Prolog(True, found.group(1), attributes, end, encoding)


def _skip(text: str, position: int) -> int:
    while found := _SKIPPED.match(text, position):
        position = found.end()
    return position
