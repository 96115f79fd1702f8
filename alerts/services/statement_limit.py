"""No statement about a rule takes longer than it may."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

_LIMIT = "SELECT set_config('statement_timeout', %s, true)"
_BEFORE = "SELECT current_setting('statement_timeout')"


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Each statement of the transaction is stopped after so long."""
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE)
        before = cursor.fetchone()[0]
        cursor.execute(_LIMIT, [f"{int(seconds * 1000)}ms"])
    yield
    with connection.cursor() as cursor:
        cursor.execute(_LIMIT, [before])
