"""Searches that people keep, and what they took out of them. Chain schema."""

from __future__ import annotations

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from review.models.evidence import person


def owner() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class SavedSearch(models.Model):
    """A search under a name. ``address`` is its canonical query string, which means the same
    whoever opens it: what they may not see they do not find."""

    user = owner()
    user_name = models.CharField(max_length=200)
    name = models.CharField(_("name"), max_length=80)
    address = models.TextField()
    is_shared = models.BooleanField(_("shared with the chain"), default=False)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_search_named_once")
        ]
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")

    def __str__(self) -> str:
        return self.name


class RecentSearch(models.Model):
    """What somebody searched lately; the newest few of each person are kept."""

    user = owner()
    address = models.TextField()
    digest = models.CharField(max_length=32, help_text="Of the address.")
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["user", "digest"], name="recent_search_once")
        ]
        verbose_name = _("recent search")
        verbose_name_plural = _("recent searches")

    def __str__(self) -> str:
        return self.address[:60]


class ExportState(models.TextChoices):
    MAKING = "making", _("being made")
    READY = "ready", _("ready")
    REFUSED = "refused", _("not made")
    FAILED = "failed", _("could not be made")
    CANCELLED = "cancelled", _("cancelled")
    EXPIRED = "expired", _("deleted")


class FileFormat(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", _("Excel")


class SearchExport(models.Model):
    """What a search found, as a file. ``store_ids`` are the stores its owner could see when
    it was made, null for all: who is limited to fewer since then no longer gets it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = models.TextField()
    format = models.CharField(max_length=4, choices=FileFormat.choices)
    language = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=9, choices=ExportState.choices, default=ExportState.MAKING)
    reason_code = models.CharField(max_length=40, blank=True)
    ordered_by = person()
    ordered_by_name = models.CharField(max_length=200)
    ordered_at = models.DateTimeField(default=now, editable=False)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    store_ids = models.JSONField(null=True)
    rows = models.IntegerField(default=0)
    size = models.BigIntegerField(default=0)
    stored_key = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=["ordered_by", "-id"], name="export_of_person")]
        verbose_name = _("export of a search")
        verbose_name_plural = _("exports of searches")

    def __str__(self) -> str:
        return f"{self.uuid} {self.format}"
