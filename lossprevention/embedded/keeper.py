"""The program that ends what a process started when that process itself is killed.

`python -m lossprevention.embedded.keeper PARENT_PID`, started by `leash`. Reads one JSON object a
line from its parent: {"hold": pid, "created": t, "signal": n, "grace": seconds} and
{"release": pid}. When the parent is gone (end of input, or no such process) it ends what is still
held, the latest first, and then itself.
"""

import json
import queue
import signal
import sys
import threading
from typing import Any

import psutil

from lossprevention.embedded.processes import end_tree, is_alive

PARENT_CHECK_SECONDS = 1.0

_END_OF_INPUT = ""


def main(parent_pid: int) -> None:
    """Follow the parent until it is gone, then end what it left behind."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
        if hasattr(signal, name):  # whoever is told to stop, the parent stops it: we come last
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    held = _follow(psutil.Process(parent_pid))
    for order in reversed(held.values()):
        _end(order)


def _follow(parent: psutil.Process) -> dict[int, dict[str, Any]]:
    """What is held at the moment that the parent is gone, in the order in which it came."""
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read_orders, args=(lines,), daemon=True).start()
    held: dict[int, dict[str, Any]] = {}
    while True:
        try:
            line = lines.get(timeout=PARENT_CHECK_SECONDS)
        except queue.Empty:
            # a fork of the parent may keep our input open after the parent's end
            if is_alive(parent):
                continue
            return held
        if line == _END_OF_INPUT:
            return held
        order = json.loads(line)
        if "release" in order:
            held.pop(order["release"], None)
        else:
            held[order["hold"]] = order


def _read_orders(lines: "queue.SimpleQueue[str]") -> None:
    for line in sys.stdin:
        lines.put(line)
    lines.put(_END_OF_INPUT)


def _end(order: dict[str, Any]) -> None:
    try:
        process = psutil.Process(order["hold"])
    except psutil.NoSuchProcess:
        return
    if process.create_time() == order["created"]:
        end_tree(process, polite=order["signal"], grace=order["grace"])


if __name__ == "__main__":
    main(int(sys.argv[1]))
