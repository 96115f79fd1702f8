"""What is a card number: issuer prefix, that issuer's length and the check digit together.

A tenth of all barcodes pass the check digit alone, so none of the three is enough.
Digits may be grouped by single blanks or dashes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_16, _16_TO_19 = frozenset({16}), frozenset({16, 17, 18, 19})

# (lowest prefix, highest prefix, lengths); prefixes of one row have the same length.
ISSUERS: Final = (
    ("4", "4", frozenset({13, 16, 19})),  # Visa
    ("51", "55", _16),  # Mastercard
    ("2221", "2720", _16),
    ("34", "34", frozenset({15})),  # American Express
    ("37", "37", frozenset({15})),
    ("6011", "6011", _16_TO_19),  # Discover
    ("644", "649", _16_TO_19),
    ("65", "65", _16_TO_19),
    ("300", "305", frozenset(range(14, 20))),  # Diners Club
    ("309", "309", frozenset(range(14, 20))),
    ("36", "36", frozenset(range(14, 20))),
    ("38", "39", frozenset(range(14, 20))),
    ("3528", "3589", _16_TO_19),  # JCB
    ("62", "62", _16_TO_19),  # UnionPay
    ("81", "81", _16_TO_19),  # RuPay and UnionPay
    ("5018", "5019", _16_TO_19),  # Maestro, Dankort
    ("5020", "5020", _16_TO_19),
    ("5038", "5038", _16_TO_19),
    ("5076", "5081", _16_TO_19),  # EBT
    ("5610", "5610", _16),
    ("5641", "5641", _16_TO_19),
    ("5893", "5893", _16_TO_19),
    ("6304", "6304", _16_TO_19),
    ("6331", "6334", _16_TO_19),
    ("6362", "6362", _16_TO_19),
    ("6759", "6759", _16_TO_19),
    ("6761", "6763", _16_TO_19),
    ("6767", "6767", _16_TO_19),
    ("6799", "6799", _16_TO_19),
    ("690046", "690046", frozenset({19})),  # WEX fleet
    ("707138", "707138", frozenset({19})),
    ("7088", "7088", frozenset({15, 16, 18})),  # Voyager and Fuelman fleet
)
_FIRST_DIGITS: Final = frozenset(ord(lowest[0]) for lowest, _, _ in ISSUERS)
SHORTEST: Final = 13
LONGEST: Final = 19

# Overlapping on purpose (the run is in a look-ahead): a card number may follow other
# digits after a blank.
_CANDIDATE: Final = re.compile(rb"(?<![0-9])(?=([2-8](?:[ -]?[0-9]){12,18}))")
_LONG_RUN: Final = b"0" * SHORTEST
_WHOLE_RUN: Final = re.compile(rb"0*")
_WIDEST: Final = 2 * LONGEST
_SHAPE: Final = bytes(
    ord("0") if value in b"0123456789" else ord("-") if value in b" -" else ord(".")
    for value in range(256)
)
"""Digits as 0, separators as a dash, all else as a dot."""
_DOUBLED: Final = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_SEPARATORS: Final = b" -"


def is_card_number(digits: bytes) -> bool:
    """Whether ASCII ``digits`` (no separators) are a payment card's number."""
    if not SHORTEST <= len(digits) <= LONGEST:
        return False
    return _has_issuer(digits.decode()) and passes_luhn(digits)


def passes_luhn(digits: bytes) -> bool:
    values = [digit - 48 for digit in reversed(digits)]
    return (sum(values[::2]) + sum(_DOUBLED[value] for value in values[1::2])) % 10 == 0


def may_hold_numbers(data: bytes) -> bool:
    """Whether as many digits follow each other as a card number has, grouped or not."""
    return _LONG_RUN in data.translate(_SHAPE, _SEPARATORS)


def find_card_numbers(data: bytes) -> Iterator[tuple[int, int]]:
    """Spans (start, end) of card numbers in ``data``, separators included, in order.

    A number ends where its run of digits does, or at a group's end within it. Data
    without candidates costs a few passes at the speed of a memory search.
    """
    joined = data.translate(_SHAPE, _SEPARATORS)
    if _LONG_RUN not in joined:
        return
    shape = data.translate(_SHAPE)
    ungrouped = shape.count(_LONG_RUN)
    if joined.count(_LONG_RUN) != ungrouped:
        yield from _search(data, 0, len(data))
    elif ungrouped:
        yield from _around_runs(data, shape)


def _around_runs(data: bytes, shape: bytes) -> Iterator[tuple[int, int]]:
    """The card numbers where every candidate touches an unbroken run of 13 digits."""
    past = 0
    position = shape.find(_LONG_RUN)
    while position >= 0:
        end = position + len(_WHOLE_RUN.match(shape, position)[0])  # type: ignore[index]
        alone = shape[position - 1 : position] != b"-" and shape[end : end + 1] != b"-"
        if not alone:
            for span in _search(data, max(past, position - _WIDEST), end + _WIDEST):
                past = span[1]
                yield span
        elif data[position] in _FIRST_DIGITS and is_card_number(data[position:end]):
            past = end
            yield position, end
        position = shape.find(_LONG_RUN, max(end, past))


def _search(data: bytes, start: int, stop: int) -> Iterator[tuple[int, int]]:
    past = start
    for match in _CANDIDATE.finditer(data, start, stop):
        if match.start() < past:
            continue
        end = _longest_number(data, match.start(1), match.end(1))
        if end:
            past = end
            yield match.start(1), end


def _longest_number(data: bytes, start: int, stop: int) -> int:
    """The end of the longest card number at ``start``, 0 when there is none."""
    digits, found = bytearray(), 0
    for position in range(start, stop):
        if data[position] in _SEPARATORS:
            continue
        digits.append(data[position])
        group_ends = not data[position + 1 : position + 2].isdigit()
        if group_ends and len(digits) >= SHORTEST and is_card_number(bytes(digits)):
            found = position + 1
    return found


def _has_issuer(digits: str) -> bool:
    length = len(digits)
    return any(
        length in lengths and lowest <= digits[: len(lowest)] <= highest
        for lowest, highest, lengths in ISSUERS
    )


def masked(number: bytes) -> bytes:
    """``number`` with X for every digit but the last four; same length."""
    keep_from = len(number)
    for _ in range(4):
        keep_from = max(number.rfind(digit, 0, keep_from) for digit in _DIGITS)
    return number[:keep_from].translate(_TO_X) + number[keep_from:]


_DIGITS: Final = tuple(bytes([digit]) for digit in b"0123456789")
_TO_X: Final = bytes.maketrans(b"0123456789", b"X" * 10)
