"""Requests to one recorder, with a log-in where it asks for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from footage.errors import UnsupportedError
from footage.http.digest import answer as digest_answer
from footage.http.digest import challenge_in
from footage.http.message import Bounds

if TYPE_CHECKING:
    from collections.abc import Callable

    from footage.http.digest import Login
    from footage.http.message import Answer, Request, Sink, Transport

UNAUTHORIZED: Final = 401
QUICK: Final = Bounds()


def _never(_: Answer) -> bool:
    return False


def _nothing(_: Answer) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Client:
    """``transport`` leads to one host and nowhere else, so the log-in goes nowhere else.

    Every request gets a challenge of its own: some recorders refuse a nonce's third use.
    """

    transport: Transport
    login: Login | None = None
    certificate: str = ""
    """Fingerprint that somebody confirmed. Over TLS without it nobody logs in."""
    before_login: Callable[[Answer], None] = _nothing
    """Called with the recorder's challenge; may raise instead of logging in."""
    is_stale: Callable[[Answer], bool] = _never
    """Whether a log-in was refused for its nonce and not for the password."""

    def unauthenticated(self, request: Request, bounds: Bounds = QUICK) -> Answer:
        return self.transport.exchange(request, bounds)

    def send(self, request: Request, bounds: Bounds = QUICK, sink: Sink | None = None) -> Answer:
        """The answer, logged in where needed; status 401 only when the log-in was refused
        or could not be made. What the transport raises, and UnsupportedError."""
        answer, was_tried = self._logged_in(request, bounds, sink)
        if was_tried and answer.status == UNAUTHORIZED and self._was_stale(answer):
            answer, _ = self._logged_in(request, bounds, sink)
        return answer

    def _logged_in(
        self, request: Request, bounds: Bounds, sink: Sink | None
    ) -> tuple[Answer, bool]:
        asked = self.transport.exchange(request, bounds, sink)
        if asked.status != UNAUTHORIZED or self.login is None:
            return asked, False
        self.before_login(asked)
        offered = asked.all("www-authenticate")
        challenge = challenge_in(offered)
        if challenge is None and offered:
            raise UnsupportedError("a log-in that would give the password away")
        if challenge is None:
            return asked, False
        if asked.certificate and not self.certificate:
            raise UnsupportedError(
                f"a log-in before somebody confirms the certificate {asked.certificate}"
            )
        header = digest_answer(challenge, self.login, request.method, request.target)
        known = request.with_header("Authorization", header)
        return self.transport.exchange(known, bounds, sink), True

    def _was_stale(self, answer: Answer) -> bool:
        challenge = challenge_in(answer.all("www-authenticate"))
        return (challenge is not None and challenge.is_stale) or self.is_stale(answer)
