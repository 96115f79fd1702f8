"""A journal's parts in their order: by their shape where it is known, else by the parser.

The parser gets all bytes but those of events that :class:`.shapes.Shapes` read. Leaving out a
whole element harms no document, and that one begins and ends where it seems to is certain
only while the parser itself says that it stands between two children of a section.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from transactions.formats.naxml.part import part_of
from transactions.formats.naxml.shapes import LONGEST_EVENT, Shapes
from transactions.formats.naxml.stream import CHUNK_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from transactions.formats.naxml.growing_tree import GrowingTree
    from transactions.formats.naxml.names import Names
    from transactions.formats.naxml.part import Part
    from transactions.formats.naxml.stream import ByteSource

_OPENING: Final = re.compile(rb"\s*<([^\s<>/!?]+)(?:\s[^<>]*)?(?<!/)>")
_EVENT_END: Final = re.compile(rb"</(?:[\w.-]+:)?\w*event>", re.IGNORECASE)

_NO_OPENING: Final = re.compile(rb"\s*<[/!?]")

Found = tuple[bool, "Part"]
"""Whether it is a child of a section (else of the root), and what it is."""


class PartStream:
    """``tree`` is open. ``encoding``: of texts that may be read by their shape, as
    :class:`Shapes` takes it; None where the bytes are not what they look like."""

    def __init__(
        self, stream: ByteSource, tree: GrowingTree, names: Names, encoding: str | None
    ) -> None:
        self._stream, self._tree, self._names = stream, tree, names
        self._shapes = Shapes(encoding or "ascii")
        self._between = False
        """Whether the parser stands between two children of a section."""
        self._plain = encoding is not None
        """Whether there was nothing but tags and texts so far."""
        self._ends_event = False
        self._last = b""
        self._opening, self._closing = b"\0", b""
        """Tags of the event before."""

    def __iter__(self) -> Iterator[Found]:
        data = b""
        while chunk := self._stream.read(CHUNK_BYTES):
            data += chunk
            begin = 0
            while (end := self._end_of_piece(data, begin)) > begin:
                piece, begin = data[begin:end], end
                known = self._shapes.read(piece) if self._between else None
                if known is None:
                    yield from self._parsed(piece)
                else:
                    self._tree.lines_left_out = self._shapes.lines_read
                    yield True, known
            data = data[begin:]
        self._ends_event = False
        if data:
            yield from self._parsed(data)
        for in_section, elements in self._tree.close():
            for element in elements:
                yield in_section, part_of(element, self._names)

    def _end_of_piece(self, data: bytes, begin: int) -> int:
        """Where the event ends that begins here; ``begin`` to wait for more of it. While it
        is not sure what begins here, behind the first event, or the end of the data."""
        self._ends_event = False
        if not self._between:
            event = _EVENT_END.search(data) if self._plain and not begin else None
            self._ends_event = event is not None
            return event.end() if event else len(data)
        if closing := self._closing_of(data, begin):
            end = data.find(closing, begin)
            if 0 <= end < begin + LONGEST_EVENT:
                self._ends_event = True
                return end + len(closing)
        if len(data) - begin < LONGEST_EVENT and not _NO_OPENING.match(data, begin):
            return begin
        self._between = False
        return len(data)

    def _closing_of(self, data: bytes, begin: int) -> bytes:
        """The end tag of what begins here, most often the same kind as before; none where
        nothing begins, or not all of the opening tag is there."""
        if not data.startswith(self._opening, begin):
            found = _OPENING.match(data, begin)
            if found is None:
                return b""
            self._opening, self._closing = found.group(), b"</" + found.group(1) + b">"
        return self._closing

    def _parsed(self, piece: bytes) -> Iterator[Found]:
        """What the parser found complete once it had this, too."""
        was_between = self._between
        self._tree.feed(piece)
        self._stand(piece)
        count, learnt = 0, None
        for in_section, elements in self._tree.completed(between=self._between):
            for element in elements:
                part = part_of(element, self._names)
                count += 1
                if was_between and self._between and count == 1 and not _has_tails(element):
                    learnt = part
                yield in_section, part
            del element  # which the tree would not free
        if learnt is not None and count == 1:
            self._shapes.learn(piece, learnt)

    def _stand(self, piece: bytes) -> None:
        """Find out where the parser stands now. It is not asked once there was anything but
        tags and texts, since that might still be open."""
        seam = self._last + piece
        self._plain = self._plain and b"<!" not in seam and b"<?" not in seam
        self._last = piece[-1:]
        was_between = self._between
        self._between = self._plain and self._ends_event and self._tree.stands_between()
        if not was_between:
            self._shapes.forget()  # which hold within one section


def _has_tails(element: _Element) -> bool:
    """Whether some text follows a child, as no rule reads it."""
    return any((below.tail or "").strip() for below in element.iterdescendants())
