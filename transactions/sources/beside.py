"""Opening a file that other programs own, so that they notice nothing of it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

if sys.platform == "win32":
    import ctypes
    import msvcrt

    _GENERIC_READ = 0x80000000
    _SHARE_ALL = 0x7  # others may read, write and delete while we read
    _OPEN_EXISTING = 3
    _NORMAL = 0x80
    _INVALID = ctypes.c_void_p(-1).value
    _create = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
    _create.restype = ctypes.c_void_p

    def open_beside(path: Path) -> BinaryIO:
        """Read-only, and without keeping the back office from deleting the file meanwhile:
        Python's own open would. Raises OSError."""
        handle = _create(str(path), _GENERIC_READ, _SHARE_ALL, None, _OPEN_EXISTING, _NORMAL, None)
        if handle == _INVALID:
            raise ctypes.WinError(ctypes.get_last_error())
        descriptor = msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_BINARY)
        return os.fdopen(descriptor, "rb", buffering=0)

else:

    def open_beside(path: Path) -> BinaryIO:
        """Read-only; a link is not followed and a pipe is not waited for. Raises OSError."""
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        return os.fdopen(os.open(path, flags), "rb", buffering=0)
