"""What was counted: by us, by the registers themselves, and which numbers are missing.
Chain schema."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stores.models import Cashier, Register, Store
from transactions.models.files import SourceFile


class HourlyTotal(models.Model):
    """What was counted in one local hour of one business date. Recomputed whole whenever
    something in that hour changes; trends read these, never the events.

    ``measure`` is ``type:<event type>`` or ``flag:<flag>``; ``tender_class`` that of the
    largest payment, empty where nobody paid. ``hour`` is 0 to 23 of the store's wall clock.
    """

    # Made of rows whose own keys are checked: a second check would cost a third of the writing.
    store = models.ForeignKey(
        Store, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    register = models.ForeignKey(
        Register,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    cashier = models.ForeignKey(
        Cashier,
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
        db_constraint=False,
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
            # Neither holds what is counted, so that counting on changes no index.
            models.Index(
                fields=["measure", "business_date"], include=["store"], name="hourly_measure_day"
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
