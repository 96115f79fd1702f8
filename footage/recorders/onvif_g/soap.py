"""ONVIF's SOAP by hand: a dozen messages do not need a WSDL engine.

Log-ins carry a digest and the time (WS-Security UsernameToken). A device refuses one that
is older or newer than its own clock allows, so ours are dated by the device's clock.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from footage.errors import (
    AuthRejectedError,
    BadAnswerError,
    FootageError,
    NoFootageError,
    NoPermissionError,
    UnsupportedError,
)
from footage.http.message import Request
from footage.http.xml_answer import Element, parse

if TYPE_CHECKING:
    from footage.http.client import Client
    from footage.http.digest import Login
    from footage.http.message import Answer

_ENVELOPE: Final = "http://www.w3.org/2003/05/soap-envelope"
_OASIS: Final = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
_DIGEST: Final = f"{_OASIS}username-token-profile-1.0#PasswordDigest"
_BASE64: Final = f"{_OASIS}soap-message-security-1.0#Base64Binary"
_HEADERS: Final = {"Content-Type": "application/soap+xml; charset=utf-8"}
_FAULTS: Final = (
    ("notauthorized", AuthRejectedError),
    ("failedauthentication", AuthRejectedError),
    ("operationprohibited", NoPermissionError),
    ("invalidtoken", NoFootageError),
    ("norecording", NoFootageError),
)


def exchange(client: Client, path: str, body: str, login: Login | None, skew: timedelta) -> Element:
    """The answer's body to ``body``. Without ``login`` nobody logs in at all.

    Raises errors of :mod:`footage.errors`.
    """
    header = security(login, datetime.now(UTC) + skew) if login else ""
    text = (
        f'<s:Envelope xmlns:s="{_ENVELOPE}"><s:Header>{header}</s:Header>'
        f"<s:Body>{body}</s:Body></s:Envelope>"
    )
    request = Request("POST", path, text.encode(), _HEADERS)
    answer = client.send(request) if login else client.unauthenticated(request)
    return _body_of(answer)


def security(login: Login, at: datetime) -> str:
    nonce, created = (
        secrets.token_bytes(16),
        f"{at:%Y-%m-%dT%H:%M:%S.}{at.microsecond // 1000:03d}Z",
    )
    material = nonce + created.encode() + login.password.encode()
    digest = hashlib.sha1(material, usedforsecurity=False).digest()
    return (
        f'<w:Security s:mustUnderstand="1" xmlns:w="{_OASIS}wssecurity-secext-1.0.xsd"'
        f' xmlns:u="{_OASIS}wssecurity-utility-1.0.xsd"><w:UsernameToken>'
        f"<w:Username>{escape(login.user)}</w:Username>"
        f'<w:Password Type="{_DIGEST}">{_text(digest)}</w:Password>'
        f'<w:Nonce EncodingType="{_BASE64}">{_text(nonce)}</w:Nonce>'
        f"<u:Created>{created}</u:Created></w:UsernameToken></w:Security>"
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _body_of(answer: Answer) -> Element:
    try:
        body = parse(answer.body, answer.media_type).first("Body")
    except BadAnswerError:
        if answer.status == 401:
            raise AuthRejectedError from None
        raise
    if body is None:
        raise BadAnswerError("unreadable", "SOAP")
    fault = body.first("Fault")
    if fault is not None:
        raise _fault(fault, answer.status)
    if answer.status != 200:
        raise BadAnswerError("unreadable", f"status {answer.status}")
    return body


def _fault(fault: Element, status: int) -> FootageError:
    codes = [value.text().rpartition(":")[2] for value in fault.all("Value")]
    told = " ".join(codes).lower()
    for word, error in _FAULTS:
        if word in told:
            return error()
    if status == 401:
        return AuthRejectedError()
    return UnsupportedError(f"this ONVIF request ({(codes or ['fault'])[-1][:60]})")
