"""What people decided about flagged transactions, and what they wrote. Chain schema."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stores.models import Store
from transactions.models.events import Transaction


class ReviewStatus(models.TextChoices):
    NEW = "new", _("To review")
    APPROVED = "approved", _("Approved")
    INVESTIGATE = "investigate", _("Investigate")
    ESCALATE = "escalate", _("Escalate")


STATUS_SUBTITLES = {
    ReviewStatus.NEW: _("nobody has looked yet"),
    ReviewStatus.APPROVED: _("nothing wrong"),
    ReviewStatus.INVESTIGATE: _("keep on my list"),
    ReviewStatus.ESCALATE: _("send to loss prevention"),
}


@pghistory.track(
    pghistory.UpdateEvent(),
    fields=["status", "assignee", "decided_by", "decided_at", "version"],
    model_name="ReviewEvent",
)
class Review(models.Model):
    """The decision about one flagged transaction. The exception queue reads only these.

    ``version`` grows with each decision; a decision made on an older one is refused, so
    that none is overwritten unseen.
    """

    transaction = models.OneToOneField(
        Transaction, primary_key=True, on_delete=models.CASCADE, related_name="review"
    )
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", db_index=False)
    status = models.CharField(max_length=12, choices=ReviewStatus.choices, default=ReviewStatus.NEW)
    primary_flag = models.CharField(max_length=20)
    risk = models.SmallIntegerField(default=0)
    occurred_at = models.DateTimeField()
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
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
    version = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["status", "-risk", "-occurred_at", "-transaction"], name="review_ranked"
            ),
            models.Index(fields=["status", "-occurred_at", "-transaction"], name="review_newest"),
            models.Index(
                fields=["store", "status", "-risk", "-occurred_at", "-transaction"],
                name="review_store",
            ),
            models.Index(
                fields=["store", "status", "-occurred_at", "-transaction"],
                name="review_store_newest",
            ),
        ]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.transaction_id}"


class Note(models.Model):
    """What somebody wrote about a transaction. Append-only."""

    transaction = models.ForeignKey(Transaction, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    author_name = models.CharField(max_length=200)
    text = models.TextField(max_length=4000)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return self.text[:60]
