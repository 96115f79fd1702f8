"""Log-ins by Digest (RFC 2617): the password itself never crosses the network."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_PAIR: Final = re.compile(r'([a-z-]+)\s*=\s*(?:"([^"]*)"|([^\s,]+))', re.IGNORECASE)
_HASHES: Final = {"": "md5", "MD5": "md5", "SHA-256": "sha256"}


@dataclass(frozen=True, slots=True)
class Login:
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a 401 asks for."""

    realm: str
    nonce: str
    algorithm: str = ""
    opaque: str = ""
    qop: str = ""
    is_stale: bool = False
    """The password may be right; only the nonce was too old."""


def challenge_in(values: Iterable[str]) -> Challenge | None:
    """The strongest Digest challenge we can answer among WWW-Authenticate headers."""
    found = [c for c in map(_challenge, values) if c is not None]
    return max(found, key=lambda c: c.algorithm == "SHA-256", default=None)


def _challenge(value: str) -> Challenge | None:
    scheme, _, rest = value.strip().partition(" ")
    if scheme.lower() != "digest":
        return None
    told = {name.lower(): quoted or plain for name, quoted, plain in _PAIR.findall(rest)}
    algorithm = told.get("algorithm", "").upper()
    options = [option.strip().lower() for option in told.get("qop", "").split(",")]
    if algorithm not in _HASHES or not told.get("nonce"):
        return None
    if told.get("qop") and "auth" not in options:
        return None
    return Challenge(
        realm=told.get("realm", ""),
        nonce=told["nonce"],
        algorithm=algorithm,
        opaque=told.get("opaque", ""),
        qop="auth" if "auth" in options else "",
        is_stale=told.get("stale", "").lower() == "true",
    )


def answer(challenge: Challenge, login: Login, method: str, uri: str, count: int = 1) -> str:
    """The Authorization header. ``count``: how many times this nonce has been used."""

    def hashed(*parts: str) -> str:
        digest = hashlib.new(_HASHES[challenge.algorithm], usedforsecurity=False)
        digest.update(":".join(parts).encode("utf-8"))
        return digest.hexdigest()

    secret = hashed(login.user, challenge.realm, login.password)
    request = hashed(method, uri)
    told = {
        "username": login.user.replace("\\", "\\\\").replace('"', '\\"'),
        "realm": challenge.realm,
        "nonce": challenge.nonce,
        "uri": uri,
    }
    unquoted = {}
    if challenge.qop:
        unquoted = {"qop": challenge.qop, "nc": f"{count:08x}"}
        told["cnonce"] = secrets.token_hex(8)
        extra = (unquoted["nc"], told["cnonce"], challenge.qop)
        told["response"] = hashed(secret, challenge.nonce, *extra, request)
    else:
        told["response"] = hashed(secret, challenge.nonce, request)
    if challenge.opaque:
        told["opaque"] = challenge.opaque
    if challenge.algorithm:
        unquoted["algorithm"] = challenge.algorithm
    quoted = [f'{name}="{value}"' for name, value in told.items()]
    return "Digest " + ", ".join(quoted + [f"{n}={v}" for n, v in unquoted.items()])
