"""Running what the jobs and the watch program would run."""

from __future__ import annotations

import time

from django.utils import timezone

from jobs.models import Job
from jobs.worker import work_once
from stores.models import Source


def fetch(source):
    """The source's job, now; answers its latest run."""
    source.refresh_from_db()
    Job.objects.filter(kind="fetch_source", key=str(source.pk)).update(run_after=timezone.now())
    if source.next_run_at is not None:
        Source.objects.filter(pk=source.pk).update(next_run_at=timezone.now())
    assert work_once("fetch")
    source.refresh_from_db()
    return source.runs.first()


def until(happened, watch, seconds=20.0):
    """Rounds of the watch program until ``happened()``."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it never happened"
        watch.tick()
        time.sleep(0.02)
