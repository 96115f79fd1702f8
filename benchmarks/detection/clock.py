"""The product's clock, set by hand.

Times lie ahead of the true ones: what is put off waits in the queue, whose clock is the
database's, until :meth:`Clock.move` lets it go.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Final, Self
from unittest import mock

from django.db import connection
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Iterator

_LET_GO: Final = """
    UPDATE public.jobs_job SET run_after = statement_timestamp()
    WHERE chain = %s AND state = 'queued'
      AND run_after > statement_timestamp() AND run_after <= %s
"""


class Clock:
    def __init__(self, chain: str) -> None:
        self._chain = chain
        self.at = datetime.now(UTC)

    def move(self, at: datetime) -> None:
        """Never backwards."""
        self.at = max(self.at, at)
        with connection.cursor() as cursor:
            cursor.execute(_LET_GO, [self._chain, self.at])

    @contextmanager
    def ruling(self) -> Iterator[Self]:
        """Whatever asks Django for the time is told this one."""
        clock = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return clock.at.astimezone(tz)

        with mock.patch.object(timezone, "datetime", Moved):
            yield self
