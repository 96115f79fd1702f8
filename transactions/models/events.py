"""Register events. Chain schema."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Abs
from django.utils.translation import gettext_lazy as _

from stores.models import Cashier, Register, Store
from transactions.formats.canonical import SourceRank
from transactions.models.files import SourceFile
from transactions.models.labels import EVENT_TYPES


class Standing(models.TextChoices):
    COUNTED = "", _("counted")
    SECOND = "second", _("second account of the same")
    UNDECIDED = "undecided", _("perhaps the same: to be decided")
    SET_ASIDE = "set_aside", _("set aside by a person")
    WITHDRAWN = "withdrawn", _("its file no longer tells of it")


class Transaction(models.Model):
    """One register event of any type.

    Written by ``transactions/services/load.py`` only; the winner among
    several accounts of one event is the greatest (source_rank, declared_at, content_hash),
    never the latest arrival. Money in the store's currency.
    """

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", db_index=False)
    register = models.ForeignKey(
        Register, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    cashier = models.ForeignKey(
        Cashier, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    source_file = models.ForeignKey(
        SourceFile, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    source_index = models.IntegerField()
    event_key = models.CharField(max_length=32)
    event_type = models.CharField(max_length=16, choices=list(EVENT_TYPES.items()))
    type_confidence = models.CharField(max_length=8)
    source_event_tag = models.CharField(max_length=60)
    occurred_at = models.DateTimeField()
    time_basis = models.CharField(max_length=8)
    time_quality = models.CharField(max_length=16)
    business_date = models.DateField()
    transaction_no = models.CharField(max_length=40, blank=True)
    event_sequence = models.CharField(max_length=40, blank=True)
    till = models.CharField(max_length=32, blank=True)
    shift_no = models.CharField(max_length=32, blank=True)
    approver = models.CharField(max_length=32, blank=True)
    is_training = models.BooleanField(null=True)
    is_outside = models.BooleanField(null=True)
    is_offline = models.BooleanField(null=True)
    is_suspended = models.BooleanField(null=True)
    is_recalled = models.BooleanField(null=True)
    linked_transaction_no = models.CharField(max_length=40, blank=True)
    reason_text = models.CharField(max_length=120, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    gross = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    net = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    tax = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    grand = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    flags = ArrayField(models.CharField(max_length=20), default=list)
    flag_details = models.JSONField(
        default=list, help_text="[{flag, confidence, code, params}], a sentence per flag."
    )
    risk = models.SmallIntegerField(default=0)
    receipt = models.JSONField(default=dict, help_text="lines, adjustments, tenders, unknown.")
    source_rank = models.SmallIntegerField(default=0)
    declared_at = models.DateTimeField(null=True)
    content_hash = models.CharField(max_length=32)
    tender_class = models.CharField(
        max_length=12,
        blank=True,
        db_default="",
        default="",
        help_text="Of the largest payment; empty where nobody paid.",
    )
    is_baseline = models.BooleanField(
        default=False,
        db_default=False,
        help_text="History that a back-fill brought: counted, and nothing to review.",
    )
    standing = models.CharField(
        max_length=12,
        choices=Standing.choices,
        default=Standing.COUNTED,
        db_default=Standing.COUNTED,
        blank=True,
        help_text="Only what is counted has reviews, alerts, clips and a place in totals.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_date", "event_key"], name="event_once"),
        ]
        indexes = [
            models.Index(fields=["store", "-occurred_at", "-id"], name="txn_store_time"),
            models.Index(fields=["register", "occurred_at", "id"], name="txn_register_time"),
            models.Index(
                fields=["event_type", "-occurred_at"],
                condition=~models.Q(event_type="sale"),
                name="txn_type_time",
            ),
            models.Index(
                fields=["store", "occurred_at"],
                condition=~models.Q(event_type="sale", flags=[]),
                name="txn_odd_time",
            ),
            models.Index(fields=["transaction_no"], name="txn_number"),
            models.Index(
                fields=["store", "business_date"],
                condition=models.Q(source_rank__lt=SourceRank.JOURNAL.value),
                name="txn_lower_source",
            ),
            models.Index(
                fields=["store", "business_date", "occurred_at", "id"], name="txn_store_day_time"
            ),
            models.Index(fields=["-occurred_at", "-id"], name="txn_time"),
            models.Index(fields=["cashier", "-occurred_at", "-id"], name="txn_cashier_time"),
            models.Index(
                fields=["-occurred_at", "-id"],
                condition=models.Q(is_training=True),
                name="txn_training_time",
            ),
            models.Index("store", Abs("amount"), "id", name="txn_store_amount"),
            models.Index(
                fields=["-occurred_at", "-id"],
                include=["store", "flags", "standing"],
                condition=~models.Q(flags=[]),
                name="txn_flagged_time",
            ),
            models.Index(
                fields=["store", "-occurred_at", "-id"],
                include=["flags", "standing"],
                condition=~models.Q(flags=[]),
                name="txn_flagged_store",
            ),
            GinIndex(
                fields=["flags"],
                condition=~models.Q(flags=[]),
                fastupdate=False,
                name="txn_flags",
            ),
            models.Index(
                fields=["store"],
                condition=models.Q(time_quality="implausible"),
                name="txn_implausible",
            ),
            models.Index(
                fields=["store", "standing"],
                condition=~models.Q(standing=""),
                name="txn_not_counted",
            ),
            models.Index(
                fields=["source_file", "standing"],
                include=["flags"],
                condition=~models.Q(standing=""),
                name="txn_told_elsewhere",
            ),
        ]
        verbose_name = _("transaction")
        verbose_name_plural = _("transactions")

    def __str__(self) -> str:
        return f"{self.get_event_type_display()} {self.transaction_no}".strip()
