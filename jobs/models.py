"""What is still to be done, in one public table. PostgreSQL is the truth; Celery only rings."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lane(models.IntegerChoices):
    """Smaller is served first."""

    LIVE = 0, _("live")
    BACKFILL = 1, _("back-fill")


class JobState(models.TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Job(models.Model):
    """One piece of work, named by (chain, kind, key) so that asking twice is asking once.

    queued  --claim-->  running  --finish-->  done
      ^                    |
      |<---- retry --------|  (lease ran out, or the handler asked for a later try)
                           +--fail--> failed   (three attempts, or a final error)

    ``attempts`` counts before a run, so that a job that kills its process also stops at
    three. ``fence`` grows with each claim: a worker that comes back late holds an old
    one, and its writes are refused. ``chain`` is the schema name ("public" for work on
    the product itself): no foreign key, so that this app leans on no other.
    """

    chain = models.CharField(max_length=63)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    lane = models.SmallIntegerField(choices=Lane.choices, default=Lane.LIVE)
    pool = models.CharField(max_length=10, default="quick")
    priority = models.IntegerField(default=0, help_text=_("Greater is served first in its lane."))
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.SmallIntegerField(default=0)
    fence = models.BigIntegerField(default=0)
    asked_again = models.BooleanField(
        default=False, help_text=_("Asked for while it ran: runs once more when it ends.")
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    run_after = models.DateTimeField()
    progress = models.JSONField(default=dict, blank=True)
    outcome = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "kind", "key"], name="job_named_once"),
        ]
        indexes = [
            models.Index(
                fields=["pool", "chain", "lane", "-priority", "run_after", "id"],
                condition=models.Q(state="queued"),
                name="job_queued",
            ),
            models.Index(
                fields=["lease_until"], condition=models.Q(state="running"), name="job_running"
            ),
            models.Index(fields=["state", "-id"], name="job_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} of {self.chain}"
