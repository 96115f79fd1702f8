"""A program that is kept running: what it is, and its current process."""

import enum
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from lossprevention.embedded.console import Console
from lossprevention.embedded.leash import PROGRAMS, leash
from lossprevention.embedded.processes import Ending, end_trees, spawn

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
HEALTHY_AFTER_SECONDS = 60.0
_LOG_END_SECONDS = 1.0


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


class RunningProgram:
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

    @property
    def ending(self) -> Ending:
        """How it is ended, with everything that it started."""
        return Ending(self._identity, grace=self._program.grace)

    def finish(self) -> None:
        """After its end: nothing of it is kept."""
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
        leash().hold(self._process.pid, stage=PROGRAMS, grace=self._program.grace)
        self._launched_at = time.monotonic()
        if self._process.stdout is None:  # spawn was given a pipe
            raise TypeError
        self._log = self._console.follow(self._program.name, self._process.stdout)

    def _ended(self, code: int, now: float) -> None:
        """Its children must not outlive it, and it must not start again too eagerly."""
        end_trees([self.ending])
        self.finish()
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
