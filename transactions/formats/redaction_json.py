"""JSON as it passes, a body or one object per line: masked, and still JSON afterwards.

Card numbers are masked in texts and in plain numbers, and all below a private name is
blanked. Everything keeps its length: a number becomes a text two digits shorter. Blocks
end at line ends, where no text of JSON can be open.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.card_numbers import LONGEST, SHORTEST, is_card_number
from transactions.formats.json_private import is_private_name, may_be_private
from transactions.formats.masking import mask_numbers
from transactions.formats.redaction_stages import PlainText
from transactions.formats.text_context import is_code_name, key_before

MAX_LINE_BYTES: Final = 8 * 1024 * 1024

# A text that is not closed ends with its line, so that every byte is looked at once.
_TOKEN: Final = re.compile(
    rb'"(?P<text>(?:[^"\\\r\n]|\\[^\r\n])*)"?(?P<key>[ \t]*(?=:))?'
    rb"|(?<![^\s:,\[])(?P<number>-?[0-9][0-9.eE+-]*)|(?P<sign>[\[{\]}:,])"
)
_LONG_NUMBER: Final = re.compile(rb"(?<![^\s:,\[])-?[0-9][0-9.eE+-]{12}")
_SHAPE: Final = bytes(ord("0") if value in b"0123456789.eE+-" else 32 for value in range(256))
"""What numbers are written with as 0, all else as blanks: faster to search than by pattern."""
_HIDDEN_DIGIT: Final = re.compile(rb"\\u00(?:3[0-9]|2[0dD](?=[0-9]))")
_DIGITS: Final = re.compile(rb"[0-9]{13,19}(?:\.0*)?")


class Json(PlainText):
    """What is private may span lines: a list or an object below a private name."""

    longest = MAX_LINE_BYTES

    def __init__(self) -> None:
        super().__init__()
        self._name = b""
        """The text seen last: a name, should a colon follow."""
        self._is_private = False
        """Whether the next value is."""
        self._depth = 0
        """How deep we are below a private name; 0 outside."""

    def _mask(self, block: bytes) -> bytes:
        if _HIDDEN_DIGIT.search(block):
            raise UnreadableFileError("cannot_be_scanned")
        if self._must_look(block):
            block = _TOKEN.sub(self._token, block)
        elif b'"' in block:
            self._name = b""
        masked, count = mask_numbers(block, _is_code)
        self.redacted += count
        return masked

    def _must_look(self, block: bytes) -> bool:
        if self._depth or self._is_private or is_private_name(self._name):
            return True
        if may_be_private(block):
            return True
        has_long = b"0" * SHORTEST in block.translate(_SHAPE)
        return has_long and _LONG_NUMBER.search(block) is not None

    def _token(self, found: re.Match[bytes]) -> bytes:
        kind = found.lastgroup
        if kind == "sign":
            self._follow(found["sign"])
            return found[0]
        if kind == "number":
            return self._number(found)
        text = found["text"]
        self._name = text
        if kind == "key" or not self._takes_value():
            return found[0]
        return b'"' + b"X" * len(text) + found[0][1 + len(text) :]

    def _follow(self, sign: bytes) -> None:
        if sign == b":":
            self._is_private = is_private_name(self._name)
        elif sign in b"[{":
            self._depth += bool(self._depth or self._is_private)
            self._is_private = False
        elif sign == b",":
            self._is_private = False
        else:
            self._depth -= bool(self._depth)
            self._is_private = False

    def _takes_value(self) -> bool:
        """Whether the value in hand is private; a private name has one value only."""
        private, self._is_private = self._is_private, False
        return private or self._depth > 0

    def _number(self, found: re.Match[bytes]) -> bytes:
        written = found["number"]
        if self._takes_value():
            return _as_text(written, b"")
        if len(written.lstrip(b"-")) < SHORTEST:
            return written
        card = _card_of(written)
        if not card or _is_code(found.string, found.start()):
            return written
        self.redacted += 1
        return _as_text(written, card[-4:])


def _card_of(written: bytes) -> bytes:
    """The digits of a card number however the number is written, "" for any other."""
    digits = written.lstrip(b"-")
    if _DIGITS.fullmatch(digits):
        digits = digits.partition(b".")[0]
        return digits if is_card_number(digits) else b""
    if len(written) > 2 * LONGEST:
        return b""
    try:
        value = abs(Decimal(written.decode()))
    except InvalidOperation:
        return b""
    if not SHORTEST <= value.adjusted() + 1 <= LONGEST or value != value.to_integral_value():
        return b""
    digits = str(int(value)).encode()
    return digits if is_card_number(digits) else b""


def _as_text(number: bytes, kept: bytes) -> bytes:
    """A text of the same length; a number of one digit has no room for the marks."""
    inside = len(number) - 2
    if inside < len(kept):
        return b"0" * len(number) if len(number) == 1 else b'"' + b"X" * inside + b'"'
    return b'"' + b"X" * (inside - len(kept)) + kept + b'"'


def _is_code(block: bytes, position: int) -> bool:
    """Whether the digits begin the value of a name that never holds a card's number."""
    name = key_before(block, position)
    return name is not None and is_code_name(name)
