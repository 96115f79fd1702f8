"""A document while it is read: fed piece by piece, and cut down as its parts complete.

No entity is expanded, no DTD or network is touched, any DOCTYPE refuses the file, and so
does an event out of all proportion.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, cast

from lxml import etree

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.naxml.parser_errors import refusal, refusal_at_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from transactions.formats.naxml.names import Names
    from transactions.formats.naxml.stream import ByteSource

MAX_EVENT_BYTES: Final = 2 * 1024 * 1024
"""Bytes read without an event coming to its end; a long receipt has 0.1 MB."""
# What breaks these two takes more than two chunks. While the one in the middle was read
# nothing came to its end, so that only what follows such a pause need be checked.
MAX_ELEMENTS: Final = 20_000
MAX_ATTRIBUTES: Final = 12_000

MAX_SEAMS: Final = 1_000
"""Places at which lines were left out that errors are still found behind."""

_MARK: Final = b"<?here?>"
_count_elements = etree.XPath("count(descendant-or-self::*)")
_too_many_attributes = etree.XPath(f"boolean(descendant-or-self::*[count(@*) > {MAX_ATTRIBUTES}])")


Batch = tuple[bool, list[etree._Element]]
"""Whether these are children of a section (else of the root), and the elements."""


class GrowingTree:
    """The document as far as it was fed; what was handed out is cut off.

    ``is_section``: by lower-case local name, the children of the root that are given child
    by child. ``encoding`` overrides the declared one. Raises :class:`RereadError` or
    :class:`UnreadableFileError`.
    """

    def __init__(
        self, names: Names, is_section: Callable[[str], bool], encoding: str | None
    ) -> None:
        self._names, self._is_section = names, is_section
        self._parser = _make_parser(encoding)
        self._root: etree._Element | None = None
        self._pending = 0
        """Bytes since something came to its end."""
        self._long_wait = False
        self.lines_left_out = 0
        """Lines of what a caller did not feed, so that errors are said to be where they are."""
        self._lines_fed = 1
        self._seams: deque[tuple[int, int]] = deque(maxlen=MAX_SEAMS)
        """From which line of those fed on how many were left out."""

    def open(self, stream: ByteSource, root_end: int) -> None:
        """Feed the first ``root_end`` bytes, up to the end of the root's opening tag.

        The root is found by a processing instruction of our own put behind that. Asking the
        parser for the root's start instead would make it stop at every element, which costs a
        sixth of the time.
        """
        if not root_end:
            return
        while root_end > 0 and (opening := stream.read(root_end)):
            self._feed(opening)
            root_end -= len(opening)
        if (root := self._marked_parent()) is None:
            raise UnreadableFileError("not_well_formed", line="1")
        _refuse_doctype(root)
        self._root = root

    def feed(self, chunk: bytes) -> None:
        self._feed(chunk)
        self._long_wait = self._pending > 0
        self._pending += len(chunk)

    def completed(self, *, between: bool = False) -> Iterator[Batch]:
        """What came to its end since. ``between``: see :meth:`stands_between`."""
        if self._root is not None:
            for batch in self._drain(self._root, finished=False, between=between):
                if self._long_wait:
                    _check_size(batch[1][0])
                self._pending, self._long_wait = 0, False
                yield batch
        if self._pending > MAX_EVENT_BYTES:
            raise UnreadableFileError("event_too_large", limit=str(MAX_EVENT_BYTES))
        self._forget_events()

    def stands_between(self) -> bool:
        """Whether the last byte fed was outside of all elements of a section, so that each
        of its children is complete. Not to be asked within a comment, CDATA section or
        instruction, which would end there."""
        parent = self._marked_parent()
        return (
            parent is not None
            and parent.getparent() is self._root
            and self._is_section(self._names[parent.tag])
        )

    def close(self) -> Iterator[Batch]:
        """The document's end, and what was still open before it."""
        try:
            root = self._parser.close()
        except etree.XMLSyntaxError as error:
            raise refusal_at_end(error, self._line(error)) from error
        _refuse_doctype(root)
        for batch in self._drain(root, finished=True, between=False):
            _check_size(batch[1][0])
            yield batch

    def _feed(self, chunk: bytes) -> None:
        if self.lines_left_out and (not self._seams or self._seams[-1][1] != self.lines_left_out):
            self._seams.append((self._lines_fed, self.lines_left_out))
        self._lines_fed += chunk.count(b"\n")
        try:
            self._parser.feed(chunk)
        except etree.XMLSyntaxError as error:
            raise refusal(error, self._line(error)) from error

    def _marked_parent(self) -> etree._Element | None:
        """The element that is open, by an instruction of our own put into it."""
        self._feed(_MARK)
        for _, instruction in self._parser.read_events():
            mark = cast("etree._Element", instruction)
            parent = mark.getparent()
            if parent is not None:
                parent.remove(mark)
                return parent
        return None

    def _forget_events(self) -> None:
        """Other instructions must not pile up."""
        for _ in self._parser.read_events():
            pass

    def _drain(self, root: etree._Element, *, finished: bool, between: bool) -> Iterator[Batch]:
        """Hand out what is complete below ``root`` and cut it off the tree."""
        sections = list(root)
        for section in sections:
            complete = finished or section is not sections[-1]
            if self._is_section(self._names[section.tag]):
                children = list(section)
                if not complete and not between:
                    del children[-1:]
                if count := len(children):
                    yield True, children
                    # Whatever Python still holds would be moved instead of freed.
                    children.clear()
                    del section[:count]
            elif complete:
                yield False, [section]
            if complete:
                root.remove(section)

    def _line(self, error: etree.XMLSyntaxError) -> str:
        line = error.lineno or 0
        left_out = [left_out for begin, left_out in self._seams if begin <= line]
        return str(line + (left_out[-1] if left_out else 0))


def _make_parser(encoding: str | None) -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=("pi",),
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_blank_text=True,
        collect_ids=False,
    )


def _refuse_doctype(root: etree._Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFileError("doctype")


def _check_size(element: etree._Element) -> None:
    if not isinstance(cast("object", element.tag), str):
        return  # an instruction has no parts
    if cast("float", _count_elements(element)) > MAX_ELEMENTS:
        raise UnreadableFileError("event_too_many_elements", limit=str(MAX_ELEMENTS))
    if _too_many_attributes(element):
        raise UnreadableFileError("too_many_attributes", limit=str(MAX_ATTRIBUTES))
