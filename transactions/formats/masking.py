"""Masking in one block of bytes whose borders cut through nothing that matters.

``protected`` tells whether the digits at a position are known to be no card number: an
item code, an amount, a date. Every replacement keeps the length, so offsets stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from transactions.formats.card_numbers import find_card_numbers, masked

if TYPE_CHECKING:
    from collections.abc import Callable

_TRACKS: Final = re.compile(
    rb"%[A-Za-z](?P<one>[0-9 ]{13,23})\^[^?<>\r\n]{0,120}\??"
    rb"|;(?P<two>[0-9]{13,19})=[0-9]{0,60}\??"
)
_AFTER_NUMBER: Final = re.compile(rb"(?:[=D][0-9]{4,60}|\^[^?<>\r\n]{0,120})\??")
_WORD_TO_X: Final = bytes(
    ord("X") if chr(value).isalnum() or value > 127 else value for value in range(256)
)


def mask_numbers(block: bytes, protected: Callable[[bytes, int], bool]) -> tuple[bytes, int]:
    """The block with card numbers and track data masked, and how many there were."""
    block, tracks = _mask_tracks(block)
    spans = [span for span in find_card_numbers(block) if not protected(block, span[0])]
    if not spans:
        return block, tracks
    parts, past = [], 0
    for start, end in spans:
        parts += [block[past:start], masked(block[start:end])]
        tail = _AFTER_NUMBER.match(block, end)
        past = tail.end() if tail else end
        parts.append(block[end:past].translate(_WORD_TO_X))
    return b"".join([*parts, block[past:]]), tracks + len(spans)


def _mask_tracks(block: bytes) -> tuple[bytes, int]:
    """Magnetic track data, whose number need not even be a valid one."""
    # A one-byte search is many times as fast as the pattern.
    if not (b"%" in block or (b";" in block and b"=" in block)):
        return block, 0
    return _TRACKS.subn(_mask_track, block)


def _mask_track(found: re.Match[bytes]) -> bytes:
    group = "one" if found.group("one") else "two"
    text, offset = found.group(), found.start()
    start, end = found.start(group) - offset, found.end(group) - offset
    return (
        text[:start].translate(_WORD_TO_X)
        + masked(text[start:end])
        + text[end:].translate(_WORD_TO_X)
    )


def blanked(value: bytes) -> bytes:
    """Every letter and digit as X: for what must not be kept at all."""
    return value.translate(_WORD_TO_X)
