"""What is sent to whom, each attempt at it, and how it ended. Chain schema."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from alerts.models.alerts import Alert
from alerts.models.subscriptions import ChannelKind, Webhook


class DeliveryKind(models.TextChoices):
    ALERT = "alert", _("alert")
    ESCALATION = "escalation", _("nobody acknowledged")
    SUMMARY = "summary", _("daily summary")
    DIGEST = "digest", _("daily text message")
    WEEKLY = "weekly", _("weekly comparison")
    TEST = "test", _("test")
    VERIFY = "verify", _("code")


class DeliveryState(models.TextChoices):
    """queued --mark--> sending --answer--> sent --receipt--> delivered | failed
       ^                  |
       |<--- temporary ---|--> failed (for good), gave_up (too long), unsure (see below)

    ``unsure``: the process died, or the line broke, between the call and its answer, on a
    channel that cannot tell a second call from the first (text messages). It is shown and
    not sent again. ``suppressed``: nothing was ever sent; the reason says why.
    """

    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("received")
    FAILED = "failed", _("failed")
    GAVE_UP = "gave_up", _("given up")
    UNSURE = "unsure", _("not known whether sent")
    SUPPRESSED = "suppressed", _("not sent")


class Delivery(models.Model):
    """One message to one recipient over one channel, named by ``key``: asking twice for the
    same key is asking once. What is needed to send it again, word for word, is kept.

    ``recipient`` is "user:7" or "webhook:3"; ``address`` is where it went (of a person: their
    e-mail or number at the time). Messages about alerts are put into words when they are due,
    so that what was withdrawn meanwhile is not in them; the others come in words.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=DeliveryKind.choices)
    channel = models.CharField(_("channel"), max_length=8, choices=ChannelKind.choices)
    recipient = models.CharField(max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    webhook = models.ForeignKey(Webhook, null=True, on_delete=models.SET_NULL, related_name="+")
    address = models.CharField(_("address"), max_length=500, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED
    )
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    reason_params = models.JSONField(default=dict, blank=True)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    attachments = models.JSONField(
        default=list, blank=True, help_text="[{name, type, cid, key}]; key: in the file storage."
    )
    payload = models.JSONField(default=dict, blank=True, help_text="Of a webhook: the body.")
    tries = models.PositiveSmallIntegerField(default=0)
    send_after = models.DateTimeField(default=now)
    created_at = models.DateTimeField(default=now, editable=False)
    sending_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=100, blank=True)
    alerts = models.ManyToManyField(Alert, through="DeliveryAlert", related_name="deliveries")

    class Meta:
        ordering = ("-pk",)
        indexes = [
            models.Index(
                fields=["recipient", "channel", "kind", "-send_after"], name="delivery_recipient"
            ),
            models.Index(fields=["state", "-id"], name="delivery_state"),
            models.Index(
                fields=["provider_id"],
                condition=~models.Q(provider_id=""),
                name="delivery_provider_id",
            ),
        ]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return self.key


class DeliveryAlert(models.Model):
    """An alert in a delivery. ``told`` is "kind channel recipient": nobody is told of the
    same alert twice in the same way, whatever asks for it and however often."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="links")
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="delivery_links")
    told = models.CharField(max_length=70)
    dropped = models.CharField(
        max_length=16, blank=True, help_text="Why it is not in the message after all."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "told"], name="told_once")]
        verbose_name = _("alert of a delivery")
        verbose_name_plural = _("alerts of deliveries")

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.alert_id}"


class Outcome(models.TextChoices):
    SENT = "sent", _("taken by the other side")
    DELIVERED = "delivered", _("received")
    TEMPORARY = "temporary", _("refused for now")
    PERMANENT = "permanent", _("refused")
    UNSURE = "unsure", _("no answer came back")


class DeliveryAttempt(models.Model):
    """One try, or one receipt that came back later. Append-only."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=now)
    seconds = models.FloatField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    code = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("pk",)
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.number} {self.outcome}"


class ChannelTrouble(models.Model):
    """A channel that fails whoever it is for: since when, why, and when one message tries it
    again. The others wait for that one, so that they neither block nor count. ``channel`` is
    "email", "sms" or "webhook:3"."""

    channel = models.CharField(max_length=40, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    retry_at = models.DateTimeField()
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("channel in trouble")
        verbose_name_plural = _("channels in trouble")

    def __str__(self) -> str:
        return f"{self.channel} {self.code}"
