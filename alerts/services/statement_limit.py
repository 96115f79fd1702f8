"""No statement about a rule takes longer than it may."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = ("statement_timeout", "plan_cache_mode", "jit")
_SET = "SELECT " + ", ".join(f"set_config('{name}', %s, true)" for name in _NAMES)
_BEFORE = "SELECT " + ", ".join(f"current_setting('{name}')" for name in _NAMES)


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Each statement of the transaction is stopped after so long. Plans are of many small steps:
    made once where they are kept, and never compiled, which would cost more than they do."""
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE)
        before = cursor.fetchone()
        cursor.execute(_SET, [f"{int(seconds * 1000)}ms", "force_generic_plan", "off"])
    yield
    with connection.cursor() as cursor:
        cursor.execute(_SET, before)
