"""A mail server that takes everything and says when."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from typing import Any

from aiosmtpd.smtp import SMTP


class Mailbox:
    """On loopback. ``port`` is where; :meth:`wait` answers when the next mail was whole."""

    def __init__(self) -> None:
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        self._arrived: list[float] = []
        self._news = threading.Condition()
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        listening = self._loop.create_server(lambda: SMTP(self, loop=self._loop), "127.0.0.1", 0)
        server = asyncio.run_coroutine_threadsafe(listening, self._loop).result(10)
        self.port: int = server.sockets[0].getsockname()[1]

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802
        """The name is aiosmtpd's."""
        with self._news:
            self._arrived.append(time.perf_counter())
            self._news.notify_all()
        return "250 OK"

    def wait(self, known: int, *, seconds: float) -> float:
        """When the mail after the first ``known`` came. Raises TimeoutError."""
        with self._news:
            if not self._news.wait_for(lambda: len(self._arrived) > known, seconds):
                raise TimeoutError("No mail came.")
            return self._arrived[known]

    @property
    def count(self) -> int:
        return len(self._arrived)
