"""Uniview's LAPI: JSON over HTTP, as people who watched it wrote it down.

Keys are looked for anywhere in an answer, since they nest differently from model to model.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from footage.errors import (
    AuthRejectedError,
    BadAnswerError,
    BusyError,
    FootageError,
    NoPermissionError,
    UnsupportedError,
)
from footage.http.message import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from footage.http.client import Client
    from footage.http.message import Answer
    from footage.window import UtcWindow

ROOT: Final = "/LAPI/V1.0"
REALM: Final = "NVRDVR"
_OK: Final = 200
_BUSY: Final = frozenset({429, 453, 500, 502, 503, 504})
_UNKNOWN: Final = frozenset({400, 404, 405, 501})
_DEEPEST: Final = 12
_LATEST: Final = 4_102_444_800
"""The year 2100 in Unix seconds."""


@dataclass(frozen=True, slots=True)
class Lapi:
    client: Client

    def ask(self, target: str) -> Any:
        """``Response.Data`` of one answer. Raises errors of :mod:`footage.errors`."""
        answer = self.client.send(Request("GET", ROOT + target))
        if answer.status != _OK:
            raise _refusal(answer)
        return data_of(answer)

    def ask_channel(self, channel: str, rest: str) -> Any:
        """Older models say ``Channel``, newer ones ``Channels``."""
        try:
            return self.ask(f"/Channels/{channel}{rest}")
        except UnsupportedError:
            return self.ask(f"/Channel/{channel}{rest}")


def data_of(answer: Answer) -> Any:
    """Raises BadAnswerError for what is no LAPI answer or reports a failure."""
    try:
        told = json.loads(answer.body)["Response"]
        code = told.get("ResponseCode")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadAnswerError("unreadable", "LAPI") from error
    if code != 0:
        raise BadAnswerError("unreadable", f"LAPI {str(code)[:20]}")
    return told.get("Data")


def stretches_in(data: Any) -> list[tuple[datetime, datetime]]:
    """Every ``Begin`` and ``End`` that belong together, in order."""
    found = set()
    for entry in _objects(data):
        begin, end = _instant(entry.get("Begin")), _instant(entry.get("End"))
        if begin is not None and end is not None and begin < end:
            found.add((begin, end))
    return sorted(found)


def text_in(data: Any, *names: str) -> str:
    """The first of ``names`` that holds text or a number."""
    for name in names:
        for entry in _objects(data):
            value = entry.get(name)
            if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
                return str(value).strip()[:200]
    return ""


def entries_with(data: Any, name: str) -> list[dict[str, Any]]:
    return [entry for entry in _objects(data) if name in entry]


def records_target(window: UtcWindow) -> str:
    return f"/Media/Video/Streams/0/Records?{_span(window)}"


def record_url_target(window: UtcWindow) -> str:
    return f"/Media/Video/Streams/RecordURL?{_span(window)}&Types=Normal&Position=Local"


def _span(window: UtcWindow) -> str:
    return f"Begin={int(window.start.timestamp())}&End={int(window.end.timestamp())}"


def _objects(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, dict):
        yield data
        data = list(data.values())
    if isinstance(data, list):
        for inner in data:
            yield from _objects(inner, depth + 1)


def _instant(value: Any) -> datetime | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 12:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < _LATEST:
        return None
    return datetime.fromtimestamp(value, UTC)


def _refusal(answer: Answer) -> FootageError:
    if answer.status == 401:
        return AuthRejectedError()
    if answer.status == 403:
        return NoPermissionError("LAPI")
    if answer.status in _BUSY:
        return BusyError()
    if answer.status in _UNKNOWN:
        return UnsupportedError(f"this LAPI request ({answer.status})")
    return BadAnswerError("unreadable", f"status {answer.status}")
