"""One signed POST, over HTTPS, to a public address that was looked up once."""

from __future__ import annotations

import contextlib
import hashlib
import socket
import threading
import time
from typing import TYPE_CHECKING, Any, Final

import httpx
import orjson
from django.conf import settings

from alerts.channels.base import ChannelError, Message, Receipt
from alerts.channels.retry_after import retry_after
from alerts.channels.webhook.signature import headers
from transactions.sources.base import Granted, SourceError
from transactions.sources.dialling import addresses_of, tls

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

TIMEOUT: Final = httpx.Timeout(10.0, connect=5.0)
ALL_SECONDS: Final = 20.0
"""For the whole of it: a receiver that answers one letter at a time is cut off."""


class SignedWebhook:
    repeatable = True

    def is_set_up(self) -> bool:
        return True

    def send(self, message: Message) -> Receipt:
        if not message.secrets:
            raise ChannelError("secret_gone", of_channel=True)
        body = orjson.dumps(message.payload)
        try:
            status, wait = _post(message, body)
        except SourceError as refused:
            permanent = refused.code in {"address_refused", "not_https"}
            raise ChannelError(
                refused.code, permanent=permanent, of_channel=True, params=refused.params
            ) from refused
        except httpx.TimeoutException as error:
            raise ChannelError("no_answer", of_channel=True) from error
        except httpx.HTTPError as error:
            raise ChannelError("cannot_connect", of_channel=True) from error
        if 200 <= status < 300:
            return Receipt(name_of(message.key))
        code = "redirected" if 300 <= status < 400 else "bad_status"
        raise ChannelError(
            code,
            of_channel=True,
            permanent=status == 410,
            retry_after=wait,
            params={"status": status},
        )


def name_of(key: str) -> str:
    """The message's name to the receiver: the same for the same key, and it tells nothing."""
    return f"msg_{hashlib.sha256(key.encode()).hexdigest()[:32]}"


def _post(message: Message, body: bytes) -> tuple[int, timedelta | None]:
    """Status and Retry-After. The answer's body is not read: nobody asked for it."""
    url = httpx.URL(message.address)
    if url.scheme != "https" or not url.host:
        raise SourceError("not_https")
    granted = Granted(networks=message.networks, authority_file=settings.SOURCE_AUTHORITY_FILE)
    port = url.port or 443
    pinned = url.copy_with(host=addresses_of(url.host, port, granted)[0], port=port)
    told = {
        "Host": url.host if port == 443 else f"{url.host}:{port}",
        "Content-Type": "application/json",
        "User-Agent": "lossprevention-webhook",
        **headers(message.secrets, name_of(message.key), int(time.time()), body),
    }
    with (
        httpx.Client(
            verify=tls(granted), trust_env=False, follow_redirects=False, timeout=TIMEOUT
        ) as client,
        _cut_off_after(ALL_SECONDS) as watched,
    ):
        extensions = {"sni_hostname": url.host, "trace": watched}
        request = client.build_request(
            "POST", pinned, content=body, headers=told, extensions=extensions
        )
        answer = client.send(request, stream=True)
        answer.close()
    return answer.status_code, retry_after(answer.headers.get("Retry-After", ""))


@contextlib.contextmanager
def _cut_off_after(seconds: float) -> Iterator[Any]:
    """A tracer for httpx that learns of the connection, which is shut when time is up."""
    made: list[socket.socket] = []

    def learn(event: str, about: dict[str, Any]) -> None:
        if event.endswith("start_tls.complete"):
            made.append(about["return_value"].get_extra_info("socket"))

    def cut() -> None:
        for each in made:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield learn
    finally:
        timer.cancel()
