"""A clock that tests set, and a worker that looks when it would look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from alerts.models import Delivery, SummaryRun
from alerts.summaries import plan
from alerts.summaries.make import make_summary
from jobs.models import Job


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Worker:
    """Looks at the moments that the plan itself names, from ``now`` on; ``died`` lets time
    pass without it. ``only`` makes the summaries of one store and no others."""

    def __init__(self, chain, now, only=None):
        self.chain, self.now = chain, now
        self.prefix = f"daily/{only.pk}/" if only else ""
        self.wake = plan.look(chain, now)
        self.looks = 1

    def until(self, end):
        while self.wake <= end:
            self.look(self.wake)
        self.now = end
        return self

    def died(self, **how_long):
        self.now += timedelta(**how_long)
        return self

    def look(self, now=None):
        self.now = now or self.now
        self.wake = plan.look(self.chain, self.now)
        self.looks += 1
        due = Job.objects.filter(kind=plan.MAKE, state="queued", key__startswith=self.prefix)
        for job in due.order_by("pk"):
            make_summary(self.chain, plan.Wanted.read(job.key), self.now)
            Job.objects.filter(pk=job.pk).update(state="done")
        return self


def runs(kind="daily", store=None, state="made"):
    """Business dates, the oldest first."""
    found = SummaryRun.objects.filter(kind=kind, store=store, state=state)
    return [str(run.business_date) for run in found.order_by("business_date")]


def sent(kind="summary", channel="email"):
    """Who was sent what, as (name, subject)."""
    rows = Delivery.objects.filter(kind=kind, channel=channel).select_related("user")
    return sorted((row.user.name, row.subject) for row in rows)
