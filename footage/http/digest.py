"""Digest log-in (RFC 7616): MD5 and SHA-256, ``qop=auth``. Basic is never sent."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_HASHES: Final = {"": "md5", "MD5": "md5", "SHA-256": "sha256"}
_PART: Final = re.compile(r'([a-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))', re.IGNORECASE)
_LONGEST: Final = 4096


@dataclass(frozen=True, slots=True)
class Login:
    user: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a 401 asks for. ``qop`` is empty on recorders older than RFC 2617."""

    realm: str
    nonce: str
    algorithm: str = ""
    opaque: str | None = None
    qop: str = ""
    is_stale: bool = False


def challenge_in(headers: Iterable[str]) -> Challenge | None:
    """The strongest challenge we can answer among ``WWW-Authenticate`` headers."""
    found = [c for c in map(_challenge, headers) if c is not None]
    return max(found, key=lambda c: c.algorithm == "SHA-256", default=None)


def _challenge(header: str) -> Challenge | None:
    scheme, _, rest = header.strip()[:_LONGEST].partition(" ")
    if scheme.lower() != "digest":
        return None
    told = {name.lower(): _unescaped(quoted) or bare for name, quoted, bare in _PART.findall(rest)}
    algorithm = told.get("algorithm", "").upper()
    qop = {word.strip().lower() for word in told.get("qop", "").split(",")} - {""}
    if algorithm not in _HASHES or not told.get("nonce") or (qop and "auth" not in qop):
        return None
    return Challenge(
        realm=told.get("realm", ""),
        nonce=told["nonce"],
        algorithm=algorithm,
        opaque=told.get("opaque"),
        qop="auth" if qop else "",
        is_stale=told.get("stale", "").lower() == "true",
    )


def answer(challenge: Challenge, login: Login, method: str, uri: str, uses: int = 1) -> str:
    """The header that answers ``challenge``; ``uses``: how often its nonce has been
    used, this time included."""
    count = f"{uses:08x}"
    client_nonce = secrets.token_hex(8)
    quoted = {
        "username": login.user,
        "realm": challenge.realm,
        "nonce": challenge.nonce,
        "uri": uri,
        "response": _response(challenge, login, method, uri, (count, client_nonce)),
    }
    bare: dict[str, str] = {}
    if challenge.opaque is not None:
        quoted["opaque"] = challenge.opaque
    if challenge.algorithm:
        bare["algorithm"] = challenge.algorithm
    if challenge.qop:
        quoted["cnonce"] = client_nonce
        bare |= {"qop": "auth", "nc": count}
    parts = [f'{name}="{_escaped(value)}"' for name, value in quoted.items()]
    return "Digest " + ", ".join([*parts, *(f"{name}={value}" for name, value in bare.items())])


def _response(
    challenge: Challenge, login: Login, method: str, uri: str, fresh: tuple[str, str]
) -> str:
    def hashed(*parts: str) -> str:
        text = ":".join(parts).encode()
        return hashlib.new(_HASHES[challenge.algorithm], text, usedforsecurity=False).hexdigest()

    who = hashed(login.user, challenge.realm, login.password)
    what = hashed(method, uri)
    if not challenge.qop:
        return hashed(who, challenge.nonce, what)
    return hashed(who, challenge.nonce, *fresh, "auth", what)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value)
