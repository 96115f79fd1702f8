"""What the API remembers of its callers. Chain schema."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
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
