"""Seeded damage: the same seed and number make the same bytes on any machine."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MOST_CHANGES: Final = 6
_LONGEST_REPEAT: Final = 2_000
_GENTLE: Final = 0.5
_SIGNS: Final = frozenset(b"<>&\"'{}[]\\\0\xff\xfe\xc3\xed\n\r")
"""What ends a value, or a text, in one format or another."""
_BYTES: Final = (
    b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\r", b"\n", b"\x1a", b"\xc3", b"\xed\xa0\x80",
    b"<", b">", b"&", b'"', b"'", b"{", b"}", b"[", b"]", b",", b";", b"\t", b"\\", b"%", b"=",
    b"9" * 400, b"-", b"1e999", b"NaN", b"4111111111111111", b"A" * 300, b"&#x0;", b"<![CDATA[",
    b"]]>", b"<!--", b"-->", b"<?x?>", b"<!DOCTYPE x>", b"&lt;", b"0000-00-00", b"1990-01-01",
)  # fmt: skip


def mutant(seeds: Sequence[bytes], words: Sequence[bytes], seed: str) -> bytes:
    """One of ``seeds`` with some changes, which may put ``words`` of the format in.

    Every other one has values changed only, so that it gets past the parser of its text.
    """
    random = Random(seed)
    data = bytearray(random.choice(seeds))
    choices = [*_BYTES, *words]
    changes = _CHANGES
    if random.random() < _GENTLE:
        changes = _VALUES
        choices = [word for word in choices if not _SIGNS.intersection(word)]
    for _ in range(random.randint(1, _MOST_CHANGES)):
        random.choice(changes)(data, random, choices)
    return bytes(data)


def _flip(data: bytearray, random: Random, _words: Sequence[bytes]) -> None:
    if data:
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)


def _cut(data: bytearray, random: Random, _words: Sequence[bytes]) -> None:
    start, end = _span(data, random)
    del data[start:end]


def _end_early(data: bytearray, random: Random, _words: Sequence[bytes]) -> None:
    del data[random.randint(0, len(data)) :]


def _repeat(data: bytearray, random: Random, _words: Sequence[bytes]) -> None:
    start, end = _span(data, random)
    piece = data[start : min(end, start + _LONGEST_REPEAT)]
    data[start:start] = piece * random.randint(1, 8)


def _move(data: bytearray, random: Random, _words: Sequence[bytes]) -> None:
    start, end = _span(data, random)
    piece = data[start:end]
    del data[start:end]
    place = random.randint(0, len(data))
    data[place:place] = piece


def _insert(data: bytearray, random: Random, words: Sequence[bytes]) -> None:
    place = random.randint(0, len(data))
    data[place:place] = random.choice(words)


def _replace_text(data: bytearray, random: Random, words: Sequence[bytes]) -> None:
    start, end = _value(data, random)
    data[start:end] = random.choice(words)


def _swap_texts(data: bytearray, random: Random, _words: Sequence[bytes]) -> None:
    (start, end), (other_start, other_end) = sorted((_value(data, random), _value(data, random)))
    if end <= other_start:
        one, other = data[start:end], data[other_start:other_end]
        data[other_start:other_end] = one
        data[start:end] = other


def _value(data: bytearray, random: Random) -> tuple[int, int]:
    """A value between two signs, as every format has them."""
    place = random.randint(0, len(data))
    start = max(data.rfind(sign, 0, place) for sign in (b">", b'"', b",", b"\n")) + 1
    ends = [found for sign in (b"<", b'"', b",", b"\n") if (found := data.find(sign, place)) >= 0]
    end = min(ends, default=place)
    if b"<" not in data[start:end] and b">" not in data[start:end]:
        return start, end
    start = data.find(b">", place) + 1
    return start, max(start, data.find(b"<", start))


def _span(data: bytearray, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.choice((1, 4, 16, 64, 256, 1024)))


_CHANGES: Final[tuple[Callable[[bytearray, Random, Sequence[bytes]], None], ...]] = (
    _flip,
    _flip,
    _cut,
    _end_early,
    _repeat,
    _move,
    _insert,
    _insert,
    _replace_text,
    _replace_text,
)
_VALUES: Final = (_replace_text, _swap_texts)
