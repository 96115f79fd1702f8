"""Requests straight into the WSGI application, as a server hands them over."""

from __future__ import annotations

import io
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.test.utils import override_settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from accounts.models import User

_ROW = re.compile(r'class="row"\s+href="/transactions/(\d+)/')
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class WrongPageError(AssertionError):
    """The page is not what it should be: the run fails."""


@dataclass(slots=True)
class _Answer:
    status: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def begin(
        self, status: str, headers: list[tuple[str, str]], _error: Any = None, /
    ) -> Callable[[bytes], object]:
        self.status, self.headers = status, dict(headers)
        return lambda _piece: None  # the old way to write, which Django does not use


class Browser:
    """Somebody logged in on one chain's host."""

    def __init__(self, application: WSGIHandler, host: str, user: User | None) -> None:
        self._application, self._host = application, host
        self._cookie = ""
        if user is not None:
            client = Client(headers={"host": host})
            client.force_login(user, backend=_BACKEND)
            name = settings.SESSION_COOKIE_NAME
            self._cookie = f"{name}={client.cookies[name].value}"

    def get(self, address: str, *, htmx: bool = False) -> tuple[float, str]:
        """Milliseconds until the last byte, and the page. Raises WrongPageError."""
        answer = _Answer()
        environ = self._environ(address, htmx=htmx)
        started = time.perf_counter()
        body = self._application(environ, answer.begin)
        content = b"".join(body)
        body.close()
        taken = (time.perf_counter() - started) * 1000
        if not answer.status.startswith("200"):
            raise WrongPageError(f"{address}: {answer.status}")
        return taken, content.decode()

    def _environ(self, address: str, *, htmx: bool) -> dict[str, Any]:
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": self._host,
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": self._host,
            "HTTP_COOKIE": self._cookie,
            "HTTP_ACCEPT_LANGUAGE": "en-US,en;q=0.9",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        if htmx:
            environ["HTTP_HX_REQUEST"] = "true"
        return environ


def bare_application() -> WSGIHandler:
    """Django with one view and nothing in front of it."""
    with override_settings(MIDDLEWARE=["benchmarks.queue.hello.here"]):
        return WSGIHandler()


def row_ids(page: str) -> list[int]:
    """The transactions on a page of the queue, in order."""
    return [int(number) for number in _ROW.findall(page)]


def check_rows(browser: Browser, address: str, expected: list[int]) -> None:
    """Raises WrongPageError unless the page shows exactly these."""
    if (found := row_ids(browser.get(address)[1])) != expected:
        raise WrongPageError(f"{address}: {found[:3]}... instead of {expected[:3]}...")
