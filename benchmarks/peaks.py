"""Peak memory of a piece of work, in a process that does nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_STATUS = Path("/proc/self/status")


class ChildFailedError(RuntimeError):
    """The measured process ended with an error; the message is what it wrote."""


@dataclass(frozen=True, slots=True)
class Child:
    """``answer`` is the JSON object the child printed last, its peak among it."""

    peak_mb: float
    answer: dict[str, Any]


def run_child(module: str, *arguments: str) -> Child:
    """Run ``python -m module arguments`` and hear its peak. Raises ChildFailedError."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
        cwd=Path(__file__).resolve().parent.parent,
    )
    if done.returncode != 0:
        raise ChildFailedError(done.stderr[-2000:])
    answer = json.loads(done.stdout.splitlines()[-1])
    return Child(answer.pop("peak_kib") / 1024, answer)


def tell(**answer: object) -> None:
    """The child's last line."""
    print(json.dumps({**answer, "peak_kib": own_peak_kib()}))


def own_peak_kib() -> int:
    """The highest resident size of this process so far.

    On Linux ``ru_maxrss`` of a child begins at what its parent held when it was started, so
    that a large parent would hide everything; the kernel's own high-water mark of the
    child's memory does not.
    """
    if _STATUS.exists():
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    import resource  # not on Windows, where there is no figure at all

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak
