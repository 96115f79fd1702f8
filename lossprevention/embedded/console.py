"""One readable log of several processes on one terminal."""

import itertools
import os
import sys
import threading
from typing import IO, TextIO

_COLOURS = ("36", "32", "33", "35", "34", "96", "92", "93")
_OWN_COLOUR = "1"


class Console:
    """Writes whole lines, each behind the padded name of who said it. Safe for threads."""

    def __init__(self, stream: TextIO | None = None, *, width: int = 10) -> None:
        self._stream = sys.stdout if stream is None else stream
        self._width = width
        self._mutex = threading.Lock()
        self._colours: dict[str, str] = {}
        self._next_colour = itertools.cycle(_COLOURS)
        self._coloured = self._stream.isatty() and "NO_COLOR" not in os.environ
        if self._coloured and sys.platform == "win32":
            os.system("")  # noqa: S605 - makes the old Windows console understand colours

    def say(self, text: str) -> None:
        """Something that the supervisor itself has to tell; may have several lines."""
        with self._mutex:
            for line in text.splitlines() or [""]:
                self._write(line)

    def line(self, name: str, text: str) -> None:
        """One line of the process `name`."""
        with self._mutex:
            self._write(f"{self._prefix(name)}{text}")

    def follow(self, name: str, output: IO[bytes]) -> threading.Thread:
        """Copy what a process writes, until it closes its end."""
        reader = threading.Thread(
            target=self._copy, args=(name, output), name=f"log of {name}", daemon=True
        )
        reader.start()
        return reader

    def _copy(self, name: str, output: IO[bytes]) -> None:
        with output:
            for raw in output:
                self.line(name, raw.decode("utf-8", errors="replace").rstrip())

    def _prefix(self, name: str) -> str:
        label = f"{name:<{self._width}}"
        if not self._coloured:
            return f"{label} | "
        if name not in self._colours:
            self._colours[name] = next(self._next_colour)
        return f"\x1b[{self._colours[name]}m{label}\x1b[0m | "

    def _write(self, line: str) -> None:
        """The terminal may be gone (its window was closed): then nobody listens any more."""
        try:
            self._stream.write(f"{line}\n")
            self._stream.flush()
        except UnicodeEncodeError:  # an old Windows code page
            encoding = self._stream.encoding or "ascii"
            safe = line.encode(encoding, errors="replace").decode(encoding)
            self._stream.write(f"{safe}\n")
            self._stream.flush()
        except (OSError, ValueError):
            self._stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
