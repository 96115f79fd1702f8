"""Named places where a test may kill the process, as a power cut would.

``LOSSPREVENTION_CRASH_AT=parse.before_commit`` ends the process with SIGKILL's exit code at
that place, without unwinding. Unset (always, outside tests) this costs one comparison.
"""

from __future__ import annotations

import os
from pathlib import Path

CRASH_AT = os.environ.get("LOSSPREVENTION_CRASH_AT", "")
CRASH_ONCE = os.environ.get("LOSSPREVENTION_CRASH_ONCE", "")
"""A file that exists once the crash has happened, so that the restarted process lives."""


def reach(name: str) -> None:
    if name != CRASH_AT:
        return
    if CRASH_ONCE:
        marker = Path(CRASH_ONCE)
        if marker.exists():
            return
        marker.touch()
    os._exit(137)
