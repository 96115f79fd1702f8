"""What tells two rows of one file apart that have no number of their own.

Two equal rows are two events: the second is given the place it has among its equals, so
that the same file, read again, names both as before.
"""

from __future__ import annotations

from array import array
from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import Adjustment, Line, Tender

if TYPE_CHECKING:
    from transactions.formats.canonical import Event

_LINE: Final = attrgetter(*Line.__slots__)
_ADJUSTMENT: Final = attrgetter(*Adjustment.__slots__)
_TENDER: Final = attrgetter(*Tender.__slots__)
_SMALLEST: Final = 1 << 12


class Occurrences:
    """Counts equal events, in 16 to 32 bytes each, so that a long file stays small."""

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * _SMALLEST))
        self._used = 0
        self._again: dict[int, int] = {}

    def place_of(self, *parts: object) -> int:
        """1 for the first with these parts, 2 for the second, and so on."""
        text = "\x1f".join(map(str, parts))
        digest = blake2b(text.encode(errors="replace"), digest_size=8).digest()
        key = int.from_bytes(digest, "big") or 1
        if self._add(key):
            return 1
        self._again[key] = self._again.get(key, 1) + 1
        return self._again[key]

    def _add(self, key: int) -> bool:
        if self._used * 2 >= len(self._slots):
            self._grow()
        slot = self._slot(key)
        if self._slots[slot] == key:
            return False
        self._slots[slot] = key
        self._used += 1
        return True

    def _slot(self, key: int) -> int:
        """Where the key is, or may be put."""
        mask = len(self._slots) - 1
        slot = key & mask
        while self._slots[slot] not in (0, key):
            slot = (slot + 1) & mask
        return slot

    def _grow(self) -> None:
        old = self._slots
        self._slots = array("Q", bytes(16 * len(old)))
        for key in old:
            if key:
                self._slots[self._slot(key)] = key


class Identities:
    """Gives events of one file an ``event_sequence`` where nothing else tells them apart."""

    def __init__(self) -> None:
        self._seen = Occurrences()

    def settle(self, event: Event) -> bool:
        """Number the event among its equals. False for a row with a number that the file
        holds twice, word for word: that is the same event, listed again."""
        numbered = event.transaction_no.strip("0") != ""
        key = (
            event.source_event_tag,
            event.store_code,
            event.register,
            event.business_date,
            event.transaction_no,
            event.started_raw,
        )
        if numbered:
            if self._seen.place_of("n", *key, _content(event)) > 1:
                return False
            place = self._seen.place_of("i", *key)
        else:
            place = self._seen.place_of("u", *key, _content(event))
        if place > 1:
            event.event_sequence = str(place)
        return True


def _content(event: Event) -> str:
    """All that a row says, but for its place in the file."""
    return repr(
        (
            event.occurred_local,
            event.cashier,
            event.approver,
            event.till,
            event.amount,
            event.gross,
            event.net,
            event.tax,
            event.reason_text,
            event.linked_transaction_no,
            [_LINE(line) for line in event.lines],
            [_ADJUSTMENT(adjustment) for adjustment in event.adjustments],
            [_TENDER(tender) for tender in event.tenders],
        )
    )
