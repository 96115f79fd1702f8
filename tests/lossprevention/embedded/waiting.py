"""Waiting for things that other processes do; generous, because the machine may be busy."""

import time
from collections.abc import Callable

import psutil

from lossprevention.embedded.processes import is_alive

PATIENCE_SECONDS = 60


def wait_for(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def process(pid: int) -> psutil.Process | None:
    try:
        return psutil.Process(pid)
    except psutil.NoSuchProcess:
        return None


def all_gone(processes: list[psutil.Process]) -> bool:
    return not any(is_alive(one) for one in processes)
