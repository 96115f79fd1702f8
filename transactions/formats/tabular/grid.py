"""Every table of a file, whatever holds it: the one way to rows of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, Final

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.containers import Container, is_workbook, text_container
from transactions.formats.tabular.delimited import read_delimited
from transactions.formats.tabular.grid_lines import read_grid
from transactions.formats.tabular.html_tables import read_html
from transactions.formats.tabular.spreadsheetml import read_spreadsheetml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from transactions.formats.tabular.cells import Sheet

__all__ = ["iter_sheets", "recognises"]

_HEAD_BYTES: Final = 64 * 1024
_READERS: Final[dict[Container, Callable[[BinaryIO], Iterator[Sheet]]]] = {
    Container.GRID: read_grid,
    Container.DELIMITED: read_delimited,
    Container.HTML: read_html,
    Container.SPREADSHEETML: read_spreadsheetml,
}


def recognises(head: bytes) -> bool:
    """Whether a file's first 64 KiB look like a table in text."""
    return text_container(head) is not None


def iter_sheets(stream: BinaryIO, name: str) -> Iterator[Sheet]:
    """The sheets of a seekable stream, in the file's order, each to be read before the next.

    Delimited text and kept grids stream in flat memory. Raises
    :class:`~transactions.formats.canonical.UnreadableFileError`, also while rows are read:
    ``spreadsheet`` for a binary one, which must be made a grid first
    (:mod:`transactions.formats.tabular.conversion`); ``not_xml`` where there is no table.
    ``name`` decides nothing: names lie.
    """
    stream.seek(0)
    head = stream.read(_HEAD_BYTES)
    stream.seek(0)
    if is_workbook(head):
        raise UnreadableFileError("spreadsheet", name=name)
    container = text_container(head)
    if container is None:
        raise UnreadableFileError("not_xml")
    yield from _READERS[container](stream)
