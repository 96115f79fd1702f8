"""One binary spreadsheet kept: its rows, redacted; of the file itself only name and hash."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.redaction import Redactor
from transactions.formats.tabular.conversion import grid_pieces

if TYPE_CHECKING:
    from transactions.formats.tabular.containers import Container
    from transactions.services.incoming import Kept
    from transactions.services.stored import BundleWriter


def keep_grid(bundle: BundleWriter, path: Path, container: Container, kept: Kept) -> None:
    """Fill in ``kept``, which knows the original's name, size and hash."""
    redactor = Redactor()
    bundle.begin()
    try:
        for piece in grid_pieces(path, Path(kept.name).name, container):
            bundle.write(redactor.feed(piece))
        bundle.write(redactor.finish())
    except UnreadableFileError as unreadable:
        kept.refused = unreadable
        bundle.drop()
    else:
        kept.offset, kept.length = bundle.end()
    kept.redacted = redactor.redacted
