"""The emulated recorder's door: Digest checked for real, nonces that wear out, a lock."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.footage.recorders import isapi_messages as say

if TYPE_CHECKING:
    from tests.footage.recorders.isapi_switches import Switches

LOCKED_FOR = 1800
REALM = 'DS "7616"'
_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


@dataclass
class Refusal:
    body: bytes
    challenges: tuple[str, ...]


class DigestKeeper:
    def __init__(self, user: str, password: str, switches: Switches) -> None:
        self._user, self._password = user, password
        self._switches = switches
        self._uses: dict[str, int] = {}
        self._lock = threading.Lock()
        self.failed = 0
        self.passed = 0
        self.algorithm_used = ""

    @property
    def is_locked(self) -> bool:
        return self.failed >= self._switches.lock_after

    def refusal(self, method: str, header: str) -> Refusal | None:
        """None: come in."""
        with self._lock:
            if self.is_locked:
                return self._refuse(say.user_check(0, LOCKED_FOR))
            if not header:
                return self._refuse(say.user_check(self._left, 0))
            if not header.startswith("Digest "):
                return self._wrong()
            return self._judge(method, _parts(header))

    @property
    def _left(self) -> int:
        return self._switches.lock_after - self.failed

    def _judge(self, method: str, told: dict[str, str]) -> Refusal | None:
        nonce = told.get("nonce", "")
        self._uses[nonce] = self._uses.get(nonce, self._switches.nonce_uses) + 1
        if self._uses[nonce] > self._switches.nonce_uses or self._switches.stale_answers:
            self._switches.stale_answers = max(0, self._switches.stale_answers - 1)
            return self._refuse(say.response_status("/", 401, "invalidOperation"))
        if told.get("response") != self._expected(method, told):
            return self._wrong()
        self.passed += 1
        self.algorithm_used = told.get("algorithm", "MD5")
        return None

    def _wrong(self) -> Refusal:
        self.failed += 1
        return self._refuse(say.user_check(self._left, LOCKED_FOR if self.is_locked else 0))

    def _expected(self, method: str, told: dict[str, str]) -> str:
        def digest(text: str) -> str:
            return _HASHES[told.get("algorithm", "MD5")](text.encode()).hexdigest()

        who = digest(f"{self._user}:{REALM}:{self._password}")
        what = digest(f"{method}:{told.get('uri', '')}")
        middle = ":".join(told.get(name, "") for name in ("nonce", "nc", "cnonce", "qop"))
        return digest(f"{who}:{middle}:{what}")

    def _refuse(self, body: bytes) -> Refusal:
        return Refusal(body, tuple(self._challenge(name) for name in self._switches.algorithms))

    def _challenge(self, algorithm: str) -> str:
        if self._switches.scheme != "Digest":
            return f'{self._switches.scheme} realm="recorder"'
        nonce = secrets.token_hex(16)
        self._uses[nonce] = 0
        realm = REALM.replace('"', '\\"')
        return f'Digest qop="auth", realm="{realm}", nonce="{nonce}", algorithm={algorithm}'


def _parts(header: str) -> dict[str, str]:
    found = re.findall(r'(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))', header)
    return {name: re.sub(r"\\(.)", r"\1", quoted) or bare for name, quoted, bare in found}
