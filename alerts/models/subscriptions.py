"""Who wants to be told what, and how they are reached. Chain schema."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from alerts.models.rules import Severity


class ChannelKind(models.TextChoices):
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("text message")
    WEBHOOK = "webhook", _("webhook")


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["sealed"],
)
class Webhook(models.Model):
    """A program of the chain's own that is told by a signed HTTPS request.

    ``sealed`` holds up to two secrets (``stores/sealing.py``): ``current`` and, until
    ``previous_until``, ``previous``, so that a secret is changed without a gap.
    """

    name = models.CharField(_("name"), max_length=80)
    url = models.URLField(_("address"), max_length=500)
    sealed = models.BinaryField(default=b"", editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    is_active = models.BooleanField(_("on"), default=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Subscription(models.Model):
    """What one person, everybody of a role, or a webhook is told of alerts, over one channel.

    A person's own row counts before the row of their role, and that before what the product
    does by itself (``alerts/defaults.py``). ``stores`` and ``rules`` hold ids; empty means all
    that the person may see. ``days`` (1 is Monday), ``since`` and ``until`` are when it may
    ring, by the clock of the alert's store; outside of that it waits. ``after_minutes``: only
    when nobody has acknowledged the alert for so long.
    """

    channel = models.CharField(_("channel"), max_length=8, choices=ChannelKind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, blank=True)
    webhook = models.OneToOneField(
        Webhook, null=True, blank=True, on_delete=models.CASCADE, related_name="subscription"
    )
    is_active = models.BooleanField(_("on"), default=True)
    severity = models.SmallIntegerField(
        _("at least"), choices=Severity.choices, default=Severity.MEDIUM
    )
    stores = models.JSONField(_("stores"), default=list, blank=True)
    rules = models.JSONField(_("rules"), default=list, blank=True)
    days = models.JSONField(_("days"), default=list, blank=True)
    since = models.TimeField(_("from"), null=True, blank=True)
    until = models.TimeField(_("until"), null=True, blank=True)
    urgent_always = models.BooleanField(
        _("high severity at any hour"), default=False, help_text=_("Whatever the hours say.")
    )
    after_minutes = models.PositiveSmallIntegerField(
        _("when nobody acknowledged for (minutes)"), default=0
    )
    changed_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                name="subscription_of_one",
                condition=models.Q(user__isnull=False, role="", webhook__isnull=True)
                | (models.Q(user__isnull=True, webhook__isnull=True) & ~models.Q(role=""))
                | models.Q(user__isnull=True, role="", webhook__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["user", "channel"],
                condition=models.Q(user__isnull=False),
                name="subscription_user_once",
            ),
            models.UniqueConstraint(
                fields=["role", "channel"],
                condition=~models.Q(role=""),
                name="subscription_role_once",
            ),
        ]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return f"{self.channel} {self.user_id or self.role or self.webhook_id}"


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent())
class OptOut(models.Model):
    """A person took themselves off one kind of message on one channel."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    kind = models.CharField(max_length=10)
    channel = models.CharField(max_length=8, choices=ChannelKind.choices)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="opt_out_once")
        ]
        verbose_name = _("opt-out")
        verbose_name_plural = _("opt-outs")

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.channel}"


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["code_digest", "code_tries"],
)
class Phone(models.Model):
    """A person's number for text messages. Usable once a code sent to it came back.

    ``consent`` keeps the very words that were agreed to, ``consent_at`` when. ``stopped_at``
    is set by STOP from the phone, which nothing but START from the phone takes back.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )
    number = models.CharField(_("number"), max_length=16, help_text="E.164")
    consent = models.TextField(blank=True)
    consent_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=64, blank=True, editable=False)
    code_sent_at = models.DateTimeField(null=True, editable=False)
    code_tries = models.SmallIntegerField(default=0, editable=False)
    verified_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["number"], name="phone_number")]
        verbose_name = _("phone")
        verbose_name_plural = _("phones")

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """``+1 … 0123``: enough for its owner to know it again."""
        return f"{self.number[:2]} … {self.number[-4:]}"

    @property
    def is_usable(self) -> bool:
        return self.verified_at is not None and self.stopped_at is None
