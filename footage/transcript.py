"""What a recorder and we said to each other, written down without what is secret.

A customer's recorder is out of our reach; its transcript is not. ``check_recorder
--record`` makes one, and :class:`ReplayTransport` serves it to the same driver.

One JSON object a line: ``method``, ``target``, ``sent``, ``status``, ``headers``, ``body``,
``stored`` (bytes of a download, whose content is never kept).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from footage.errors import UnreachableError
from footage.http.message import Answer
from footage.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from footage.http.message import Bounds, Request, Sink, Transport

_SECRET_PART: Final = re.compile(
    r'\b(nonce|cnonce|response|opaque|username)="?[^",\s]*"?', re.IGNORECASE
)
_PRIVATE: Final = (
    r"\w*serialNumber|serialNo|mac|macAddress|deviceID|deviceName|userName|password|nonce|"
    r"nextNonce|telecontrolID|hostName|emailAddress|uuid|udn"
)
_PRIVATE_ELEMENT: Final = re.compile(
    rf"<(?P<name>(?:\w+:)?(?:{_PRIVATE}))(?P<more>\s[^>]*)?>[^<]+<", re.IGNORECASE
)
_PRIVATE_MEMBER: Final = re.compile(
    rf'"(?P<name>{_PRIVATE})"\s*:\s*"(?:[^"\\]|\\.)*"', re.IGNORECASE
)
_ADDRESS: Final = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d\.)(?!\.?\d)")
_MAC: Final = re.compile(r"\b(?:[0-9A-F]{2}[:-]){5}[0-9A-F]{2}\b", re.IGNORECASE)
_KEPT_HEADERS: Final = frozenset(
    {"content-type", "content-length", "server", "www-authenticate", "transfer-encoding"}
)
_MASK: Final = "***"
_SOAP: Final = re.compile(r"<(?:\w+:)?Body>.*</(?:\w+:)?Body>", re.DOTALL)
"""What is asked stands here; the address is the same for everything, and what stands before
is dated."""
_SHORTEST: Final = 2


@dataclass(slots=True)
class Redactor:
    """``secrets``: texts that must not appear, whatever surrounds them (one or two letters
    would take half of every text with them and are no secret). Addresses become
    those kept for documentation (RFC 5737), the same one always the same."""

    secrets: tuple[str, ...] = ()
    _addresses: dict[str, str] = field(default_factory=dict)

    def clean(self, text: str) -> str:
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, _MASK) if len(secret) > _SHORTEST else text
        text = redact(text)
        text = _PRIVATE_ELEMENT.sub(rf"<\g<name>\g<more>>{_MASK}<", text)
        text = _PRIVATE_MEMBER.sub(rf'"\g<name>": "{_MASK}"', text)
        text = _MAC.sub("00:00:00:00:00:00", text)
        return _ADDRESS.sub(lambda match: self._address(match[0]), text)

    def header(self, name: str, value: str) -> str:
        if name == "www-authenticate":
            value = _SECRET_PART.sub(rf'\1="{_MASK}"', value)
        return self.clean(value)

    def _address(self, text: str) -> str:
        return self._addresses.setdefault(text, f"192.0.2.{len(self._addresses) % 254 + 1}")


class RecordingTransport:
    """Passes everything on and writes it down, cleaned, line by line."""

    def __init__(self, inner: Transport, file: TextIO, redactor: Redactor) -> None:
        self._inner = inner
        self._file = file
        self._redactor = redactor

    def exchange(self, request: Request, bounds: Bounds, sink: Sink | None = None) -> Answer:
        answer = self._inner.exchange(request, bounds, sink)
        line = json.dumps(self._told(request, answer), ensure_ascii=False)
        self._file.write(line + "\n")
        self._file.flush()
        return answer

    def _told(self, request: Request, answer: Answer) -> dict[str, object]:
        clean = self._redactor
        return {
            "method": request.method,
            "target": clean.clean(request.target),
            "with_login": "Authorization" in request.headers,
            "sent": clean.clean(request.body.decode("utf-8", "replace")),
            "status": answer.status,
            "headers": [
                [name, clean.header(name, value)]
                for name, value in answer.headers
                if name in _KEPT_HEADERS
            ],
            "body": clean.clean(answer.body.decode("utf-8", "replace")),
            "stored": answer.stored,
        }


class ReplayTransport:
    """Answers as the recorder did: the same question in the same order, the last answer
    again where it is asked more often. Downloads come back empty: their content was not
    kept."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._answers: dict[tuple[str, str, bool, str], list[Answer]] = {}
        for line in filter(str.strip, lines):
            told = json.loads(line)
            asked = _asked(told["sent"])
            key = (told["method"], told["target"], told["with_login"], asked)
            self._answers.setdefault(key, []).append(_answer(told))

    def exchange(self, request: Request, bounds: Bounds, sink: Sink | None = None) -> Answer:
        asked = _asked(request.body.decode("utf-8", "replace"))
        key = (request.method, request.target, "Authorization" in request.headers, asked)
        known = self._answers.get(key)
        if not known:
            raise UnreachableError(f"{request.method} {request.target} in this transcript")
        answer = known.pop(0) if len(known) > 1 else known[0]
        if sink is not None and answer.stored is not None:
            sink.path.write_bytes(b"")
        return answer


def _asked(sent: str) -> str:
    found = _SOAP.search(sent)
    return found[0] if found else ""


def _answer(told: dict[str, object]) -> Answer:
    headers, stored = told["headers"], told["stored"]
    return Answer(
        status=int(str(told["status"])),
        headers=tuple((str(name), str(value)) for name, value in _pairs(headers)),
        body=str(told["body"]).encode(),
        stored=0 if isinstance(stored, int) else None,
    )


def _pairs(headers: object) -> list[tuple[object, object]]:
    rows = headers if isinstance(headers, list) else []
    return [(row[0], row[1]) for row in rows if isinstance(row, list) and len(row) == 2]
