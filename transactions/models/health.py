"""What was last found out about a store's data. Chain schema."""

from __future__ import annotations

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from stores.models import Store


class StoreHealth(models.Model):
    """Findings that take a look at days of events: kept, since every page's header says
    whether the store is watched. Written anew by ``services/health.py`` a few minutes after
    something came in; what costs one look into an index is not kept here.

    ``missing_numbers`` and ``differing_counts`` are of closed business dates of the last
    two weeks, without what a person explained. Lags are seconds from event to receipt.
    """

    store = models.OneToOneField(
        Store, primary_key=True, on_delete=models.CASCADE, related_name="health"
    )
    checked_at = models.DateTimeField(default=now)
    missing_numbers = models.IntegerField(default=0)
    missing_since = models.DateField(null=True)
    blind_to = models.JSONField(
        default=list, help_text="Metrics that the register counted and we never saw."
    )
    differing_counts = models.IntegerField(default=0)
    differing_since = models.DateField(null=True)
    implausible_times = models.IntegerField(default=0)
    lag_median = models.IntegerField(null=True)
    lag_p95 = models.IntegerField(null=True)

    class Meta:
        verbose_name = _("data health")
        verbose_name_plural = _("data health")

    def __str__(self) -> str:
        return f"{self.store_id} {self.checked_at:%Y-%m-%d %H:%M}"
