"""What a recorder says when it says no, as errors that a job can act on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from footage.errors import (
    AuthRejectedError,
    BadAnswerError,
    BusyError,
    FootageError,
    LockedError,
    NoPermissionError,
    UnsupportedError,
)
from footage.http.xml_answer import Element, parse

if TYPE_CHECKING:
    from footage.http.message import Answer

_UNAUTHORIZED: Final = 401
_FORBIDDEN: Final = 403
_BUSY: Final = frozenset({429, 453, 500, 502, 503, 504})
_DIALECT: Final = frozenset({400, 403, 404, 405, 501})
_CANNOT: Final = ("notsupport", "methodnotallowed", "invalidoperation")
_LONGEST_LOCK: Final = 7 * 24 * 3600
_NOTHING: Final = b"<nothing/>"


class IsapiRefusalError(UnsupportedError):
    """This recorder does not know the question; another wording may do."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"this request ({status} {reason}".rstrip() + ")")
        self.status = status


def refusal(answer: Answer) -> FootageError:
    """The error that a status other than 200 stands for."""
    told = _told(answer)
    reason = told.text("subStatusCode") or told.text("statusString")
    if answer.status == _UNAUTHORIZED:
        return _login_refusal(told)
    if answer.status in _BUSY or reason.lower() == "devicebusy":
        return BusyError()
    if answer.status == _FORBIDDEN and not _is_unknown(told):
        return NoPermissionError(reason[:80])
    if answer.status in _DIALECT:
        return IsapiRefusalError(answer.status, reason[:80])
    return BadAnswerError("unreadable", f"status {answer.status}")


def check_not_locked(answer: Answer) -> None:
    """A recorder tells everybody that it is locked, before any log-in: then none is sent,
    for it could only lengthen the lock."""
    locked = _lock(_told(answer))
    if locked is not None:
        raise locked


def is_stale_nonce(answer: Answer) -> bool:
    """Refused for a nonce used too often or too late, which says nothing of the password."""
    told = _told(answer)
    return told.first("userCheck") is None and told.name != "userCheck" and _is_unknown(told)


def _login_refusal(told: Element) -> FootageError:
    return _lock(told) or AuthRejectedError(told.whole("retryLoginTime"))


def _lock(told: Element) -> LockedError | None:
    if told.text("lockStatus").lower() != "lock":
        return None
    seconds = told.whole("unlockTime")
    if seconds is None or not 0 <= seconds <= _LONGEST_LOCK:
        return LockedError(None)
    return LockedError(datetime.now(UTC) + timedelta(seconds=seconds))


def _is_unknown(told: Element) -> bool:
    text = told.text("subStatusCode") or told.text("statusString")
    return any(word in text.lower().replace(" ", "") for word in _CANNOT)


def _told(answer: Answer) -> Element:
    """The body, or nothing where it is no XML: a refusal's status alone tells enough."""
    try:
        return parse(answer.body)
    except BadAnswerError:
        return parse(_NOTHING)
