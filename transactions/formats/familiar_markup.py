"""Tells quickly where a register's document holds nothing that must be masked.

A register's markup is the same a thousand times over, and only the texts between differ.
So markup is searched once, when it is first seen, and texts for card numbers alone: a text
as it is taken here can neither begin nor end a name, an attribute, a reference or a track.
Whatever is doubtful is left to the search that knows everything.
"""

from __future__ import annotations

import re
from typing import Final

from transactions.formats.card_numbers import find_card_numbers, may_hold_numbers
from transactions.formats.private_values import STEMS

MAX_KNOWN: Final = 4_000
LONGEST_KNOWN: Final = 1_000
"""Bytes of one stretch of markup; so the known ones take 4 MB at the very most."""
ENOUGH_FAILURES: Final = 64
"""In a row: in a file like this the quick look is only an additional one."""

_TEXT: Final = re.compile(rb">([^\x00-\x1f<>&=^]++)<")
_DOUBTFUL: Final = (b"#", b"!", b"?", b"^", *STEMS)
_BREAK: Final = b"\n"


class FamiliarMarkup:
    """What was seen of one file."""

    def __init__(self) -> None:
        self._known: set[bytes] = set()
        self._failures = 0

    def holds_nothing(self, block: bytes) -> bool:
        """Whether a search of ``block``, which begins at a tag, would find nothing to mask
        and nothing to refuse. True is sure; False may only mean that it is not known."""
        if self._failures >= ENOUGH_FAILURES:
            return False
        cut = _TEXT.split(block)
        nothing = self._is_clean(cut[::2]) and _have_no_numbers(cut[1::2])
        self._failures = 0 if nothing else self._failures + 1
        return nothing

    def _is_clean(self, markup: list[bytes]) -> bool:
        if self._known.issuperset(markup):
            return True
        unseen = set(markup) - self._known
        together = _BREAK.join(unseen)
        lowered = together.lower()
        if may_hold_numbers(together) or any(sign in lowered for sign in _DOUBTFUL):
            return False
        if len(self._known) + len(unseen) <= MAX_KNOWN:
            self._known.update(each for each in unseen if len(each) <= LONGEST_KNOWN)
        return True


def _have_no_numbers(texts: list[bytes]) -> bool:
    return next(find_card_numbers(_BREAK.join(texts)), None) is None
