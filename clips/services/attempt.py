"""One attempt at a job that works outside the database: is it still ours, how far is it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.utils import timezone

from jobs.models import Job, JobState
from jobs.services import StaleFenceError

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jobs.registry import Claimed

REPORT_EVERY = 1.0
LOOK_EVERY = 2.0


class Attempt:
    """Progress and cancellation for a driver and the finisher, by the job's fence.

    Another worker takes the job over when ours was thought dead; from then on whatever
    we still do would be thrown away, so the work stops as soon as that is seen.
    """

    def __init__(self, job: Claimed) -> None:
        self.job = job
        self._looked = self._reported = time.monotonic()
        self._lost = False

    def check(self) -> None:
        """Raises StaleFenceError when the job is no longer ours."""
        if not self._ours().exists():
            self._lost = True
            raise StaleFenceError(str(self.job))

    def progress(self, step: str, fraction: float) -> None:
        now = time.monotonic()
        if now - self._reported < REPORT_EVERY:
            return
        self._reported = self._looked = now
        shown = {"step": step, "done": round(fraction, 3), "at": timezone.now().isoformat()}
        self._lost = self._ours().update(progress=shown) == 0

    def cancelled(self) -> bool:
        now = time.monotonic()
        if not self._lost and now - self._looked >= LOOK_EVERY:
            self._looked = now
            self._lost = not self._ours().exists()
        return self._lost

    def _ours(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job.id, fence=self.job.fence, state=JobState.RUNNING)
