"""Blanks what a review never needs of a customer: loyalty ids, birth dates, approvals, names.

Works on one block of markup that starts at a tag. Values keep their length.
"""

from __future__ import annotations

import re
from typing import Final

from transactions.formats.masking import blanked

STEMS: Final = (
    b"loyalty",
    b"birth",
    b"driver",
    b"expir",
    b"zationcode",
    b"valcode",
    b"phone",
    b"mername",
    b"holdername",
)
"""Parts of the names below; few and long, as each costs a pass over the file."""

_PERSON: Final = rb"(?:customer|card_?holder|driver)"
_PRIVATE: Final = re.compile(
    rb"(?:customer)?loyalty(?:customer|member|card|account)?(?:id|card|number|no)"
    rb"|(?:customer)?birth(?:date|day)|dateofbirth"
    rb"|drivers?(?:licen[cs]e)?(?:id|number|no)?"
    rb"|(?:card)?(?:expiration|expiry)(?:date)?"
    rb"|authorizationcode|(?:authorization)?approvalcode"
    rb"|(?:customer|home|mobile|cell|tele)?phone(?:number|no)?"
    rb"|" + _PERSON + rb"name",
    re.IGNORECASE,
)
_LONGEST_NAME: Final = 60
_NAME_END: Final = re.compile(rb"[\w.-]*")
_NAME_START: Final = re.compile(rb"[\w.-]*$")
_ATTRIBUTE_VALUE: Final = re.compile(rb"\s*=\s*(?:\"([^<\"]*)|'([^<']*))")
_ELEMENT: Final = re.compile(rb"([^<>]*)>(?:<!\[CDATA\[)?([^<>\]]*)")
_QUOTED: Final = re.compile(rb"(?<==)\s*(?:\"[^\"]*\"|'[^']*')")


def drop_private(block: bytes) -> bytes:
    """``block`` with the values of private elements and attributes as X."""
    lowered = block.lower()
    stems = [stem for stem in STEMS if stem in lowered]
    if not stems:
        return block
    changed = bytearray(block)
    for stem in stems:
        position = lowered.find(stem)
        while position >= 0:
            name = _NAME_END.match(block, position)
            end = name.end() if name else position + len(stem)
            _drop_at(block, position, end, changed)
            position = lowered.find(stem, end)
    return bytes(changed)


def _drop_at(block: bytes, position: int, end: int, changed: bytearray) -> None:
    """Blank the attribute, or the whole element, whose name is around ``position``."""
    earliest = max(0, position - _LONGEST_NAME)
    before = _NAME_START.search(block[earliest:position])
    start = earliest + before.start() if before else position
    if not _PRIVATE.fullmatch(block, start, end):
        return
    if attribute := _ATTRIBUTE_VALUE.match(block, end):
        group = 1 if attribute.group(1) is not None else 2
        changed[attribute.start(group) : attribute.end(group)] = blanked(attribute.group(group))
    elif block[start - 1 : start] in (b"<", b":") and (element := _ELEMENT.match(block, end)):
        kept = _QUOTED.sub(lambda quoted: blanked(quoted.group()), element.group(1))
        changed[element.start(1) : element.end(1)] = kept
        changed[element.start(2) : element.end(2)] = blanked(element.group(2))
