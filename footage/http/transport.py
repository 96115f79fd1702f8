"""Exchanges over a dialled socket: one connection each, closed afterwards."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from footage.cutting.files import disk_errors
from footage.dialling import CONNECT_SECONDS, dial
from footage.errors import BadAnswerError, CutCancelledError, UnreachableError
from footage.http.bounded import BoundedSocket, seconds_left
from footage.http.message import Answer
from footage.http.tls import fingerprint_of, wrapped

if TYPE_CHECKING:
    import socket

    from footage.http.message import Bounds, Request, Sink
    from footage.recorders.base import Grants

_CHUNK: Final = 256 * 1024
_REDIRECTS: Final = range(300, 400)
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a recorder's web server is. ``certificate``: SHA-256 in hex of the only one
    accepted; empty: any, but then nobody should log in."""

    host: str
    port: int
    tls: bool = False
    certificate: str = ""

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


class SocketTransport:
    def __init__(self, place: Place, grants: Grants) -> None:
        self.place = place
        self._grants = grants

    def exchange(self, request: Request, bounds: Bounds, sink: Sink | None = None) -> Answer:
        """Raises AddressRefusedError, UnreachableError, BadAnswerError, and for a sink
        StorageFullError and CutCancelledError."""
        deadline = time.monotonic() + bounds.seconds
        place = self.place
        patience = min(CONNECT_SECONDS, bounds.seconds)
        connection = dial(place.host, place.port, self._grants, timeout=patience)
        try:
            if place.tls:
                connection = wrapped(connection, place.certificate, deadline)
            answer = self._over(connection, request, bounds, deadline, sink)
            return replace(answer, certificate=fingerprint_of(connection))
        except (OSError, http.client.IncompleteRead) as error:
            raise UnreachableError(place.authority) from error
        except http.client.HTTPException as error:
            raise BadAnswerError("unreadable") from error
        finally:
            connection.close()

    def _over(
        self,
        connection: socket.socket,
        request: Request,
        bounds: Bounds,
        deadline: float,
        sink: Sink | None,
    ) -> Answer:
        connection.settimeout(seconds_left(deadline))
        connection.sendall(_written(request, self.place.authority))
        bounded = cast("socket.socket", BoundedSocket(connection, bounds, deadline))
        response = http.client.HTTPResponse(bounded, method=request.method)
        response.begin()
        if response.status in _REDIRECTS:
            raise BadAnswerError("redirected")
        _check_announced(response, bounds)
        headers = tuple((name.lower(), value) for name, value in response.getheaders())
        if sink is not None and response.status == _OK:
            _check_is_footage(response.headers.get_content_type())
            if response.length == 0:  # some announce nothing and send the file all the same
                response.length = None
            return Answer(response.status, headers, stored=_store(response, sink))
        return Answer(response.status, headers, body=response.read())


def _check_announced(response: http.client.HTTPResponse, bounds: Bounds) -> None:
    """Ten gigabytes announced are refused before one of them is read."""
    if response.length is not None and response.length > bounds.size:
        raise BadAnswerError("too_large")


def _check_is_footage(media_type: str) -> None:
    """Recorders name footage as they like, but never as text."""
    if media_type.startswith("text/") or media_type.endswith(("xml", "json", "html")):
        raise BadAnswerError("wrong_type", media_type)


def _written(request: Request, authority: str) -> bytes:
    headers = {"Host": authority, "Connection": "close", "Accept": "*/*", **request.headers}
    if request.body or request.method in {"POST", "PUT"}:
        headers["Content-Length"] = str(len(request.body))
    lines = [f"{request.method} {request.target} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + request.body


def _store(response: http.client.HTTPResponse, sink: Sink) -> int:
    """The body into the sink's file. A body cut short is stored as far as it came."""
    stored = 0
    with disk_errors(), sink.path.open("wb") as file:
        while data := _next_part(response):
            file.write(data)
            stored += len(data)
            if sink.cancelled is not None and sink.cancelled():
                raise CutCancelledError
            if sink.on_bytes is not None:
                sink.on_bytes(stored)
    return stored


def _next_part(response: http.client.HTTPResponse) -> bytes:
    try:
        return response.read1(_CHUNK)
    except http.client.IncompleteRead as error:
        return error.partial
