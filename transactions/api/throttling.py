"""How often a token may ask: a bucket that fills steadily, kept in PostgreSQL.

It holds for all web processes together, and with no Redis at all. The table is not
logged: after a crash of the database every bucket is full, which harms nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import connection
from rest_framework.throttling import BaseThrottle

from stores.selectors.tokens import Caller

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

TAKE: Final = """
    INSERT INTO transactions_apiallowance AS bucket (token_id, level, at)
    VALUES (%(token)s, %(burst)s - 1, clock_timestamp())
    ON CONFLICT (token_id) DO UPDATE SET
        level = GREATEST(LEAST(%(burst)s, bucket.level + %(rate)s
            * EXTRACT(EPOCH FROM clock_timestamp() - bucket.at)::float8), 0.0) - 1,
        at = clock_timestamp()
    WHERE bucket.level + %(rate)s
        * EXTRACT(EPOCH FROM clock_timestamp() - bucket.at)::float8 >= 1
    RETURNING level
"""
LEVEL: Final = """
    SELECT level + %(rate)s * EXTRACT(EPOCH FROM clock_timestamp() - at)::float8
    FROM transactions_apiallowance WHERE token_id = %(token)s
"""


class TokenBucket(BaseThrottle):
    """One drop a request; an empty bucket says when the next drop is there."""

    def __init__(self) -> None:
        self._wait = 1.0

    def allow_request(self, request: Request, view: APIView) -> bool:
        caller: object = request.user
        if not isinstance(caller, Caller):
            return True
        rate, burst = settings.API_REQUESTS_PER_SECOND, settings.API_BURST
        words = {"token": caller.token.pk, "rate": float(rate), "burst": float(burst)}
        with connection.cursor() as cursor:
            cursor.execute(TAKE, words)
            if cursor.fetchone() is not None:
                return True
            cursor.execute(LEVEL, words)
            found = cursor.fetchone()
        self._wait = max((1 - found[0]) / rate, 0.001) if found else 1.0
        return False

    def wait(self) -> float:
        return self._wait
