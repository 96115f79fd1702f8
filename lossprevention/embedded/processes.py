"""Starting a process apart from our terminal, and ending it with everything it started."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import psutil

from lossprevention.embedded.account import Account

logger = logging.getLogger(__name__)

POLITE_SIGNAL: int = signal.CTRL_BREAK_EVENT if sys.platform == "win32" else signal.SIGTERM
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
    apart: dict[str, Any] = (
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    if account is not None:
        apart |= {"user": account.uid, "group": account.gid, "extra_groups": [], "umask": 0o077}
    return subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env=None if env is None else dict(env),
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        **apart,
    )


def end_tree(process: psutil.Process, *, polite: int = POLITE_SIGNAL, grace: float = 10.0) -> None:
    """End `process` and all that it started; return when nothing of it runs any more.

    The process alone gets the signal `polite` and `grace` seconds to end itself and its own
    children; what is left after that is killed. `process` must have been started by `spawn`.
    """
    family = _family(process)
    try:
        process.send_signal(polite)
    except (psutil.NoSuchProcess, ProcessLookupError):
        logger.debug("process %s had ended already", process.pid)
    psutil.wait_procs([process], timeout=grace)
    kill_all({*family, *_family(process)})


def kill_all(processes: set[psutil.Process]) -> None:
    """Kill these processes (not what they started) and wait until they are gone."""
    alive = [process for process in processes if is_alive(process)]
    for process in alive:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue
    _, stubborn = psutil.wait_procs(alive, timeout=KILL_WAIT_SECONDS)
    for process in stubborn:
        if is_alive(process):
            logger.warning("process %s does not end even when killed", process.pid)


def is_alive(process: psutil.Process) -> bool:
    """Whether this very process (not a later one of the same number) still runs."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _family(process: psutil.Process) -> set[psutil.Process]:
    """The process, its descendants, and who was in its session when a parent in between died."""
    family = {process, *_session_members(process)}
    try:
        family.update(process.children(recursive=True))
    except psutil.NoSuchProcess:
        logger.debug("process %s had ended already", process.pid)
    return family


def _session_members(leader: psutil.Process) -> list[psutil.Process]:
    """Processes of the session that `leader` opened, also when it is gone itself."""
    if sys.platform == "win32":
        return []
    members = []
    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == leader.pid and process.create_time() >= _created(leader):
                members.append(process)
        except (psutil.NoSuchProcess, ProcessLookupError, PermissionError):
            continue
    return members


def _created(process: psutil.Process) -> float:
    """When the process was started; psutil remembers it after the end of the process."""
    return process.create_time()
