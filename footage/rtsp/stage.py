"""Where ffmpeg gets a playback: a server on the loopback that serves one connection.

ffmpeg never meets the recorder. It would follow redirects anywhere, has to be given the
password, and cannot send the headers of ONVIF replay. So we hold the conversation, and it
is handed a description of our own making and the packets, whatever route they came by.
"""

from __future__ import annotations

import secrets
import socket
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from footage.rtsp.greeting import greets
from footage.rtsp.message import Frame, HungUpError, MalformedError, Wire
from footage.rtsp.rtp import goodbye

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from footage.rtsp.pump import Pump

_POLL_SECONDS: Final = 0.2
_ARRIVAL_SECONDS: Final = 30.0
_SEND_SECONDS: Final = 30.0
_LEAVING_SECONDS: Final = 10.0


class Stage:
    """Use as a context manager around ffmpeg, which is to open :attr:`url`."""

    def __init__(self, pump: Pump) -> None:
        self._pump = pump
        self._stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=4)
        self._listener.settimeout(_POLL_SECONDS)
        self._thread = threading.Thread(target=self._serve, name="rtsp-stage", daemon=True)
        port = self._listener.getsockname()[1]
        self.url = f"rtsp://127.0.0.1:{port}/{secrets.token_urlsafe(16)}"
        """Whoever does not know it is sent away."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopped.set()
        self._thread.join()

    def _serve(self) -> None:
        with self._listener:
            arrived = self._guest()
        if arrived is None:
            return
        connection, wire = arrived
        with connection, suppress(OSError, HungUpError, MalformedError):
            self._pump.run(lambda frame: wire.send(frame.packed(), _SEND_SECONDS), self._stopped)
            self._see_off(connection, wire)

    def _guest(self) -> tuple[socket.socket, Wire] | None:
        """The first to come with the right address."""
        deadline = time.monotonic() + _ARRIVAL_SECONDS
        while not self._stopped.is_set() and time.monotonic() < deadline:
            with suppress(OSError, HungUpError, MalformedError):
                connection, _ = self._listener.accept()
                wire = Wire(connection)
                if self._is_welcome(connection, wire):
                    return connection, wire
        return None

    def _is_welcome(self, connection: socket.socket, wire: Wire) -> bool:
        try:
            welcome = greets(wire, self.url, self._pump.tracks)
        except BaseException:
            connection.close()
            raise
        if not welcome:
            connection.close()
        return welcome

    def _see_off(self, connection: socket.socket, wire: Wire) -> None:
        """Ends every stream in the way that ffmpeg takes for a good end, and waits for it
        to leave: closing under unread packets would cost it the last pictures."""
        for number in range(len(self._pump.tracks)):
            wire.send(Frame(2 * number + 1, goodbye()).packed(), _SEND_SECONDS)
        connection.shutdown(socket.SHUT_WR)
        deadline = time.monotonic() + _LEAVING_SECONDS
        while time.monotonic() < deadline:
            with suppress(TimeoutError):
                wire.read(_POLL_SECONDS)
            if self._stopped.is_set():
                return
