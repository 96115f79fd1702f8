"""What the API remembers of its callers. Chain schema."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiAllowance(models.Model):
    """How many requests a token may still send at once: a bucket that fills steadily.

    Written by ``transactions/api/throttling.py`` at every request, into an unlogged table.
    """

    token = models.OneToOneField(
        "stores.Token", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    level = models.FloatField(help_text="Requests left at the time below.")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("allowance of a token")
        verbose_name_plural = _("allowances of tokens")

    def __str__(self) -> str:
        return f"{self.token_id}: {self.level:.1f}"
