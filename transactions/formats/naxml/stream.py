"""Bytes to finished elements, in flat memory and out of reach of hostile files.

The parser is fed in chunks. After each chunk every child of the open section but the
last is known to be complete: those are handed out and then cut off the tree, so only
one event is ever held. No entity is expanded, no DTD or network is touched, and any
DOCTYPE refuses the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from transactions.formats.naxml.growing_tree import GrowingTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from transactions.formats.naxml.growing_tree import Batch
    from transactions.formats.naxml.names import Names

CHUNK_BYTES: Final = 32 * 1024


class ByteSource(Protocol):
    def read(self, size: int, /) -> bytes: ...


def stream_elements(
    stream: ByteSource,
    root_end: int,
    names: Names,
    is_section: Callable[[str], bool],
    encoding: str | None = None,
) -> Iterator[Batch]:
    """Yield completed elements in document order; they are gone after the next step.

    ``root_end`` is the number of bytes up to the end of the root's opening tag, 0 for a
    root that is empty. For the rest see :class:`GrowingTree`, whose errors it raises.
    """
    tree = GrowingTree(names, is_section, encoding)
    tree.open(stream, root_end)
    while chunk := stream.read(CHUNK_BYTES):
        tree.feed(chunk)
        yield from tree.completed()
    yield from tree.close()
