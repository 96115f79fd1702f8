"""What rules found. Chain schema."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from alerts.models.rules import Rule, Severity
from stores.models import Cashier, Register, Store
from transactions.models import Transaction


class AlertState(models.TextChoices):
    OPEN = "open", _("open")
    SEEN = "seen", _("acknowledged")
    WITHDRAWN = "withdrawn", _("withdrawn")


class AlertKey(models.TextChoices):
    """What a rule groups by: one alert is about one of these."""

    TRANSACTION = "transaction", _("transaction")
    REGISTER = "register", _("register")
    CASHIER = "cashier", _("cashier")
    STORE = "store", _("store")


class Alert(models.Model):
    """One episode: a rule, what it is about (``key``), and a span of time.

    Episodes are worked out from the rows there are, whatever order they came in. When late
    rows change them an alert is extended, or takes another one in (that one is withdrawn,
    ``merged_into`` says where), or is withdrawn; it is never written twice.

    ``told_at`` is when people were first told, null where nobody was: ``quiet_because`` says
    why (silent, snoozed, schedule, cooldown, too_old, history). ``facts`` are the parameters
    of the sentence: count, total, limit, seconds and so on (``alerts/rules/sentences.py``).
    """

    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="alerts", db_index=False)
    rule_version = models.PositiveIntegerField()
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", db_index=False)
    key_kind = models.CharField(max_length=12, choices=AlertKey.choices)
    register = models.ForeignKey(
        Register, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    cashier = models.ForeignKey(
        Cashier, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    started_at = models.DateTimeField(help_text="Of its first transaction.")
    ended_at = models.DateTimeField(help_text="Of its last transaction.")
    severity = models.SmallIntegerField(choices=Severity.choices)
    state = models.CharField(max_length=10, choices=AlertState.choices, default=AlertState.OPEN)
    quiet_because = models.CharField(max_length=12, blank=True)
    count = models.IntegerField(default=1, help_text="Of its transactions.")
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    facts = models.JSONField(default=dict)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    raised_at = models.DateTimeField(default=now, editable=False)
    changed_at = models.DateTimeField(default=now)
    told_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        indexes = [
            models.Index(fields=["rule", "store", "started_at"], name="alert_rule_span"),
            models.Index(fields=["store", "-started_at", "-id"], name="alert_store_time"),
            models.Index(fields=["state", "-started_at", "-id"], name="alert_state_time"),
            models.Index(fields=["cashier", "-started_at"], name="alert_cashier_time"),
        ]
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")

    def __str__(self) -> str:
        return f"{self.rule_id} {self.started_at:%Y-%m-%d %H:%M}"


class AlertTransaction(models.Model):
    """A transaction that belongs to an alert. This link is the flag ``pattern``: it lives
    here, so that a replay of the transaction's file cannot wipe it."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="links", db_index=False)
    transaction = models.ForeignKey(
        Transaction, on_delete=models.PROTECT, related_name="alert_links"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "transaction"], name="alert_link_once")
        ]
        verbose_name = _("transaction of an alert")
        verbose_name_plural = _("transactions of alerts")

    def __str__(self) -> str:
        return f"{self.alert_id} {self.transaction_id}"


class RuleMark(models.Model):
    """How far the rules have seen a store: the latest time of an event there. Rules about
    something that did not happen wait for it."""

    store = models.OneToOneField(
        Store, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    heard_until = models.DateTimeField()

    class Meta:
        verbose_name = _("how far a store was heard")
        verbose_name_plural = _("how far stores were heard")

    def __str__(self) -> str:
        return f"{self.store_id} {self.heard_until:%Y-%m-%d %H:%M}"
