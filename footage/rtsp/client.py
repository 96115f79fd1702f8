"""One RTSP conversation with a recorder: pinned address, one log-in, no redirects."""

from __future__ import annotations

import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from footage.dialling import dial
from footage.errors import (
    AuthRejectedError,
    BadAnswerError,
    BusyError,
    CutFailedError,
    FootageError,
    NoFootageError,
    NoPermissionError,
    UnreachableError,
    UnsupportedError,
)
from footage.http.digest import Challenge, answer, challenge_in
from footage.rtsp.message import Frame, HungUpError, MalformedError, Message, Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

    from footage.http.digest import Login
    from footage.recorders.base import Grants
    from footage.rtsp.address import RtspAddress

PATIENCE_SECONDS: Final = 10.0
_GOODBYE_SECONDS: Final = 2.0
_AGENT: Final = "lossprevention"
_MOST_EARLY_FRAMES: Final = 4096
_ERRORS: Final[Mapping[int, Callable[[], FootageError]]] = {
    401: AuthRejectedError,
    403: NoPermissionError,
    404: NoFootageError,
    453: BusyError,
    457: NoFootageError,
    461: lambda: UnsupportedError("RTSP over TCP"),
    503: BusyError,
}


class RtspClient:
    """Use as a context manager. Raises errors of :mod:`footage.errors` only.

    A log-in is tried once: the recorder's first refusal brings the challenge, its second
    is final, since a handful of wrong passwords lock the account.
    """

    def __init__(
        self,
        address: RtspAddress,
        grants: Grants,
        login: Login | None = None,
        *,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """``patience``: seconds to wait for the connection and for each answer."""
        self.address = address
        self.early: deque[Frame] = deque(maxlen=_MOST_EARLY_FRAMES)
        """Frames that came before the answer to PLAY."""
        self._login = login
        self._patience = patience
        self._challenge: Challenge | None = None
        self._uses = 0
        self._sequence = 0
        self._connection = dial(address.host, address.port, grants, timeout=patience)
        self._wire = Wire(self._connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def ask(self, method: str, uri: str, headers: Mapping[str, str] | None = None) -> Message:
        """The answer, which is 200, to one request. Logs in when asked to."""
        reply = self.answer_to(method, uri, headers)
        if reply.status == 401 and self._take_challenge(reply):
            reply = self.answer_to(method, uri, headers)
            if reply.status == 401 and self._take_challenge(reply) and self._is_stale:
                reply = self.answer_to(method, uri, headers)
        if reply.status != 200:
            raise _refusal(reply, method)
        return reply

    def answer_to(self, method: str, uri: str, headers: Mapping[str, str] | None = None) -> Message:
        """Whatever the recorder answers, refusals included."""
        try:
            self.send(method, uri, headers)
            return self._await(str(self._sequence), self._patience)
        except (TimeoutError, HungUpError, OSError) as error:
            raise UnreachableError(self._where) from error
        except MalformedError as error:
            raise BadAnswerError("unreadable", "RTSP") from error

    def send(self, method: str, uri: str, headers: Mapping[str, str] | None = None) -> None:
        """One request whose answer nobody waits for. Raises TimeoutError, OSError."""
        self._sequence += 1
        told = {"CSeq": str(self._sequence), "User-Agent": _AGENT, **(headers or {})}
        if self._challenge and self._login:
            self._uses += 1
            told["Authorization"] = answer(self._challenge, self._login, method, uri, self._uses)
        request = Message(f"{method} {uri} RTSP/1.0", tuple(told.items()))
        self._wire.send(request.packed(), self._patience)

    def read(self, timeout: float) -> Message | Frame:
        """What comes next. Raises TimeoutError, HungUpError, MalformedError."""
        if self.early:
            return self.early.popleft()
        return self._wire.read(timeout)

    def end(self, uri: str, headers: Mapping[str, str]) -> None:
        """TEARDOWN, so that the playback slot is free again, answered or not."""
        with suppress(OSError, HungUpError, MalformedError):
            self.send("TEARDOWN", uri, headers)
            self._await(str(self._sequence), _GOODBYE_SECONDS)

    @property
    def _where(self) -> str:
        return f"{self.address.host}:{self.address.port}"

    @property
    def _is_stale(self) -> bool:
        return self._challenge is not None and self._challenge.is_stale

    def _take_challenge(self, reply: Message) -> bool:
        """Whether another try makes sense: with a log-in, and a challenge to answer."""
        if self._login is None:
            return False
        self._challenge = challenge_in(reply.every("WWW-Authenticate"))
        self._uses = 0
        if self._challenge is None:
            raise UnsupportedError("a log-in that would give the password away")
        return True

    def _await(self, sequence: str, patience: float) -> Message:
        deadline = time.monotonic() + patience
        while True:
            found = self._wire.read(deadline - time.monotonic())
            if isinstance(found, Frame):
                self.early.append(found)
            elif found.status and found.header("CSeq") in {sequence, ""}:
                return found


def _refusal(reply: Message, method: str) -> FootageError:
    if reply.status in _ERRORS:
        return _ERRORS[reply.status]()
    if 300 <= reply.status < 400:
        return BadAnswerError("redirected")
    if method == "SETUP" and reply.status == 500:  # seen on overloaded recorders
        return BusyError()
    return CutFailedError(f"{method}: {reply.status}")
