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

from transactions.formats.naxml.names import name_set

if TYPE_CHECKING:

    from transactions.formats.naxml.part import Part

LONGEST_EVENT: Final = 64 * 1024
"""Nothing so short can have more elements or attributes than the parser's owner allows."""
MAX_PARTS: Final = 40_000
"""Parts kept of a file, some 10 MB; a register's usual day takes 5,000."""

_TEXT: Final = re.compile(r">([^\x00- <>&][^\x00-\x1f<>&]*)<")
_NO_CHARACTERS: Final = ("\ufffe", "\uffff")
_OTHER_MARKUP: Final = (b"<!", b"<?", b"&")
_LINE_START, _LINE_END = "<TransactionLine", "</TransactionLine>"
_SEAM: Final = "\0"
"""Stands where an event's lines were; no document has it."""
_GROUPS: Final = name_set("transactiondetailgroup")
_LINE: Final = "transactionline"

_Markup = tuple[str, ...]


class _Shape:
    """Parts of one shape, as many as one event has used, and where their texts go."""

    __slots__ = ("copies", "event", "lines", "used")

    def __init__(self, part: Part, lines: int) -> None:
        self.copies = [(part, _with_text(part))]
        self.lines = lines
        self.event = self.used = 0

    def grow(self) -> int:
        """Make one more; answers of how many parts it is."""
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
        self._kept = self._events = 0
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
        frame_cut, line_cuts = _cut(text)
        if (frame := self._frames.get(tuple(frame_cut[::2]))) is None:
            return None
        self._events += 1
        read, lines = frame.lines, []
        for cut in line_cuts:
            shape = self._lines.get(tuple(cut[::2]))
            if shape is None or (line := self._filled(shape, cut)) is None:
                return None
            lines.append(line)
            read += shape.lines
        self.lines_read += read
        if (part := self._filled(frame, frame_cut)) is not None and lines:
            _group_of(part).parts = lines
        return part

    def learn(self, event: bytes, part: Part) -> None:
        """``part`` is what the parser made of ``event``, in which no text follows a child."""
        text = self._decoded(event)
        if text is None or self._kept > MAX_PARTS or any(odd in event for odd in _OTHER_MARKUP):
            return
        frame_cut, line_cuts = _cut(text)
        frame, lines = part.copy(), []
        if line_cuts:
            group = _group_of(frame)
            lines, group.parts = group.parts, []
            within = [below for line in lines for below in line.iter() if below.name == _LINE]
            if within != lines or len(lines) != len(line_cuts) or (group.text or "").strip():
                return
        if all(map(_agree, [frame, *lines], [frame_cut, *line_cuts])):
            self._keep(self._frames, frame, frame_cut)
            for line, cut in zip(lines, line_cuts, strict=True):
                self._keep(self._lines, line, cut)

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

    def _filled(self, shape: _Shape, cut: list[str]) -> Part | None:
        """A part of this shape that the event in hand has not used yet."""
        if shape.event != self._events:
            shape.event, shape.used = self._events, 0
        elif shape.used == len(shape.copies):
            if self._kept > MAX_PARTS:
                return None
            self._kept += shape.grow()
        part, places = shape.copies[shape.used]
        shape.used += 1
        for place, text in zip(places, cut[1::2], strict=True):
            place.text = text
        return part


def _cut(event: str) -> tuple[list[str], list[list[str]]]:
    """The frame and the lines, each as markup, text, markup, … , markup."""
    *lines, tail = event.split(_LINE_END)
    if not lines:
        return _TEXT.split(tail), []
    first = lines[0]
    start = first.rfind(">", 0, max(first.find(_LINE_START), 0)) + 1
    lines[0] = first[start:]
    return _TEXT.split(first[:start] + _SEAM + tail), [_TEXT.split(line) for line in lines]


def _group_of(event: Part) -> Part:
    """Where the lines are; the event itself, which then fits none, where that is not clear."""
    groups = [part for part in event.parts if part.name in _GROUPS]
    return groups[0] if len(groups) == 1 else event


def _agree(part: Part, cut: list[str]) -> bool:
    """Whether the parser found the texts that were cut out, and in their order."""
    return [each.text for each in _with_text(part)] == cut[1::2]


def _with_text(part: Part) -> list[Part]:
    return [each for each in part.iter() if each.text and _TEXT.fullmatch(f">{each.text}<")]
