"""TLS to recorders, whose certificates they sign themselves: known by fingerprint or not at all."""

from __future__ import annotations

import hashlib
import hmac
import select
import ssl
from typing import TYPE_CHECKING

from footage.errors import BadAnswerError
from footage.http.bounded import seconds_left

if TYPE_CHECKING:
    import socket


def wrapped(connection: socket.socket, certificate: str, deadline: float) -> ssl.SSLSocket:
    """``connection`` with TLS. ``certificate``: SHA-256 in hex of the one expected, or empty.

    Raises BadAnswerError (``certificate``) for another one, OSError for no TLS at all.
    """
    secure = _context().wrap_socket(connection, do_handshake_on_connect=False)
    _shake_hands(secure, deadline)
    shown = fingerprint_of(secure)
    if certificate and not hmac.compare_digest(shown, plain_fingerprint(certificate)):
        secure.close()
        raise BadAnswerError("certificate")
    return secure


def _shake_hands(secure: ssl.SSLSocket, deadline: float) -> None:
    """Bounded as a whole: a time limit on the socket would start anew with every byte."""
    secure.setblocking(False)
    while True:
        try:
            secure.do_handshake()
        except ssl.SSLWantReadError:
            select.select([secure], [], [], seconds_left(deadline))
        except ssl.SSLWantWriteError:
            select.select([], [secure], [], seconds_left(deadline))
        else:
            return


def fingerprint_of(connection: socket.socket) -> str:
    if not isinstance(connection, ssl.SSLSocket):
        return ""
    return hashlib.sha256(connection.getpeercert(binary_form=True) or b"").hexdigest()


def plain_fingerprint(text: str) -> str:
    """As people copy it, with colons and in capitals, to plain hex."""
    return text.replace(":", "").replace(" ", "").lower()


def _context() -> ssl.SSLContext:
    """No authority vouches for a recorder; its fingerprint is compared instead."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
