"""Which element or attribute of an XML block a position lies in, and what it may hold."""

from __future__ import annotations

import re
from typing import Final

from transactions.formats.canonical import UnreadableFileError

_TAG: Final = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_ATTRIBUTE: Final = re.compile(rb"([\w.:-]+)\s*=\s*(?:\"[^\"]*|'[^']*)$")
_CDATA: Final = b"<![CDATA["

_NO_CARD: Final = re.compile(
    rb"(?:poscode|inventoryitemid|itemcode|itemid|upc|gtin|ean|sku|plu|barcode|scancode"
    rb"|transactionid|eventsequenceid|sequencenumber|transmissionid|uuid"
    rb"|amount|price|quantity|date|time|timestamp|promotionid|moneyordernumber)$",
    re.IGNORECASE,
)
"""Ends of names of elements and attributes whose digits are never a card's."""

_DIGIT_REFERENCE: Final = re.compile(rb"&#(?:0*(?:4[89]|5[0-7])|[xX]0*3[0-9])(?![0-9a-fA-F])")
_SPLIT_NUMBER: Final = re.compile(
    rb"[0-9][ -]?(?:<!--[^<]*-->|<\?[^<]*\?>|(?:\]\]>)?<!\[CDATA\[|\]\]>)[ -]?[0-9]"
    rb"|[0-9][ -]?<!--(?![^<]*-->)"
)
"""Digits that a parser would join although something stands between them."""
_FIRST: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?)?")


def is_protected(block: bytes, position: int) -> bool:
    """Whether the element or attribute around ``position`` never holds a card number."""
    opened = block.rfind(b"<", 0, position)
    while block.startswith(_CDATA, opened) and opened > 0:
        opened = block.rfind(b"<", 0, opened)
    tag = _TAG.match(block, max(opened, 0))
    if tag is None:
        return False
    inside = block[tag.end() : position]
    if b">" not in inside:
        attribute = _ATTRIBUTE.search(inside)
        return attribute is not None and _NO_CARD.search(attribute.group(1)) is not None
    return _NO_CARD.search(tag.group(1)) is not None


def check_scannable(block: bytes) -> None:
    """Refuse digits that are written so that looking for card numbers misses them."""
    # One-byte searches first: they are many times as fast.
    if b"#" in block and b"&#" in block and _DIGIT_REFERENCE.search(block):
        raise UnreadableFileError("cannot_be_scanned")
    if b"!" in block and b"<!ENTITY" in block:
        raise UnreadableFileError("doctype")
    if _has_more_than_tags(block) and _SPLIT_NUMBER.search(block):
        raise UnreadableFileError("cannot_be_scanned")


def _has_more_than_tags(block: bytes) -> bool:
    """Comments, CDATA sections or instructions; every file's first instruction is none."""
    # One-byte searches first, as above.
    if b"!" in block:
        return True
    return b"?" in block and block.find(b"<?", _FIRST.match(block).end()) >= 0  # type: ignore[union-attr]
