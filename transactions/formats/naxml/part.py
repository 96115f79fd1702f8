"""One element of a document, free of the parser that read it.

What the rules read: names without namespace and case, attributes, the text in front of the
first child, and the children. Text behind children means nothing in a journal.

The same parts serve for many events with other texts, so that whatever follows from names
alone is looked up once, by a :class:`Pick`, by :class:`Below` or by :meth:`Part.beyond`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from transactions.formats.naxml.names import Names

_NONE: Final[dict[Any, Any]] = {}


class Part:
    """``text`` is without blanks around it, "" where there is none. ``parts`` may be replaced
    only by others whose names nobody looks up."""

    __slots__ = ("_fields", "_found", "attributes", "name", "parts", "text")

    def __init__(
        self, name: str, text: str, attributes: Mapping[str, str], parts: list[Part]
    ) -> None:
        self.name, self.text = name, text
        self.attributes, self.parts = attributes, parts
        self._fields: dict[str, Part] | None = None
        self._found: dict[Any, Any] = _NONE

    @property
    def fields(self) -> dict[str, Part]:
        """The children by name; of repeated ones the last."""
        fields = self._fields
        if fields is None:
            fields = self._fields = {part.name: part for part in self.parts}
        return fields

    def beyond(self, known: frozenset[str]) -> frozenset[str]:
        """The names of children that are not ``known``."""
        found: frozenset[str] | None = self._found.get(known)
        if found is None:
            found = frozenset(self.fields.keys() - known)
            self._found = {**self._found, known: found}
        return found

    def iter(self) -> Iterator[Part]:
        """Itself and all below it, in document order."""
        yield self
        for part in self.parts:
            yield from part.iter()

    def copy(self) -> Part:
        return Part(self.name, self.text, self.attributes, [part.copy() for part in self.parts])


NOTHING: Final = Part("", "", {}, [])
"""Stands for a child that is not there."""


class Pick:
    """Takes the children of certain names, in this order, of repeated ones the last."""

    def __init__(self, names: str) -> None:
        self._names = names.split()

    def of(self, part: Part) -> tuple[Part, ...]:
        """As many as there are names, each a child or :data:`NOTHING`."""
        found: tuple[Part, ...] | None = part._found.get(self)
        if found is None:
            get = part.fields.get
            found = tuple(get(name, NOTHING) for name in self._names)
            part._found = {**part._found, self: found}
        return found


class Below:
    """Finds all that is called so at any depth, the element itself included."""

    def __init__(self, name: str) -> None:
        self._name = name

    def of(self, part: Part) -> list[Part]:
        found: list[Part] | None = part._found.get(self)
        if found is None:
            found = [below for below in part.iter() if below.name == self._name]
            part._found = {**part._found, self: found}
        return found


def part_of(element: _Element, names: Names) -> Part:
    """``element`` and all below it; instructions bear a name that no element has."""
    attributes, text = element.items(), element.text
    return Part(
        names[element.tag],
        text.strip() if text else "",
        dict(attributes) if attributes else _NONE,  # type: ignore[arg-type]
        [part_of(child, names) for child in element],
    )
