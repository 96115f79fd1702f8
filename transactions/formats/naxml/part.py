"""One element of a document, free of the parser that read it.

What the rules read: names without namespace and case, attributes, the text in front of the
first child, and the children. Text behind children means nothing in a journal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from transactions.formats.naxml.names import Names

_NONE: Final[dict[str, str]] = {}


class Part:
    """``fields`` are the children by name, of repeated ones the last; they are looked up
    once, so that children with other names must not come later."""

    __slots__ = ("_fields", "attributes", "name", "parts", "text")

    def __init__(
        self, name: str, text: str | None, attributes: Mapping[str, str], parts: list[Part]
    ) -> None:
        self.name, self.text = name, text
        self.attributes, self.parts = attributes, parts
        self._fields: dict[str, Part] | None = None

    @property
    def fields(self) -> dict[str, Part]:
        fields = self._fields
        if fields is None:
            fields = self._fields = {part.name: part for part in self.parts}
        return fields

    def iter(self) -> Iterator[Part]:
        """Itself and all below it, in document order."""
        yield self
        for part in self.parts:
            yield from part.iter()

    def copy(self) -> Part:
        return Part(self.name, self.text, self.attributes, [part.copy() for part in self.parts])


def part_of(element: _Element, names: Names) -> Part:
    """``element`` and all below it; instructions bear a name that no element has."""
    attributes = element.items()
    return Part(
        names[element.tag],
        element.text,
        dict(attributes) if attributes else _NONE,  # type: ignore[arg-type]
        [part_of(child, names) for child in element],
    )
