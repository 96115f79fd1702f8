"""Rules that could not be evaluated. Chain schema."""

from __future__ import annotations

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from alerts.models.rules import Rule


class TroubleCode(models.TextChoices):
    NOT_UNDERSTOOD = "not_understood", _("its text is not understood any more")
    TOO_SLOW = "too_slow", _("it took too long and was stopped")
    ENDLESS = "endless", _("what it finds has no end")
    FAILED = "failed", _("it could not be run")


class RuleTrouble(models.Model):
    """A rule that fails or takes too long harms no other: it is said here, it rests until
    ``again_at``, and then looks at everything since ``behind_since``. Gone once it is well."""

    rule = models.OneToOneField(
        Rule, primary_key=True, on_delete=models.CASCADE, related_name="trouble"
    )
    code = models.CharField(max_length=16, choices=TroubleCode.choices)
    at = models.DateTimeField(default=now)
    again_at = models.DateTimeField(default=now)
    behind_since = models.DateTimeField(null=True)
    times = models.IntegerField(default=1, help_text="Failures in a row.")

    class Meta:
        verbose_name = _("trouble with a rule")
        verbose_name_plural = _("trouble with rules")

    def __str__(self) -> str:
        return f"{self.rule_id} {self.code}"
