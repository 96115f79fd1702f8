"""Events written like one that was read before: their texts are all that is looked at.

A register writes a few dozen shapes of events and lines, over and over. Once the parser has
read an element, bytes that are the same but for their texts are the same elements with other
texts: nothing in a text that is taken here can begin or end markup. So the parts made of
the first serve again, with the new texts put in. What differs in any other byte, and every
text that an entity, a control character or a wrong encoding could hide in, is the parser's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from transactions.formats.naxml.part import Pick

if TYPE_CHECKING:
    from transactions.formats.naxml.part import Part

LONGEST_EVENT: Final = 64 * 1024
"""Nothing so short can have more elements or attributes than the parser's owner allows."""
MAX_PARTS: Final = 40_000
"""Parts kept of a file, some 10 MB; a register's usual day takes 5,000."""

_TEXT: Final = re.compile(r">([^\x00-\x1f<>&]++)<")
_NO_CHARACTERS: Final = ("\ufffe", "\uffff")
_OTHER_MARKUP: Final = (b"<!", b"<?", b"&")
_LINE_START, _LINE_END = "<TransactionLine", "</TransactionLine>"
_SEAM: Final = "\0"
"""Stands where an event's lines were; no document has it."""
_GROUP: Final = Pick("transactiondetailgroup")
_LINE: Final = "transactionline"

_Markup = tuple[str, ...]


class _Shape:
    """``copies``: as many as one event has used, each with the parts that its texts go to."""

    __slots__ = ("copies", "lines", "used")

    def __init__(self, part: Part, lines: int) -> None:
        self.copies = [(part, _with_text(part))]
        self.used = 0
        """How many of them are in the event in hand."""
        self.lines = lines
        """How many lines of the file it takes."""

    def grow(self) -> int:
        """Make one more copy; answers of how many parts it is."""
        part = self.copies[0][0].copy()
        self.copies.append((part, _with_text(part)))
        return sum(1 for _ in part.iter())


class Shapes:
    """``encoding``: what the bytes that :meth:`read` and :meth:`learn` get are decoded by;
    where it is only ``ascii`` all other characters are left to the parser."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._frames: dict[_Markup, _Shape] = {}
        self._lines: dict[_Markup, _Shape] = {}
        self._kept = 0
        self._in_use: list[_Shape] = []
        self.lines_read = 0
        """How many lines of the file were read here."""

    def forget(self) -> None:
        self._frames.clear()
        self._lines.clear()
        self._kept = 0

    def read(self, event: bytes) -> Part | None:
        """The event, good until the next call; None where the parser has to read it."""
        if (text := self._decoded(event)) is None:
            return None
        frame, lines = _cut(text)
        cut = _TEXT.split(frame)
        if (shape := self._frames.get(tuple(cut[::2]))) is None:
            return None
        part, places = shape.copies[0]
        texts, places, read = cut[1::2], places.copy(), shape.lines
        if lines:
            (group,) = _GROUP.of(part)
            group.parts = parts = []
            self._free()
            for line in lines:
                cut = _TEXT.split(line)
                shape = self._lines.get(tuple(cut[::2]))
                if shape is None or (copy := self._next_copy(shape)) is None:
                    return None
                parts.append(copy[0])
                places += copy[1]
                texts += cut[1::2]
                read += shape.lines
        for place, text in zip(places, map(str.strip, texts), strict=True):
            place.text = text
        self.lines_read += read
        return part

    def learn(self, event: bytes, part: Part) -> None:
        """``part`` is what the parser made of ``event``, in which no text follows a child."""
        text = self._decoded(event)
        if text is None or self._kept > MAX_PARTS or any(odd in event for odd in _OTHER_MARKUP):
            return
        frame_text, line_texts = _cut(text)
        frame, lines = part.copy(), []
        if line_texts:
            (group,) = _GROUP.of(frame)
            lines, group.parts = group.parts, []
            # So each line has an end of its own, and what was cut at those are the lines.
            found = [part for part in (frame, *lines) for part in part.iter() if part.name == _LINE]
            if found != lines or len(lines) != len(line_texts) or group.text:
                return
        cuts = [_TEXT.split(text) for text in (frame_text, *line_texts)]
        if all(map(_agree, [frame, *lines], cuts)):
            self._keep(self._frames, frame, cuts[0])
            for line, cut in zip(lines, cuts[1:], strict=True):
                self._keep(self._lines, line, cut)

    def _free(self) -> None:
        """The lines of the event before serve for this one."""
        for shape in self._in_use:
            shape.used = 0
        self._in_use.clear()

    def _decoded(self, event: bytes) -> str | None:
        try:
            text = event.decode(self._encoding)
        except UnicodeDecodeError:
            return None
        if not text.isascii() and any(character in text for character in _NO_CHARACTERS):
            return None
        return text

    def _keep(self, among: dict[_Markup, _Shape], part: Part, cut: list[str]) -> None:
        markup = tuple(cut[::2])
        if markup not in among:
            among[markup] = _Shape(part, sum(piece.count("\n") for piece in markup))
            self._kept += sum(1 for _ in part.iter())

    def _next_copy(self, shape: _Shape) -> tuple[Part, list[Part]] | None:
        """One that the event in hand has not used."""
        used = shape.used
        if used == len(shape.copies):
            if self._kept > MAX_PARTS:
                return None
            self._kept += shape.grow()
        shape.used = used + 1
        self._in_use.append(shape)
        return shape.copies[used]


def _cut(event: str) -> tuple[str, list[str]]:
    """The frame, with the seam where lines were, and the lines."""
    *lines, tail = event.split(_LINE_END)
    if not lines:
        return tail, lines
    first = lines[0]
    start = first.rfind(">", 0, max(first.find(_LINE_START), 0)) + 1
    lines[0] = first[start:]
    return first[:start] + _SEAM + tail, lines


def _agree(part: Part, cut: list[str]) -> bool:
    """Whether the parser found the texts that were cut out, and in their order."""
    return [each.text for each in _with_text(part)] == [text.strip() for text in cut[1::2]]


def _with_text(part: Part) -> list[Part]:
    return [each for each in part.iter() if _TEXT.fullmatch(f">{each.text}<")]
