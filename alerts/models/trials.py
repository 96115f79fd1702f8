"""Rules tried on past days, and what the numbers propose. Chain schema."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from alerts.models.rules import Rule


class TrialState(models.TextChoices):
    WAITING = "waiting", _("being worked out")
    DONE = "done", _("done")
    FAILED = "failed", _("could not be worked out")


class Trial(models.Model):
    """One rule tried on past days, and what it would have found. Read by whoever asked only:
    its figures are of the stores that they may see.

    ``result`` is a report as ``alerts/services/trials.py`` makes it, ``reason`` a code where
    there is none.
    """

    rule = models.ForeignKey(Rule, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=400)
    days = models.PositiveSmallIntegerField()
    stores = models.JSONField(default=list, help_text="Ids; empty: all of the chain.")
    register_classes = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=TrialState.choices, default=TrialState.WAITING)
    reason = models.CharField(max_length=40, blank=True)
    result = models.JSONField(default=dict)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    asked_at = models.DateTimeField(default=now, editable=False)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_by", "asked_at"], name="trial_asked")]
        verbose_name = _("rule tried on past days")
        verbose_name_plural = _("rules tried on past days")

    def __str__(self) -> str:
        return self.text


class Proposal(models.Model):
    """A threshold that this chain's own days speak for. A person accepts it, or does not."""

    rule = models.OneToOneField(
        Rule, primary_key=True, on_delete=models.CASCADE, related_name="proposal"
    )
    rule_version = models.PositiveIntegerField(help_text="It says nothing about a later one.")
    value = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, help_text="Empty: none of those tried will do."
    )
    days = models.PositiveSmallIntegerField()
    tried = models.JSONField(
        default=list, help_text="[{value, alerts, per_store_week}], by rising value."
    )
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("proposed threshold")
        verbose_name_plural = _("proposed thresholds")

    def __str__(self) -> str:
        return f"{self.rule_id}: {self.value}"
