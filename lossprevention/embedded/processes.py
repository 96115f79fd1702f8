"""Starting a process apart from our terminal, and ending it with everything it started."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psutil

from lossprevention.embedded.account import Account

logger = logging.getLogger(__name__)

if sys.platform == "win32":
    POLITE_SIGNAL: int = signal.CTRL_BREAK_EVENT
    _APART: dict[str, Any] = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    POLITE_SIGNAL: int = signal.SIGTERM
    _APART: dict[str, Any] = {"start_new_session": True}
KILL_WAIT_SECONDS = 5.0

Stream = int | IO[Any] | None


def spawn(
    command: Sequence[str | Path],
    *,
    account: Account | None = None,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: Stream = subprocess.DEVNULL,
    stdout: Stream = subprocess.DEVNULL,
    stderr: Stream = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own: a Ctrl-C on our terminal reaches us alone.

    `account` is the one to run under, None for our own. What we hold open is not passed on.
    """
    apart = _APART
    if account is not None:
        apart = apart | account.process_options()
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env=None if env is None else dict(env),
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        **apart,
    )


@dataclass(frozen=True)
class Ending:
    """A process to end, started by `spawn`: the signal that asks it, the seconds it then has."""

    process: psutil.Process
    polite: int = POLITE_SIGNAL
    grace: float = 10.0


def end_tree(process: psutil.Process, *, polite: int = POLITE_SIGNAL, grace: float = 10.0) -> None:
    """End `process` and all that it started; return when nothing of it runs any more."""
    end_trees([Ending(process, polite, grace)])


def end_trees(endings: Sequence[Ending]) -> None:
    """Ask all of them at once, in this order; return when nothing of any of them runs.

    Each process alone gets its signal and its time to end itself and its own children; what is
    left after that, of its descendants too, is killed.
    """
    families = [_family(ending.process) for ending in endings]
    begun = time.monotonic()
    for ending in endings:
        _ask(ending)
    for ending, family in zip(endings, families, strict=True):
        left = begun + ending.grace - time.monotonic()
        wait_until_gone({ending.process}, max(left, 0.0))
        kill_all({*family, *_family(ending.process)})


def _ask(ending: Ending) -> None:
    try:
        ending.process.send_signal(ending.polite)
    except (psutil.NoSuchProcess, ProcessLookupError):
        logger.debug("process %s had ended already", ending.process.pid)


def kill_all(processes: set[psutil.Process]) -> None:
    """Kill these processes (not what they started) and wait until they are gone."""
    alive = [process for process in processes if is_alive(process)]
    for process in alive:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    for process in wait_until_gone(set(alive), KILL_WAIT_SECONDS):
        logger.warning("process %s does not end even when killed", process.pid)


def wait_until_gone(processes: set[psutil.Process], seconds: float) -> set[psutil.Process]:
    """Wait at most `seconds`; return those that still run.

    A zombie counts as gone: reaping it is its parent's business, and its exit code the parent's
    to read (psutil's own wait would take it away from `Popen`).
    """
    deadline = time.monotonic() + seconds
    pause = 0.005
    while (left := {one for one in processes if is_alive(one)}) and time.monotonic() < deadline:
        time.sleep(pause)
        pause = min(pause * 2, 0.1)
    return left


def is_alive(process: psutil.Process) -> bool:
    """Whether this very process (not a later one of the same number) still runs."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _family(process: psutil.Process) -> set[psutil.Process]:
    """The process, its descendants, and who was in its session when a parent in between died."""
    family = {process, *session_members(process.pid)} if _owns_its_number(process) else {process}
    try:
        family.update(process.children(recursive=True))
    except psutil.NoSuchProcess:
        logger.debug("process %s had ended already", process.pid)
    return family


def session_members(leader_pid: int) -> set[psutil.Process]:
    """Processes of the session that `leader_pid` opened, also when that one is gone itself."""
    if sys.platform == "win32":
        return set()
    members = set()
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == leader_pid:
                members.add(process)
        except (ProcessLookupError, PermissionError):
            continue
    return members


def _owns_its_number(process: psutil.Process) -> bool:
    """False when the process is gone and its number was given to another one."""
    return process.is_running() or not psutil.pid_exists(process.pid)
