"""Counting queries, without the search_path that django-tenants sets before each."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Holds the statements once the body has ended."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as caught:
        yield found
    found += [query["sql"] for query in caught if not query["sql"].startswith("SET search_path")]
