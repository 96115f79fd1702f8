"""Ends a worker at once when it unpacks a file that says so: a reader that takes its process
down with it, as a fault in a library written in C does. Python imports this by itself in
every process whose PYTHONPATH begins with this folder.
"""

from __future__ import annotations

import os
import signal
import zlib

MARKER = b"KILLS-ITS-READER"
_decompressobj = zlib.decompressobj


class _Unpacker:
    def __init__(self) -> None:
        self._unpacker = _decompressobj()

    def decompress(self, packed: bytes, most: int = 0) -> bytes:
        return _checked(self._unpacker.decompress(packed, most))

    def __getattr__(self, name: str) -> object:
        return getattr(self._unpacker, name)

    def flush(self) -> bytes:
        return _checked(self._unpacker.flush())


def _checked(plain: bytes) -> bytes:
    if MARKER in plain:
        os.kill(os.getpid(), signal.SIGKILL)
    return plain


def _made(*options: int) -> object:
    return _decompressobj(*options) if options else _Unpacker()


zlib.decompressobj = _made
