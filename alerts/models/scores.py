"""Cashiers' standing among their peers, and what is normal at a store. Chain schema.

All of it is worked out by one job (``alerts/services/score.py``) and only read elsewhere.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.models import Cashier, Person, Store


class Span(models.TextChoices):
    """How far back a score looks from the last business date heard."""

    WEEK = "week", _("7 days")
    MONTH = "month", _("4 weeks")
    QUARTER = "quarter", _("13 weeks")


class Doubt(models.TextChoices):
    """Why nothing can be said."""

    NONE = "", _("enough")
    FEW_SALES = "few_sales", _("too few sales to say")
    FEW_PEERS = "few_peers", _("too few cashiers to compare with")


class Score(models.Model):
    """One cashier at one store, one metric, one span.

    Whose number it was counts: all numbers of a person at the store are one row, with the
    last of them as ``cashier``. ``rate``, ``low`` and ``high`` (90 %) are multiples of what
    peers would have had on the same shifts (``expected``); ``probability`` is that of a true
    rate above twice theirs. ``weeks`` are [observed, expected, low, high] per week of the
    quarter, the oldest first, in the row of the span ``quarter``.
    """

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+", db_index=False)
    cashier = models.ForeignKey(Cashier, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    metric = models.CharField(max_length=24)
    span = models.CharField(max_length=8, choices=Span.choices)
    since = models.DateField()
    until = models.DateField(help_text="Included.")
    sales = models.IntegerField()
    observed = models.IntegerField()
    expected = models.FloatField()
    doubt = models.CharField(max_length=12, choices=Doubt.choices, blank=True)
    rate = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    probability = models.FloatField(null=True)
    p_value = models.FloatField(null=True)
    z = models.FloatField(null=True)
    stands_out = models.BooleanField(
        default=False, help_text="Of all that do, at most a tenth by chance alone."
    )
    risen_since = models.DateField(null=True, help_text="First day of the week of the rise.")
    weeks = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["store", "span", "metric", "cashier", "person"],
                nulls_distinct=False,
                name="score_once",
            )
        ]
        indexes = [models.Index(fields=["span", "-probability"], name="score_standing")]
        verbose_name = _("score")
        verbose_name_plural = _("scores")

    def __str__(self) -> str:
        return f"{self.cashier_id} {self.metric} {self.span}"


class StoreNormal(models.Model):
    """What is normal at a store over the quarter: how much it sells in which hour, and which
    stores are like it, the most like first."""

    store = models.OneToOneField(
        Store, primary_key=True, on_delete=models.CASCADE, related_name="normal"
    )
    sales_by_hour = ArrayField(models.IntegerField(), help_text="24, by the store's clock.")
    sales_a_day = models.FloatField()
    like = ArrayField(models.BigIntegerField(), help_text="Keys of like stores.")

    class Meta:
        verbose_name = _("what is normal at a store")
        verbose_name_plural = _("what is normal at stores")

    def __str__(self) -> str:
        return str(self.store_id)


class Scoring(models.Model):
    """When scores were worked out last, and how past items were tagged: one row.

    ``number`` counts them: what was made of an older one is stale. ``tags`` is
    {"<flag>|<step of amount>": [to look at, all decided]}.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    done_at = models.DateTimeField()
    number = models.IntegerField(default=0)
    until = models.DateField(null=True)
    last_file = models.BigIntegerField(default=0, help_text="The latest file there was then.")
    sales = models.BigIntegerField(default=0, help_text="Of the quarter.")
    scored = models.IntegerField(default=0)
    tags = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("scoring")
        verbose_name_plural = _("scorings")

    def __str__(self) -> str:
        return f"{self.done_at:%Y-%m-%d %H:%M}"
