"""XML of a device that may be anything: parsed without entities, read by local name.

Recorders put the same elements into three different namespaces, or none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from footage.errors import BadAnswerError

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOT_XML: Final = frozenset({"text/html", "application/xhtml+xml", "application/json"})
_LARGEST: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Element:
    """``name`` without namespace."""

    name: str
    _node: etree._Element

    def all(self, name: str) -> Iterator[Element]:
        """Descendants of that name, in order."""
        for node in self._node.iter("{*}" + name):
            yield Element(name, node)

    def first(self, *path: str) -> Element | None:
        """The first descendant ``path[0]``, in it the first ``path[1]``, and so on."""
        found: Element | None = self
        for name in path:
            found = next(found.all(name), None) if found is not None else None
        return found

    def text(self, *path: str) -> str:
        """Stripped text of :meth:`first`; empty where there is none."""
        found = self.first(*path)
        return (found._node.text or "").strip() if found is not None else ""

    def whole(self, *path: str) -> int | None:
        """The text as a whole number of sensible length, or None."""
        text = self.text(*path)
        is_number = text.removeprefix("-").isascii() and text.removeprefix("-").isdigit()
        return int(text) if is_number and len(text) <= 18 else None


def parse(body: bytes, media_type: str = "") -> Element:
    """The root. Raises BadAnswerError (``wrong_type``, ``unreadable``, ``too_large``)."""
    if media_type in _NOT_XML:
        raise BadAnswerError("wrong_type", media_type)
    if len(body) > _LARGEST:
        raise BadAnswerError("too_large")
    # A document type is how XML bombs and foreign files come in, NUL bytes (UTF-16, UTF-32)
    # how one would be hidden. No recorder sends either.
    if b"\0" in body or b"<!DOCTYPE" in body.upper() or b"<!ENTITY" in body.upper():
        raise BadAnswerError("unreadable", "document type")
    try:
        root = etree.fromstring(body.strip(), _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadAnswerError("unreadable", "XML") from error
    return Element(etree.QName(root).localname, root)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
