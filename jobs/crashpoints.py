"""Named places where a test may kill the process, as a power cut would.

``LOSSPREVENTION_CRASH_AT`` names places, comma-separated, and ``LOSSPREVENTION_CRASH_DIR`` a
folder: the first process to reach a named place leaves a file of that name there and ends
without unwinding; whoever comes after passes. Unset, this costs one look into an empty set.
"""

from __future__ import annotations

import os
from pathlib import Path

CRASH_AT = frozenset(filter(None, os.environ.get("LOSSPREVENTION_CRASH_AT", "").split(",")))
CRASH_DIR = Path(os.environ.get("LOSSPREVENTION_CRASH_DIR", "."))


def reach(name: str) -> None:
    """End the process here when a test asked for it; otherwise do nothing."""
    if name not in CRASH_AT:
        return
    try:
        (CRASH_DIR / name).touch(exist_ok=False)
    except FileExistsError:
        return
    os._exit(137)
