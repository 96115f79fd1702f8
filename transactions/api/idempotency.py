"""The same request with the same key is done once, and gets the same answer.

The key is written down before the work begins and committed, so that a second request at
the same moment is told to wait. The answer is added when the work is committed. Where the
process died in between, the key is free again after :data:`LEASE`; what was taken already
is then known by its SHA-256.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import orjson
from django.db import connection
from django.utils.translation import gettext as _

from transactions.api.problems import ApiProblem
from transactions.models import ApiRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rest_framework.request import Request

    from stores.models import Token

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotent-Replayed"
KEPT: Final = timedelta(hours=24)
LEASE: Final = timedelta(minutes=5)
LONGEST: Final = 128
WAIT_SECONDS: Final = 2

BEGIN: Final = """
    INSERT INTO transactions_apirequest AS kept (token_id, key, fingerprint, made_at)
    VALUES (%(token)s, %(key)s, %(fingerprint)s, clock_timestamp())
    ON CONFLICT (token_id, key) DO UPDATE SET
        fingerprint = EXCLUDED.fingerprint, status = NULL, body = NULL,
        made_at = EXCLUDED.made_at
    WHERE kept.made_at < clock_timestamp() - %(kept)s
       OR (kept.status IS NULL AND kept.made_at < clock_timestamp() - %(lease)s)
    RETURNING id
"""
SWEEP: Final = """
    DELETE FROM transactions_apirequest WHERE id IN (
        SELECT id FROM transactions_apirequest WHERE made_at < clock_timestamp() - %(kept)s
        ORDER BY made_at LIMIT 100 FOR UPDATE SKIP LOCKED
    )
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a JSON body; ``is_replayed`` when it was given before."""

    status: int
    body: dict[str, Any]
    is_replayed: bool = False

    @property
    def headers(self) -> dict[str, str]:
        return {REPLAYED: "true"} if self.is_replayed else {}


def key_of(request: Request) -> str:
    """The key that the client sent, "" for none. Raises ApiProblem for an unusable one."""
    key = request.headers.get(HEADER)
    if key is None:
        return ""
    if not 1 <= len(key) <= LONGEST or not key.isascii() or not key.isprintable():
        detail = _("“Idempotency-Key” has 1 to %(limit)s letters, digits and signs of ASCII.")
        raise ApiProblem("malformed", detail % {"limit": LONGEST})
    return key


def fingerprint(request: Request, parts: Iterable[bytes]) -> str:
    """What makes two requests the same: method, path, and ``parts`` of the content. Not the
    body itself, for the boundaries of a form differ each time it is sent."""
    digest = hashlib.sha256(f"{request.method} {request.path}".encode())
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def answer_once(*, token: Token, key: str, fingerprint: str, work: Callable[[], Answer]) -> Answer:
    """``work``'s answer, or the one it gave before. When it raises, the key is free again.

    Raises ApiProblem ``in_progress`` and ``key_reused``.
    """
    if not key:
        return work()
    row = _begin(token, key, fingerprint)
    if row is None:
        return _kept(token, key, fingerprint)
    try:
        answer = work()
    except Exception:
        ApiRequest.objects.filter(pk=row, status=None).delete()
        raise
    ApiRequest.objects.filter(pk=row, status=None).update(
        status=answer.status, body=orjson.loads(orjson.dumps(answer.body))
    )
    return answer


def _begin(token: Token, key: str, fingerprint: str) -> int | None:
    """The row that is now this request's; None when another request has it."""
    words: dict[str, Any] = {
        "token": token.pk,
        "key": key,
        "fingerprint": fingerprint,
        "kept": KEPT,
        "lease": LEASE,
    }
    with connection.cursor() as cursor:
        cursor.execute(SWEEP, words)
        cursor.execute(BEGIN, words)
        made = cursor.fetchone()
    return made[0] if made else None


def _kept(token: Token, key: str, fingerprint: str) -> Answer:
    kept = ApiRequest.objects.filter(token=token, key=key).first()
    if kept is not None and kept.fingerprint != fingerprint:
        raise ApiProblem("key_reused")
    if kept is None or kept.status is None:
        raise ApiProblem("in_progress", wait=WAIT_SECONDS)
    return Answer(kept.status, kept.body or {}, is_replayed=True)
