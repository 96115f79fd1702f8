"""What a table's header says about its columns: which never hold a card number, and which
hold what a review never needs of a customer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from transactions.formats.card_numbers import find_card_numbers
from transactions.formats.masking import blanked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NO_CARD: Final = re.compile(
    rb"upc|plu|sku|gtin|\bean|bar ?code|scan ?code|item ?(?:code|no|num|id)|product ?(?:code|id)"
    rb"|tran(?:s|saction)? ?(?:id|no|num)|receipt|invoice|ticket|order ?(?:id|no)|amount|price"
    rb"|total|gross|\bnet\b|qty|quantity|date|time|poscode|inventoryitemid"
)
"""Names of columns whose digits are never a card's."""
_STRONG: Final = (
    rb"dates?|time|timestamp|type|amount|amt|qty|quantity|count|price|cost|number|num|nbr|id"
    rb"|code|name|description|desc|cashier|employee|clerk|operator|user|register|reg|terminal"
    rb"|till|lane|pos|store|site|location|tender|mop|payment|department|dept|category|reason"
    rb"|status|shift|upc|plu|sku|gtin|ean|barcode|phone|email|loyalty|customer|member|comment"
    rb"|notes?|total|tax|receipt|invoice|ticket|card|account|acct|address|gross|net|pump|birth"
    rb"|dob|method|manager|approved|day"
)
_WEAK: Final = (
    rb"trans?|transaction|tran|sales?|item|scan|line|void(?:ed)?|refund|discount|promotion|order"
    rb"|original|regular|new|old|override|unit|retail|business|start|end|event|has|is|of|by|in"
    rb"|no|approval|auth|training|merchandise|product|credit|gift|cash|grand|exempt|change|work"
)
_COLUMN_NAME: Final = re.compile(
    rb"(?!nosale)(?:" + _WEAK + rb")*(?:(?:" + _STRONG + rb")(?:" + _WEAK + rb")*)+[0-9]?"
    rb"|(?:" + _WEAK + rb")+no"
)
"""Names by which a header is known as one: whole, without what is no letter or digit. A word
as "void" or "sale" alone may as well be a value."""

_WHO: Final = rb"(?:customer|cust|member|guest|client|patron|shopper|cardholder|driver)s?"
_NUMBER: Final = rb"(?:no|num|nbr|number|id|code)"
_PRIVATE: Final = re.compile(
    _WHO + rb"(?:(?:first|last|middle|full|sur)?names?)?"
    rb"|" + _WHO + rb"(?:card|account|acct)?" + _NUMBER + rb"|membership" + _NUMBER + rb"?"
    rb"|(?:" + _WHO + rb")?(?:loyalty|rewards?|club|frequentshopper)"
    rb"(?:customer|member|card|account|acct|phone|program)?(?:" + _NUMBER + rb"|card|member|phone)"
    rb"|(?:" + _WHO + rb"|home|work|cell|contact|mobile|day|evening|loyalty)?"
    rb"(?:tele)?(?:phone|mobile|cell|fax|contact)" + _NUMBER + rb"?"
    rb"|cellphone|mobilephone|contactnumber"
    rb"|(?:" + _WHO + rb"|home|work|contact)?e?mail(?:address|id)?"
    rb"|(?:" + _WHO + rb"|billing|shipping|street|home|mailing)?address(?:line)?[0-9]?"
    rb"|(?:" + _WHO + rb")?(?:birth(?:date|day|dt)?|dateofbirth|dob|bdate)"
    rb"|drivers?licen[cs]e" + _NUMBER + rb"?|dl" + _NUMBER + rb"|licen[cs]eplate" + _NUMBER + rb"?"
    rb"|ssn|socialsecurity" + _NUMBER + rb"?"
    rb"|(?:card)?(?:expiration|expiry|exp)(?:date|dt)|cvv2?|cvc2?|cid|track[12]?(?:data)?"
    rb"|(?:authorization|authori[sz]ation|auth|approval)(?:code|no|num|number)"
)
"""Whole names, without what is no letter or digit."""
_CARD: Final = re.compile(
    rb"(?:credit|debit|gift|payment|fleet|bank|masked|customer|tender)*(?:card|account|acct|cc)"
    rb"(?:no|num|nbr|number)(?:masked|hash)?|(?:masked|card)?pan|maskedcard"
)
_LOWER_HALF: Final = re.compile(rb"(?:first|last|full)?name|no|num|number|nbr|id|code|date|card")
_NOT_WORD: Final = re.compile(rb"[^a-z0-9]+")
_NOT_LETTER: Final = re.compile(rb"[^a-z0-9]")
_LETTER: Final = re.compile(rb"[A-Za-z\x80-\xff]")
_DIGIT: Final = re.compile(rb"[0-9]")
_LONGEST_NAME: Final = 40
_KNOWN: Final = 2
_LEAST_MASKED: Final = 8
_LAST_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class TableHeader:
    width: int
    """How many columns have a name."""
    without_card: frozenset[int]
    masks: dict[int, Callable[[bytes], bytes]] = field(default_factory=dict)
    """What makes a value of the column one that may be kept."""


