"""One conversation with an HTTPS API, inside its bounds."""

from __future__ import annotations

import ssl
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, Self

import httpx

from transactions.sources.base import MB, SourceError
from transactions.sources.dialling import CONNECT_SECONDS, addresses_of, tls

if TYPE_CHECKING:
    from types import TracebackType

    from transactions.sources.base import Asked

QUIET_SECONDS: Final = 30.0
PAGE_SECONDS: Final = 120.0
MOST_PAGE_BYTES: Final = 64 * MB
PATIENCE: Final = timedelta(seconds=20)
"""A wait that the server asks for is waited out up to this; a longer one ends the fetch,
which then begins again when the server wished."""
_TIMEOUT: Final = httpx.Timeout(QUIET_SECONDS, connect=CONNECT_SECONDS)
_RESERVED: Final = frozenset({"host", "content-length", "transfer-encoding", "connection"})


class Asking:
    """Requests to one host whose address was looked up once. A context manager."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._addresses: dict[tuple[str, int], str] = {}
        self._client = httpx.Client(
            verify=tls(asked.granted),
            trust_env=False,
            follow_redirects=False,
            timeout=_TIMEOUT,
            limits=httpx.Limits(max_connections=1),
            headers={"User-Agent": "lossprevention", "Accept": "application/json, text/csv, */*"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    @staticmethod
    def with_parameter(url: str, name: str, value: str) -> str:
        return str(httpx.URL(url).copy_set_param(name, value))

    def get(self, url: str) -> bytes:
        """The body at ``url``. Raises SourceError for whatever is not a plain yes."""
        until = self._asked.now
        for _try in range(3):
            try:
                return self._once(httpx.URL(url))
            except SourceError as refused:
                if refused.code != "asked_to_wait" or refused.retry_at is None:
                    raise
                until = refused.retry_at
                wait = until - datetime.now(UTC)
                if wait > PATIENCE:
                    raise
                time.sleep(max(wait.total_seconds(), 0.0))
        raise SourceError("asked_to_wait", retry_at=until)

    def _once(self, url: httpx.URL) -> bytes:
        host, port = url.host, url.port or 443
        if url.scheme != "https" or not host:
            raise SourceError("not_https")
        pinned = url.copy_with(host=self._address(host, port), port=port)
        headers = {"Host": host if port == 443 else f"{host}:{port}", **self._credentials()}
        request = self._client.build_request(
            "GET", pinned, headers=headers, extensions={"sni_hostname": host}
        )
        try:
            response = self._client.send(request, stream=True)
            try:
                _check(response, host)
                return _body(response)
            finally:
                response.close()
        except httpx.TimeoutException as error:
            raise SourceError("no_answer", host=host, port=port) from error
        except httpx.HTTPError as error:
            raise SourceError(_why(error), host=host, port=port) from error

    def _address(self, host: str, port: int) -> str:
        """Looked up once for the whole conversation: a name cannot change in the middle."""
        if (host, port) not in self._addresses:
            self._addresses[host, port] = addresses_of(host, port, self._asked.granted)[0]
        return self._addresses[host, port]

    def _credentials(self) -> dict[str, str]:
        settings, secret = self._asked.settings, self._asked.secrets.get("password", "")
        how = settings.get("auth") or "none"
        if how == "bearer":
            return {"Authorization": f"Bearer {secret}"}
        if how == "header":
            name = str(settings.get("header_name") or "X-Api-Key")
            return {} if name.lower() in _RESERVED else {name: secret}
        if how == "basic":
            pair = httpx.BasicAuth(str(settings.get("username", "")), secret)
            request = httpx.Request("GET", "https://localhost")
            return {"Authorization": next(pair.auth_flow(request)).headers["Authorization"]}
        return {}


def _check(response: httpx.Response, host: str) -> None:
    status = response.status_code
    if status == 200:
        return
    if status in (401, 403):
        raise SourceError("key_refused", host=host, status=status)
    if status in (429, 503):
        raise SourceError("asked_to_wait", retry_at=_when(response), host=host)
    if 300 <= status < 400:
        raise SourceError("redirected", host=host, status=status)
    raise SourceError("bad_status", host=host, status=status)


def _when(response: httpx.Response) -> datetime:
    """When the server wants to be asked again: seconds or a date; a minute when it says
    nothing that can be understood."""
    told, now = response.headers.get("Retry-After", ""), datetime.now(UTC)
    if told.isdigit():
        return now + timedelta(seconds=min(int(told), 86_400))
    try:
        at = parsedate_to_datetime(told)
    except (TypeError, ValueError):
        return now + timedelta(minutes=1)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at, now), now + timedelta(days=1))


def _body(response: httpx.Response) -> bytes:
    """The body, unpacked; bounded in bytes and time however it is packed."""
    parts: list[bytes] = []
    size, until = 0, time.monotonic() + PAGE_SECONDS
    for part in response.iter_bytes(256 * 1024):
        size += len(part)
        if size > MOST_PAGE_BYTES:
            raise SourceError("too_much", limit=MOST_PAGE_BYTES // MB)
        if time.monotonic() > until:
            raise SourceError("no_answer", host=response.request.headers["Host"], port="")
        parts.append(part)
    return b"".join(parts)


def _why(error: httpx.HTTPError) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "certificate_refused"
        cause = cause.__cause__ or cause.__context__
    return "cannot_connect" if isinstance(error, httpx.ConnectError) else "connection_lost"
