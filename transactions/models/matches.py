"""The second accounts of register events. Chain schema."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.models import Store
from transactions.models.events import Transaction


class MatchHow(models.TextChoices):
    CERTAIN = "certain", _("by register, number and time")
    SAME = "same", _("a person said: the same")
    OTHER = "other", _("a person said: not the same, count it")
    SET_ASIDE = "set_aside", _("a person said: leave it out")
    UNSURE = "unsure", _("not certain")


class Match(models.Model):
    """One row of a lower source, and which row of the store's primary source it tells of.

    Decisions of people (``same``, ``other``, ``set_aside``) outlive any re-reading; the
    rest is computed anew from what there is, so that arrival order does not matter.
    """

    lower = models.OneToOneField(
        Transaction, primary_key=True, on_delete=models.CASCADE, related_name="match"
    )
    upper = models.ForeignKey(
        Transaction, null=True, on_delete=models.CASCADE, related_name="second_accounts"
    )
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", db_index=False)
    how = models.CharField(max_length=10, choices=MatchHow.choices)
    differences = models.JSONField(
        default=list, help_text="[{field, upper, lower}] where the accounts disagree."
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["store", "how"], name="match_store_how")]
        verbose_name = _("second account")
        verbose_name_plural = _("second accounts")

    def __str__(self) -> str:
        return f"{self.lower_id} → {self.upper_id}"