def find_header(
    cells: Sequence[bytes], above: Sequence[bytes], before: TableHeader | None
) -> TableHeader | None:
    """The header that ``cells`` are, or None. ``above`` is the row before, which may be the
    upper half of it; ``before`` the header so far, which a few words do not replace."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < _KNOWN or not all(_may_be_name(cell) for cell in filled):
        return None
    upper = _upper_half(above, len(cells))
    names = [_Names(cell, top) for cell, top in zip(cells, upper, strict=True)]
    known = sum(name.is_known for name in names)
    if known < _KNOWN or known * 2 < len(filled):
        return None
    if before is not None and len(filled) * 2 < before.width:
        return None
    masks = {place: mask for place, name in enumerate(names) if (mask := name.mask()) is not None}
    without_card = frozenset(place for place, name in enumerate(names) if name.is_without_card)
    return TableHeader(len(filled), without_card - masks.keys(), masks)


class _Names:
    """What a column may be called: its own cell, or that under the one above."""

    def __init__(self, cell: bytes, top: bytes) -> None:
        own, upper = _words(cell), _words(top)
        self._has_own = own != b""
        self._own = own or upper
        self._all = {self._own, (upper + b" " + own).strip()}

    @property
    def is_known(self) -> bool:
        """Whether the cell itself has a name, alone or as the lower half of one."""
        if not self._has_own:
            return False
        joined = _NOT_LETTER.sub(b"", self._own)
        return _COLUMN_NAME.fullmatch(joined) is not None or self.mask() is not None

    @property
    def is_without_card(self) -> bool:
        return _NO_CARD.search(self._own) is not None

    def mask(self) -> Callable[[bytes], bytes] | None:
        joined = [_NOT_LETTER.sub(b"", name) for name in self._all]
        if any(_PRIVATE.fullmatch(name) for name in joined):
            return blanked
        return last_four if any(_CARD.fullmatch(name) for name in joined) else None


def is_column_name(text: bytes) -> bool:
    """Whether a text in a private column is a name of it, as in a header that is repeated."""
    joined = _NOT_LETTER.sub(b"", _words(text))
    return any(pattern.fullmatch(joined) for pattern in (_PRIVATE, _CARD, _LOWER_HALF))


def last_four(value: bytes) -> bytes:
    """All digits but the last four as X; all of them where there are hardly more. A payment
    card's whole number is left to whoever masks and counts those in all columns."""
    if any(find_card_numbers(value)):
        return value
    places = [found.start() for found in _DIGIT.finditer(value)]
    if len(places) < _LAST_DIGITS or len(value.strip()) < _LEAST_MASKED:
        return _DIGIT.sub(b"X", value)
    cut = places[-_LAST_DIGITS]
    return _DIGIT.sub(b"X", value[:cut]) + value[cut:]


def _may_be_name(cell: bytes) -> bool:
    """A name has a letter, is short, and says nothing after a colon."""
    text = cell.strip(b" \t\r\n\"':")
    if len(text) > _LONGEST_NAME or b":" in text:
        return False
    return _LETTER.search(text) is not None and len(_DIGIT.findall(text)) <= _KNOWN


def _upper_half(above: Sequence[bytes], width: int) -> list[bytes]:
    """The row above as names for the columns below it. A title is none: it says one thing."""
    filled = {cell.strip() for cell in above if cell.strip()}
    if len(filled) < _KNOWN or not all(_may_be_name(cell) for cell in filled):
        return [b""] * width
    upper, last = [], b""
    for cell in list(above)[:width]:
        last = cell if cell.strip() else last
        upper.append(last)
    return upper + [b""] * (width - len(upper))


def _words(cell: bytes) -> bytes:
    """A column's name in plain words: ``Trans #`` is ``trans no``."""
    return _NOT_WORD.sub(b" ", cell.lower().replace(b"#", b" no ")).strip()
