"""Register events, the second accounts of them, and totals. Chain schema."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
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

    Written by set-based SQL in ``transactions/services/load.py`` only; the winner among
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
            models.Index(fields=["transaction_no"], name="txn_number"),
            models.Index(
                fields=["store", "business_date"],
                condition=models.Q(source_rank__lt=SourceRank.JOURNAL.value),
                name="txn_lower_source",
            ),
            models.Index(fields=["store", "business_date"], name="txn_store_day"),
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
        ]
        verbose_name = _("transaction")
        verbose_name_plural = _("transactions")

    def __str__(self) -> str:
        return f"{self.get_event_type_display()} {self.transaction_no}".strip()


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


class HourlyTotal(models.Model):
    """What was counted in one local hour of one business date. Recomputed whole whenever
    something in that hour changes; trends read these, never the events.

    ``measure`` is ``type:<event type>`` or ``flag:<flag>``; ``tender_class`` that of the
    largest payment, empty where nobody paid. ``hour`` is 0 to 23 of the store's wall clock.
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+", db_index=False)
    register = models.ForeignKey(
        Register, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    cashier = models.ForeignKey(
        Cashier, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    business_date = models.DateField()
    hour = models.SmallIntegerField()
    measure = models.CharField(max_length=32)
    tender_class = models.CharField(max_length=12, blank=True)
    count = models.IntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "store",
                    "business_date",
                    "register",
                    "hour",
                    "measure",
                    "cashier",
                    "tender_class",
                ],
                nulls_distinct=False,
                name="hourly_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["measure", "business_date"],
                include=["store", "count", "amount"],
                name="hourly_measure",
            ),
            models.Index(fields=["store", "measure", "business_date"], name="hourly_seen"),
        ]
        verbose_name = _("hourly total")
        verbose_name_plural = _("hourly totals")

    def __str__(self) -> str:
        return f"{self.business_date} {self.hour:02} {self.measure}"


class ControlCount(models.Model):
    """A figure that the register counted itself (MSM, shift statistics, cashier report).

    The winner among several tellings of one figure is the greatest (declared_at,
    content_hash), like a transaction's.
    """

    store = models.ForeignKey(
        Store, on_delete=models.CASCADE, related_name="control_counts", db_index=False
    )
    source_file = models.ForeignKey(
        SourceFile, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    key = models.CharField(max_length=32)
    source = models.CharField(max_length=12)
    scope = models.CharField(max_length=8)
    metric = models.CharField(max_length=24)
    raw_name = models.CharField(max_length=120, blank=True)
    business_date = models.DateField()
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    register_code = models.CharField(max_length=32, blank=True)
    cashier_code = models.CharField(max_length=32, blank=True)
    till = models.CharField(max_length=32, blank=True)
    shift_no = models.CharField(max_length=32, blank=True)
    count = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    declared_at = models.DateTimeField(null=True)
    content_hash = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "business_date", "key"], name="control_once")
        ]
        verbose_name = _("register's own count")
        verbose_name_plural = _("registers' own counts")

    def __str__(self) -> str:
        return f"{self.business_date} {self.metric}"


class GapExplanation(models.Model):
    """A person's word on numbers that are missing in a register's counter: append-only."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+")
    business_date = models.DateField()
    counter = models.CharField(max_length=40, help_text="Register number, or 'outside'.")
    first_no = models.BigIntegerField()
    last_no = models.BigIntegerField()
    text = models.CharField(max_length=400)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=["store", "business_date"], name="gap_store_date")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        verbose_name = _("explained gap")
        verbose_name_plural = _("explained gaps")

    def __str__(self) -> str:
        return f"{self.first_no}-{self.last_no}"


class ApiRequest(models.Model):
    """The answer given to an idempotency key, so that the same request gets the same answer."""

    token = models.ForeignKey("stores.Token", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=128)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, path and body.")
    status = models.SmallIntegerField(null=True, help_text="Empty while it is being done.")
    body = models.JSONField(null=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_key_once")]
        indexes = [models.Index(fields=["made_at"], name="api_request_age")]
        verbose_name = _("API request")
        verbose_name_plural = _("API requests")

    def __str__(self) -> str:
        return self.key
