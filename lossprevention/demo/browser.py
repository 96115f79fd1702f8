"""A browser without a screen: logs in and fetches, as a manager's browser would."""

from __future__ import annotations

import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

_CSRF = re.compile(r'name="csrfmiddlewaretoken"\s+value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``status`` 0 when nothing did."""

    status: int
    text: str = ""
    content_type: str = ""
    address: str = ""


class Browser:
    """Keeps cookies; follows redirects; never raises for what the server answers."""

    def __init__(self, base: str, *, timeout: float = 20.0) -> None:
        self._base = base
        self._timeout = timeout
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),  # a proxy of the environment is not for loopback
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()),
        )

    def get(self, path: str, *, byte_range: str = "") -> Answer:
        headers = {"Range": f"bytes={byte_range}"} if byte_range else {}
        return self._open(path, headers=headers)

    def log_in(self, path: str, email: str, password: str) -> bool:
        """Fill in the log-in form; whether it let us in."""
        form = self.get(path)
        token = _CSRF.search(form.text)
        if form.status != 200 or token is None:
            return False
        fields = {"login": email, "password": password, "csrfmiddlewaretoken": token[1]}
        data = urllib.parse.urlencode(fields).encode()
        answer = self._open(path, data=data, headers={"Referer": self._base + path})
        return answer.status != 0 and not answer.address.endswith(path)

    def _open(
        self, path: str, *, data: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        url = urllib.parse.urljoin(self._base, path)
        request = urllib.request.Request(url, data=data, headers=headers or {})  # noqa: S310
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return Answer(
                    response.status,
                    response.read().decode(errors="replace"),
                    response.headers.get_content_type(),
                    response.url,
                )
        except urllib.error.HTTPError as refused:
            with refused:
                return Answer(
                    refused.code, refused.read().decode(errors="replace"), address=refused.url
                )
        except OSError:
            return Answer(0)
