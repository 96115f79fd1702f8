"""A rule as a person wrote it. Chain schema."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class RuleState(models.TextChoices):
    ON = "on", _("on")
    SILENT = "silent", _("runs silently")
    OFF = "off", _("off")


class Severity(models.IntegerChoices):
    """Greater is more urgent; deliveries are chosen by "at least"."""

    LOW = 10, _("low")
    MEDIUM = 20, _("medium")
    HIGH = 30, _("high")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Rule(models.Model):
    """One rule: its text, where and when it counts, and how loud it is.

    ``text`` is the canonical text of ``alerts/rules``. A change of ``text``, ``stores`` or
    ``register_classes`` raises ``version``: alerts say which version found them. ``stores``
    empty: all of the chain. ``schedule`` says when it tells people, in each store's own
    time: {"days": [1..7, Monday first], "from": "HH:MM", "until": "HH:MM"}; empty: always.
    What it finds outside of that is recorded and told to nobody.
    """

    code = models.CharField(
        max_length=40, blank=True, help_text="Of the rule pack it came from; empty: written here."
    )
    name = models.CharField(_("name"), max_length=80)
    text = models.CharField(_("rule"), max_length=400)
    state = models.CharField(
        _("state"), max_length=8, choices=RuleState.choices, default=RuleState.SILENT
    )
    severity = models.SmallIntegerField(
        _("severity"), choices=Severity.choices, default=Severity.MEDIUM
    )
    stores = models.JSONField(_("stores"), default=list, blank=True)
    register_classes = models.JSONField(_("kinds of register"), default=list, blank=True)
    schedule = models.JSONField(_("tells when"), default=dict, blank=True)
    cooldown_minutes = models.PositiveIntegerField(
        _("quiet after an alert (minutes)"),
        default=0,
        help_text=_("The same rule for the same register or cashier tells nobody again so long."),
    )
    snoozed_until = models.DateTimeField(_("snoozed until"), null=True, blank=True)
    silent_until = models.DateTimeField(
        _("silent until"),
        null=True,
        blank=True,
        help_text=_("When a rule of the pack has seen enough to propose its threshold."),
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    why = models.CharField(
        _("why it was changed"), max_length=400, blank=True, help_text=_("Of the last change.")
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    changed_at = models.DateTimeField(default=now, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("-severity", "name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="rule_code_once"
            )
        ]
        verbose_name = _("rule")
        verbose_name_plural = _("rules")

    def __str__(self) -> str:
        return self.name
