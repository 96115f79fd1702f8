"""What may be scanned of a file: its own bytes, or a spreadsheet's as a grid."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.containers import is_workbook
from transactions.formats.tabular.conversion import binary_container, grid_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK: Final = 256 * 1024


def pieces_of(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """The file in pieces of text, ready for the redactor. Raises UnreadableFileError as
    :func:`~transactions.formats.tabular.conversion.grid_pieces` does, and ``zip_inside``
    for an archive."""
    head = stream.read(_CHUNK)
    if not is_workbook(head):
        while head:
            yield head
            head = stream.read(_CHUNK)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "packed"
        with path.open("wb") as file:
            file.write(head)
            shutil.copyfileobj(stream, file, _CHUNK)
        container = binary_container(path)
        if container is None:
            raise UnreadableFileError("zip_inside")
        yield from grid_pieces(path, name, container)
