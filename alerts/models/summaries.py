"""When summaries go out, to whom, and what they said. Chain schema."""

from __future__ import annotations

from datetime import time

import pghistory
from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from stores.models import Store
from stores.models.places import check_timezone


class SummaryKind(models.TextChoices):
    DAILY = "daily", _("daily summary")
    WEEKLY = "weekly", _("weekly comparison")


class SummaryPart(models.TextChoices):
    """What a daily summary may hold, in the order of the mail."""

    LOOK = "look", _("Worth a look")
    CHART = "chart", _("The picture of four weeks")
    TYPES = "types", _("Flagged, by type")
    REGISTERS = "registers", _("Flagged, by register")
    CASHIERS = "cashiers", _("Flagged, by cashier")
    LEFT = "left", _("Left over from before")
    ALERTS = "alerts", _("Alerts")
    HEALTH = "health", _("Data that is missing")
    FOOTAGE = "footage", _("Footage that is at risk")


DAILY_AT, OWNER_AT = time(6, 30), time(7, 0)
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
MONDAY = [1]


def every_day() -> list[int]:
    return list(EVERY_DAY)


def every_part() -> list[str]:
    return list(SummaryPart.values)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SummarySchedule(models.Model):
    """When one kind of summary of a store (``store`` None: of all stores of whoever reads
    it) goes out. What has no row goes by ``alerts/summaries/schedules.py``.

    ``at`` is a time of day in the store's own zone; of all stores in ``timezone`` (empty:
    that of the first store). A summary sent before noon is of the day before, a later one
    of the same day. ``roles`` are who gets it, of those that may see the store.
    """

    kind = models.CharField(max_length=8, choices=SummaryKind.choices)
    store = models.ForeignKey(Store, null=True, on_delete=models.CASCADE, related_name="+")
    is_on = models.BooleanField(_("on"), default=True)
    at = models.TimeField(_("at"), default=DAILY_AT)
    days = models.JSONField(_("on these days"), default=every_day)
    timezone = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[check_timezone]
    )
    roles = models.JSONField(_("for"), default=list)
    parts = models.JSONField(_("with"), default=every_part)
    says_quiet = models.BooleanField(
        _("also when nothing happened"),
        default=True,
        help_text=_("One line that says so: then silence means that something is wrong."),
    )
    by_text = models.BooleanField(
        _("also by text message"),
        default=False,
        help_text=_("One message, to those of them who gave a number."),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    changed_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("kind", "store__code")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "store"], nulls_distinct=False, name="summary_schedule_once"
            )
        ]
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")

    def __str__(self) -> str:
        return f"{self.kind} {self.store_id or 'all'} {self.at:%H:%M}"

    @property
    def is_of_owner(self) -> bool:
        return self.store_id is None

    @property
    def role_set(self) -> frozenset[str]:
        return frozenset(self.roles) & frozenset(Role.values)


class SummaryMark(models.Model):
    """Up to which moment a schedule has been dealt with: what was due before is past."""

    kind = models.CharField(max_length=8, choices=SummaryKind.choices)
    store = models.ForeignKey(Store, null=True, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "store"], nulls_distinct=False, name="summary_mark_once"
            )
        ]
        verbose_name = _("how far summaries are sent")
        verbose_name_plural = _("how far summaries are sent")

    def __str__(self) -> str:
        return f"{self.kind} {self.store_id or 'all'} {self.until:%Y-%m-%d %H:%M}"


class RunState(models.TextChoices):
    MADE = "made", _("sent")
    QUIET = "quiet", _("nothing happened, not sent")
    MISSED = "missed", _("missed")


class SummaryRun(models.Model):
    """One summary: of which stores, of which day, and the facts it was put into words from,
    so that it can be read again. ``stores_key`` names the set of stores: two people who may
    see different stores of the chain get different summaries of one day."""

    kind = models.CharField(max_length=8, choices=SummaryKind.choices)
    store = models.ForeignKey(
        Store, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    stores = models.JSONField(default=list, help_text="Ids, in order.")
    stores_key = models.CharField(max_length=32)
    business_date = models.DateField(help_text="Of a week: its last day.")
    due_at = models.DateTimeField()
    made_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.MADE)
    subject = models.CharField(max_length=250, blank=True)
    facts = models.JSONField(default=dict)
    parts = models.JSONField(default=every_part)
    recipients = models.IntegerField(default=0)

    class Meta:
        ordering = ("-business_date", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "business_date", "store", "stores_key"],
                nulls_distinct=False,
                name="summary_once",
            )
        ]
        indexes = [models.Index(fields=["-business_date", "-id"], name="summary_newest")]
        verbose_name = _("summary that was made")
        verbose_name_plural = _("summaries that were made")

    def __str__(self) -> str:
        return f"{self.kind} {self.store_id or 'all'} {self.business_date}"
