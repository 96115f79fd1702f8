"""Why a transaction stands where it stands in the queue. Chain schema."""

from __future__ import annotations

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from transactions.models import Transaction


class ItemRisk(models.Model):
    """The parts that a review's risk adds up: [{code, points, params}], the weightiest
    first. ``base`` is what ingest gave (``Transaction.risk``) when they were added up."""

    transaction = models.OneToOneField(
        Transaction, primary_key=True, on_delete=models.CASCADE, related_name="item_risk"
    )
    base = models.SmallIntegerField()
    risk = models.SmallIntegerField()
    parts = models.JSONField(default=list)
    rules = models.JSONField(default=list, help_text="[[severity, rule]] that found it.")
    scoring = models.IntegerField(default=0, help_text="``Scoring.number`` it was made of.")
    ranked_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("risk of an item")
        verbose_name_plural = _("risks of items")

    def __str__(self) -> str:
        return f"{self.transaction_id} {self.risk}"
