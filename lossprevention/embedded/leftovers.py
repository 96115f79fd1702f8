"""Servers that an earlier run left behind: found by the directory they work in, and ended.

PostgreSQL's own guard, `postmaster.pid`, is not enough: after a kill -9 its number may belong to
any process of the same account, and the server would refuse to start for ever.
"""

import logging
import signal
import sys
from pathlib import Path

import psutil

from lossprevention.embedded.processes import is_alive, kill_all, wait_until_gone

logger = logging.getLogger(__name__)

_OWN_END_SECONDS = 30.0


def end_leftovers(cluster_directory: Path) -> None:
    """End every server process of this cluster and drop its pid file.

    Only for the holder of the data's lock: whatever still runs then has lost its supervisor.
    """
    left = _server_processes(cluster_directory)
    if left:
        logger.warning("Ending a database server that an earlier run left behind")
        _ask_to_end(left)
        kill_all(wait_until_gone(left, _OWN_END_SECONDS) | _server_processes(cluster_directory))
    (cluster_directory / "postmaster.pid").unlink(missing_ok=True)


def _ask_to_end(servers: set[psutil.Process]) -> None:
    """A main process shuts down on SIGINT; children that lost theirs notice by themselves."""
    if sys.platform == "win32":
        kill_all(servers)
        return
    for server in servers:
        try:
            if server.parent() not in servers:
                server.send_signal(signal.SIGINT)
        except psutil.NoSuchProcess:
            continue


def _server_processes(directory: Path) -> set[psutil.Process]:
    """Every process of PostgreSQL works with the cluster as its current directory."""
    found = set()
    for process in psutil.process_iter(["name"]):
        if not (process.info["name"] or "").startswith("postgres"):
            continue
        try:
            inside = Path(process.cwd()) == directory.resolve()
        except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
            continue
        if inside and is_alive(process):
            found.add(process)
    return found
