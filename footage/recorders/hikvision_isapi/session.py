"""Logged-in questions to one recorder."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from footage.http.client import QUICK, Client
from footage.http.message import Answer, Bounds, Request
from footage.http.xml_answer import Element, parse
from footage.recorders.hikvision_isapi.refusals import check_not_locked, is_stale_nonce, refusal

if TYPE_CHECKING:
    from footage.http.digest import Login
    from footage.http.message import Sink, Transport

_OK: Final = 200
_XML: Final = {"Content-Type": "application/xml; charset=UTF-8"}


@dataclass(slots=True)
class Session:
    transport: Transport
    login: Login | None = None
    certificate: str = ""
    challenged_at: datetime | None = None
    """When the last log-in was about to be sent; reading a clock counts from there."""
    _client: Client = field(init=False)

    def __post_init__(self) -> None:
        self._client = Client(
            self.transport, self.login, self.certificate, self._before_login, is_stale_nonce
        )

    def look(self, target: str) -> Answer:
        """Without logging in, whatever the status."""
        return self._client.unauthenticated(Request("GET", target))

    def read(self, target: str) -> Element:
        return self.ask("GET", target)

    def ask(self, method: str, target: str, body: bytes = b"") -> Element:
        """Raises what :func:`refusal` makes of a status other than 200, and BadAnswerError."""
        answer = self._send(method, target, body, QUICK, None)
        return parse(answer.body, answer.media_type)

    def download(self, method: str, target: str, body: bytes, bounds: Bounds, sink: Sink) -> Answer:
        return self._send(method, target, body, bounds, sink)

    def _send(
        self, method: str, target: str, body: bytes, bounds: Bounds, sink: Sink | None
    ) -> Answer:
        request = Request(method, target, body, _XML if body else {})
        answer = self._client.send(request, bounds, sink)
        if answer.status != _OK:
            raise refusal(answer)
        return answer

    def _before_login(self, challenge: Answer) -> None:
        check_not_locked(challenge)
        self.challenged_at = datetime.now(UTC)
