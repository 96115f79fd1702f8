"""Runs several programs as one: one log, restarts, and one end for all of them.

    with Supervisor() as supervisor:
        code = supervisor.run_to_end(Program("migrate", [...]))
        supervisor.start(Program("web", [...]))
        supervisor.start(Program("worker", [...]))
        supervisor.watch()                      # until Ctrl-C, SIGTERM or SIGHUP

On leaving the block the programs end in the reverse of the order in which they were started, each
with all that it started itself. Should the supervisor be killed, `leash` does the same.
"""

import enum
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

import psutil

from lossprevention.embedded.console import Console
from lossprevention.embedded.leash import leash
from lossprevention.embedded.processes import end_tree, spawn

_TICK_SECONDS = 0.2
_LOG_END_SECONDS = 1.0
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
HEALTHY_AFTER_SECONDS = 60.0

_STOP_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class Restart(enum.Enum):
    """What to do when a program ends by itself."""

    ALWAYS = enum.auto()
    ON_FAILURE = enum.auto()
    NEVER = enum.auto()


@dataclass(frozen=True)
class Program:
    """A program to run. `grace`: seconds it has to end itself when told to."""

    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str] = field(default_factory=dict)  # in addition to our own
    cwd: Path | None = None
    grace: float = 10.0
    restart: Restart = Restart.ALWAYS


class StopRequestedError(Exception):
    """The person (or the system) asked for the end while a program was being waited for."""


class Supervisor:
    """See above. Signals are taken over between entering and leaving the block."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = Console() if console is None else console
        self.stopping = threading.Event()
        self._running: list[_Running] = []
        self._handlers: dict[int, signal._HANDLER] = {}

    def __enter__(self) -> Self:
        for name in _STOP_SIGNALS:
            number = getattr(signal, name, None)
            if number is not None:
                self._handlers[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def start(self, program: Program) -> None:
        """Start a program and keep it running from then on."""
        self._running.append(_Running(program, self.console))

    def run_to_end(self, program: Program) -> int:
        """Run a program once, its output in the log, and return its exit code.

        Raises StopRequestedError when asked to stop; the program has ended then.
        """
        running = _Running(program, self.console)
        self._running.append(running)
        while (code := running.exit_code()) is None:
            if self.stopping.wait(_TICK_SECONDS / 4):
                raise StopRequestedError
        running.finish_log()
        self._running.remove(running)
        return code

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Keep everything running until asked to stop or until `until()` is true."""
        while not self.stopping.is_set() and not until():
            for running in self._running:
                running.tend()
            self.stopping.wait(_TICK_SECONDS)

    def stop(self) -> None:
        """End all programs, the latest first; nothing of them runs afterwards."""
        self.stopping.set()
        while self._running:
            self._running[-1].end()
            self._running.pop()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.stopping.is_set():  # asked a second time: no more patience
            for running in self._running:
                running.hurry()
        self.stopping.set()


class _Running:
    """One program and its current process."""

    def __init__(self, program: Program, console: Console) -> None:
        self._program = program
        self._console = console
        self._pause = FIRST_PAUSE_SECONDS
        self._start_at: float | None = None
        self._launch()

    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def tend(self) -> None:
        """Start it again when it has ended, each time after a longer pause."""
        code = self._process.poll()
        if code is None:
            return
        now = time.monotonic()
        if self._start_at is None:
            self._ended(code, now)
        elif now >= self._start_at and self._wanted(code):
            self._launch()

    def end(self) -> None:
        """End it with everything that it started."""
        end_tree(self._identity, grace=self._program.grace)
        self._process.wait()
        self.finish_log()
        leash().release(self._process.pid)

    def hurry(self) -> None:
        """Kill it; whoever waits for its end goes on."""
        if self._process.poll() is None:
            self._process.kill()

    def finish_log(self) -> None:
        """Wait for its last lines; a grandchild that holds the pipe open is not waited for."""
        self._log.join(_LOG_END_SECONDS)

    def _launch(self) -> None:
        self._start_at = None
        self._process = spawn(
            self._program.command,
            cwd=self._program.cwd,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self._program.env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        # taken before anybody reaps it, so that its session can be found when it is gone
        self._identity = psutil.Process(self._process.pid)
        leash().hold(self._process.pid, grace=self._program.grace)
        self._launched_at = time.monotonic()
        if self._process.stdout is None:  # spawn was given a pipe
            raise TypeError
        self._log = self._console.follow(self._program.name, self._process.stdout)

    def _ended(self, code: int, now: float) -> None:
        """Its children must not outlive it, and it must not start again too eagerly."""
        self.end()
        self._start_at = now
        if not self._wanted(code):
            return
        if now - self._launched_at > HEALTHY_AFTER_SECONDS:
            self._pause = FIRST_PAUSE_SECONDS
        self._start_at = now + self._pause
        self._console.line(
            self._program.name, f"ended (code {code}); starting again in {self._pause:.0f} s"
        )
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)

    def _wanted(self, code: int) -> bool:
        wish = self._program.restart
        return wish is Restart.ALWAYS or (wish is Restart.ON_FAILURE and code != 0)


def python(*arguments: str | Path) -> list[str | Path]:
    """The command line of a Python program run by the same interpreter as this one."""
    return [sys.executable, *arguments]
