"""Runs several programs as one: one log, restarts, and one end for all of them.

    with Supervisor() as supervisor:
        code = supervisor.run_to_end(Program("migrate", [...]))
        supervisor.start(Program("web", [...]))
        supervisor.start(Program("worker", [...]))
        supervisor.watch()                      # until Ctrl-C, SIGTERM or SIGHUP

On leaving the block the programs are told to end in the reverse of the order of their start, and
all of them end with everything that they started themselves. Should the supervisor be killed,
`leash` does the same.
"""

import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Self

from lossprevention.embedded.console import Console
from lossprevention.embedded.processes import end_trees
from lossprevention.embedded.program import Program, RunningProgram

_TICK_SECONDS = 0.2

_STOP_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class StopRequestedError(Exception):
    """The person (or the system) asked for the end while a program was being waited for."""


class Supervisor:
    """See above. Signals are taken over between entering and leaving the block."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = Console() if console is None else console
        self.stopping = threading.Event()
        self._running: list[RunningProgram] = []
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
        self._running.append(RunningProgram(program, self.console))

    def run_to_end(self, program: Program) -> int:
        """Run a program once, its output in the log, and return its exit code.

        Raises StopRequestedError when asked to stop; the program has ended then.
        """
        running = RunningProgram(program, self.console)
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
        end_trees([running.ending for running in reversed(self._running)])
        while self._running:
            self._running[-1].finish()
            self._running.pop()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if self.stopping.is_set():  # asked a second time: no more patience
            for running in self._running:
                running.hurry()
        self.stopping.set()
