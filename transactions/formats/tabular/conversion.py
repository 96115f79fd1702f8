"""Binary spreadsheets become grids while they are received.

Card numbers cannot be masked inside a compressed file, so that the rows, not the file, are
kept. A process of its own, with limits, opens it (:mod:`transactions.spreadsheets.child`);
beside it this one looks for what must not be there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.child_watch import ChildWatch
from transactions.formats.tabular.containers import OLE_START, ZIP_START, Container
from transactions.formats.tabular.conversion_limits import ConversionLimits
from transactions.formats.tabular.xls_guard import check_xls
from transactions.formats.tabular.xlsx_guard import (
    check_formulas,
    check_parts,
    is_office_document,
)
from transactions.spreadsheets.lines import first_line

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ConversionLimits", "binary_container", "grid_pieces"]

_CHILD: Final = "transactions.spreadsheets.child"
_CHUNK: Final = 256 * 1024
_PIPE: Final = 1024 * 1024
_PASSED_ON: Final = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH")
_REFUSED: Final = 3
_ERROR_BYTES: Final = 4096
_LIMITS: Final = ConversionLimits()


def binary_container(path: Path, limits: ConversionLimits = _LIMITS) -> Container | None:
    """XLS or XLSX by the file's bytes; None for anything else, an archive of files too."""
    with path.open("rb") as file:
        start = file.read(len(OLE_START))
    if start == OLE_START:
        return Container.XLS
    if start.startswith(ZIP_START) and is_office_document(path, limits):
        return Container.XLSX
    return None


def grid_pieces(
    path: Path,
    name: str,
    container: Container,
    limits: ConversionLimits = _LIMITS,
) -> Iterator[bytes]:
    """The spreadsheet at ``path`` as a grid, in pieces; nothing is masked yet.

    Raises UnreadableFileError, perhaps after pieces were given, which are worth nothing
    then: ``macros``, ``formulas``, ``password``, ``external_links``, ``spreadsheet_empty``,
    ``spreadsheet_damaged``, ``spreadsheet_bomb``, ``spreadsheet_too_large``,
    ``spreadsheet_too_slow``, ``too_many_columns``, ``too_many_sheets``, ``ods``, ``xlsb``,
    ``other_office``.
    """
    if path.stat().st_size > limits.packed_bytes:
        raise UnreadableFileError("spreadsheet_too_large")
    if container is Container.XLSX:
        check_parts(path, limits)
    with tempfile.TemporaryFile() as errors, _child(path, limits, errors) as (child, watch):
        check = check_formulas if container is Container.XLSX else check_xls
        check(path)  # while the child opens the file
        yield first_line(container, name)
        yield from _output(child)
        _check_end(child.wait(), watch, errors)


@contextmanager
def _child(
    path: Path, limits: ConversionLimits, errors: IO[bytes]
) -> Iterator[tuple[subprocess.Popen[bytes], ChildWatch]]:
    """The process at work; it does not outlive the context."""
    memory = limits.memory_bytes
    with subprocess.Popen(
        [sys.executable, "-P", "-m", _CHILD, str(path), str(memory)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=_environment(),
    ) as child:
        _widen(child.stdout)
        try:
            with ChildWatch(child, memory_bytes=memory, seconds=limits.seconds) as watch:
                yield child, watch
        finally:
            child.kill()


def _widen(pipe: IO[bytes] | None) -> None:
    """So that the child goes on while we mask: a pipe's usual 64 KB are some 400 rows."""
    if pipe is not None and fcntl is not None and hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):  # more than this account may have
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def _environment() -> dict[str, str]:
    """Nothing of ours but where modules are: the file's process needs no secrets."""
    passed = {key: os.environ[key] for key in _PASSED_ON if key in os.environ}
    places = [place or str(Path.cwd()) for place in sys.path]
    return passed | {"PYTHONPATH": os.pathsep.join(places), "PYTHONDONTWRITEBYTECODE": "1"}


def _output(child: subprocess.Popen[bytes]) -> Iterator[bytes]:
    output = child.stdout
    while output is not None and (piece := output.read(_CHUNK)):
        yield piece


def _check_end(status: int, watch: ChildWatch, errors: IO[bytes]) -> None:
    """Say why the child ended as it did. Where memory is limited, a library that gets none
    ends its process."""
    if status == 0:
        return
    if watch.overrun == "time":
        raise UnreadableFileError("spreadsheet_too_slow")
    said = _last_words(errors)
    if status == _REFUSED:
        refusal = json.loads(said.splitlines()[-1])
        raise UnreadableFileError(refusal["code"], **refusal["params"])
    if status < 0 or watch.overrun or "memory" in said.lower():
        raise UnreadableFileError("spreadsheet_too_large")
    raise UnreadableFileError("spreadsheet_damaged")


def _last_words(errors: IO[bytes]) -> str:
    end = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, end - _ERROR_BYTES))
    return errors.read().decode(errors="replace")
