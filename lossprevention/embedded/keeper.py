"""The program that ends what a process started when that process itself is killed.

`python -m lossprevention.embedded.keeper PARENT_PID`, started by `leash`. Reads one JSON object a
line from its parent: {"hold": pid, "stage": n, "signal": n, "grace": seconds} and
{"release": pid}. When the parent is gone (end of input, or no such process) it ends what is still
held, stage by stage and the latest first, and then itself.
"""

import json
import queue
import signal
import sys
import threading
from dataclasses import dataclass

import psutil

from lossprevention.embedded.processes import (
    Ending,
    end_trees,
    is_alive,
    kill_all,
    session_members,
)

PARENT_CHECK_SECONDS = 1.0

_END_OF_INPUT = ""


@dataclass(frozen=True)
class Held:
    """A process to end, with the signal and the seconds of the polite attempt."""

    pid: int
    process: psutil.Process | None  # None: it had ended before we heard of it
    stage: int
    polite: int
    grace: float


def main(parent_pid: int) -> None:
    """Follow the parent until it is gone, then end what it left behind."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):  # whoever is told to stop, the parent stops it: we come last
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    left = list(reversed(_follow(parent_pid).values()))
    for stage in sorted({held.stage for held in left}):
        _end([held for held in left if held.stage == stage])


def _end(left: list[Held]) -> None:
    end_trees(
        [Ending(held.process, held.polite, held.grace) for held in left if held.process is not None]
    )
    for held in left:
        if held.process is None:
            kill_all(session_members(held.pid))


def _follow(parent_pid: int) -> dict[int, Held]:
    """What is held at the moment that the parent is gone, in the order in which it came."""
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read_orders, args=(lines,), daemon=True).start()
    parent = _process(parent_pid)  # None: it was killed while we were starting
    held: dict[int, Held] = {}
    while True:
        try:
            line = lines.get(timeout=PARENT_CHECK_SECONDS)
        except queue.Empty:
            # a fork of the parent may keep our input open after the parent's end
            if parent is None or not is_alive(parent):
                return held
            continue
        if line == _END_OF_INPUT:
            return held
        order = json.loads(line)
        if "release" in order:
            held.pop(order["release"], None)
        else:
            pid = order["hold"]
            held[pid] = Held(pid, _process(pid), order["stage"], order["signal"], order["grace"])


def _process(pid: int) -> psutil.Process | None:
    try:
        return psutil.Process(pid)
    except psutil.NoSuchProcess:
        return None


def _read_orders(lines: "queue.SimpleQueue[str]") -> None:
    for line in sys.stdin:
        lines.put(line)
    lines.put(_END_OF_INPUT)


if __name__ == "__main__":
    main(int(sys.argv[1]))
