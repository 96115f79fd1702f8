"""The ring test: ten guided minutes at a store that show what can be seen there. Chain schema."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from stores.models import Camera, Register, Store
from transactions.models import Transaction


class RingTest(models.Model):
    """One run of the ring test at one register, kept with what it showed.

    ``register`` is empty until the first event is seen where none was known to choose.
    """

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="ring_tests")
    register = models.ForeignKey(
        Register, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    started_at = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["store", "register"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="ring_test_open_once",
            )
        ]
        verbose_name = _("ring test")
        verbose_name_plural = _("ring tests")

    def __str__(self) -> str:
        return f"{self.store} {self.started_at:%Y-%m-%d %H:%M}"


class StepOutcome(models.TextChoices):
    WAITING = "waiting", _("waiting for the register")
    SEEN = "seen", _("seen and understood")
    SEEN_AS_OTHER = "seen_as_other", _("seen, but read as something else")
    NOT_SEEN = "not_seen", _("nothing came")
    SKIPPED = "skipped", _("skipped")


class RingStep(models.Model):
    """One thing to ring: when it was asked for, and what came of it.

    A step waits from ``asked_at`` until ``ended_at``; asked again, it forgets what came.
    ``delay_ms`` is from the register's own time of the event to its row in our database, the
    error of that clock included. ``learned`` holds read_as, flags, confidence, elements,
    unknown, format, vendor and parser_version of the event; of the wave, clips and cameras.
    """

    ring_test = models.ForeignKey(RingTest, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=24)
    position = models.PositiveSmallIntegerField()
    outcome = models.CharField(
        max_length=14, choices=StepOutcome.choices, default=StepOutcome.WAITING
    )
    asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    transaction = models.ForeignKey(
        Transaction, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    source_tag = models.CharField(max_length=120, blank=True)
    delay_ms = models.IntegerField(null=True)
    camera = models.ForeignKey(
        Camera, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    occurred_at = models.DateTimeField(null=True, help_text="By the register's clock.")
    received_at = models.DateTimeField(null=True, help_text="When its file came in.")
    waved_at = models.DateTimeField(null=True)
    learned = models.JSONField(
        default=dict, help_text="How the register writes it: read_as, flags, elements, …"
    )
    rejected = models.JSONField(
        default=list, help_text="Transactions that somebody said were not it."
    )

    class Meta:
        ordering = ("ring_test", "position")
        constraints = [models.UniqueConstraint(fields=["ring_test", "step"], name="ring_step_once")]
        indexes = [
            models.Index(
                fields=["transaction"],
                condition=models.Q(transaction__isnull=False),
                name="ring_step_transaction",
            )
        ]
        verbose_name = _("step of a ring test")
        verbose_name_plural = _("steps of a ring test")

    def __str__(self) -> str:
        return self.step
