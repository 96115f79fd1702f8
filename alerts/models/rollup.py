"""Hourly totals rolled up to days, for trends over years of them. Chain schema."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.models import Cashier, Register, Store


class DayTotal(models.Model):
    """``HourlyTotal`` without hours and kinds of payment. Made of it by the job
    ``roll_up_days`` for every business date that something was written on."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+", db_index=False)
    register = models.ForeignKey(
        Register, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    cashier = models.ForeignKey(
        Cashier, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    business_date = models.DateField()
    measure = models.CharField(max_length=32)
    count = models.IntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["store", "business_date", "measure", "register", "cashier"],
                nulls_distinct=False,
                name="day_total_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["measure", "business_date"],
                include=["store", "register", "cashier", "count", "amount"],
                name="day_total_measure",
            )
        ]
        verbose_name = _("daily total")
        verbose_name_plural = _("daily totals")

    def __str__(self) -> str:
        return f"{self.business_date} {self.measure}"


class StaleDay(models.Model):
    """A business date whose daily totals are to be made anew."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+", db_index=False)
    business_date = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["store", "business_date"], name="stale_day_once")
        ]
        verbose_name = _("day to be rolled up")
        verbose_name_plural = _("days to be rolled up")

    def __str__(self) -> str:
        return f"{self.store_id} {self.business_date}"
