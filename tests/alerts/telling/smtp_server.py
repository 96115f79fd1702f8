"""A real SMTP server with log-in and TLS that does what a test orders, message by message."""

from __future__ import annotations

import asyncio
import email
import email.policy
import logging
import threading
import time

from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = "lossprevention", "a mail password"


class SmtpServer:
    """``orders`` are used up one for each message: "ok", a reply such as "450 later" or
    "554 no" (at DATA, or at RCPT with "rcpt 450 later"), "drop" (the line is cut when the
    text was read) or "slow". Messages that were read whole are in ``taken``."""

    def __init__(self, context=None, *, slow=0.0):
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self.orders, self.taken, self.seen = [], [], []
        self.slow = slow
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        serving = asyncio.run_coroutine_threadsafe(self._serve(context), self._loop)
        self._server = serving.result(10)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _serve(self, context):
        def made():
            return SMTP(
                self,
                hostname="mail.test",
                authenticator=self._check if context else None,
                auth_required=bool(context),
                require_starttls=bool(context),
                tls_context=context,
                loop=self._loop,
            )

        return await self._loop.create_server(made, "127.0.0.1", 0)

    def _check(self, _server, _session, _envelope, _mechanism, data):
        known = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=False)

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        self.seen.append(time.monotonic())
        order = self.orders[0] if self.orders else "ok"
        if order.startswith("rcpt "):
            self.orders.pop(0)
            return order.removeprefix("rcpt ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):
        order = self.orders.pop(0) if self.orders else "ok"
        if order[0].isdigit():
            return order
        if order == "slow":
            await asyncio.sleep(self.slow)
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.taken.append((list(envelope.rcpt_tos), read))
        if order == "drop":
            server.transport.abort()
        return "250 OK"

    def close(self):
        async def end():
            self._server.close()
            for task in asyncio.all_tasks():
                if task is not asyncio.current_task():
                    task.cancel()

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
