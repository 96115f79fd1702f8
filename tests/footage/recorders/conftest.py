"""Recorders that tests start, each a program of its own on a port of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from footage.dialling import Route
from footage.recorders.base import Grants
from tests.footage.strip import EPOCH, Camera, write_segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
SYSTEM_PYTHON = "/usr/bin/python3"
LOOPBACK = Grants(routes=(Route(ip_network("127.0.0.0/8")),))
USER, PASSWORD = "viewer", "s3cret@p:/w?rd"
_NEEDS = (
    "import gi; gi.require_version('GstRtspServer', '1.0'); gi.require_version('Gst', '1.0')\n"
    "from gi.repository import Gst, GstRtspServer\nGst.init(None)\n"
    "for name in ('h264parse', 'rtph265pay', 'rtponviftimestamp', 'qtdemux'):\n"
    "    assert Gst.ElementFactory.find(name), name"
)


class Program:
    """A recorder that runs. ``log``: the requests it has heard, as it saw them."""

    def __init__(self, process: subprocess.Popen[str], port: int, log: Path) -> None:
        self.process, self.port, self._log = process, port, log

    @property
    def log(self) -> list[dict[str, str]]:
        if not self._log.exists():
            return []
        return [json.loads(line) for line in self._log.read_text().splitlines()]

    def heard(self, method: str) -> list[dict[str, str]]:
        return [entry for entry in self.log if entry["method"] == method]


@contextmanager
def running(script: str, log: Path, python: str = sys.executable, **options: object):
    options = {"user": USER, "password": PASSWORD, "log": str(log), **options}
    process = subprocess.Popen(
        [python, str(HERE / script), json.dumps(options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        said = process.stdout.readline().split()
        assert said[:1] == ["PORT"], f"{script} did not start"
        yield Program(process, int(said[1]), log)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(scope="session")
def gstreamer() -> str:
    """Debian's Python with GStreamer's RTSP server, or the test is skipped."""
    if not Path(SYSTEM_PYTHON).exists():
        pytest.skip("needs Debian's Python")
    tried = subprocess.run([SYSTEM_PYTHON, "-c", _NEEDS], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip(
            "needs Debian's gir1.2-gst-rtsp-server-1.0 and GStreamer's plugins, see .ci/run"
        )
    return SYSTEM_PYTHON


@pytest.fixture
def start_web(tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Starts the emulated web side of a recorder: ``lapi_recorder.py``, ``onvif_recorder.py``."""
    with ExitStack() as stack:

        def started(script: str, **switches: object) -> Program:
            return stack.enter_context(running(script, tmp_path / f"{script}.heard", **switches))

        yield started


@pytest.fixture
def start(gstreamer: str, tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Starts a recorder on real gst-rtsp-server with the faults named."""
    with ExitStack() as stack:

        def started(root: Path, **faults: object) -> Program:
            log = tmp_path / "heard"
            return stack.enter_context(
                running("gst_recorder.py", log, gstreamer, root=str(root), **faults)
            )

        yield started


def recorded(root: Path, *stretches: tuple[float, float], camera: Camera | None = None) -> Path:
    """``root`` with ``cam1``'s footage: seconds after EPOCH at which each file begins, ends."""
    for begin, end in stretches:
        at = EPOCH + timedelta(seconds=begin)
        path = root / "cam1" / f"{at:%Y%m%dT%H%M%SZ}_{end - begin:g}.mp4"
        write_segment(path, at, end - begin, camera or Camera())
    return root


@pytest.fixture(scope="session")
def minute(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minute of footage in two files, a keyframe every two seconds."""
    return recorded(tmp_path_factory.mktemp("minute"), (0, 30), (30, 60))
