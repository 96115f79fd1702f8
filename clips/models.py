"""Clips: what was asked for, what was obtained, and what is lacking. Chain schema."""

from __future__ import annotations

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stores.models import Camera, Store
from transactions.models import Transaction


class ClipState(models.TextChoices):
    REQUESTED = "requested", _("asked for")
    WAITING = "waiting", _("waiting for footage")
    FETCHING = "fetching", _("being fetched")
    READY = "ready", _("ready")
    UNAVAILABLE = "unavailable", _("unavailable")
    REMOVED = "removed", _("removed by the retention rules")


class Purpose(models.TextChoices):
    FLAGGED = "flagged", _("flagged by itself")
    ASKED = "asked", _("somebody asked")
    LOOK_BACK = "look_back", _("look-back for a cashier")
    MOMENT = "moment", _("a camera and a time")
    UPLOAD = "upload", _("uploaded by hand")


class Quality(models.TextChoices):
    SMALL = "small", _("small pictures")
    FULL = "full", _("full pictures")


class Clip(models.Model):
    """Video around one moment, of one camera. All times UTC.

    ``window_*`` is what was wanted, ``obtained_*`` what there is; ``gaps`` and
    ``timeline`` are as :class:`footage.cutting.FinishedClip` gives them (gaps are cut out
    of the file, so that file seconds map to UTC by the timeline only).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    transaction = models.ForeignKey(
        Transaction, null=True, blank=True, on_delete=models.PROTECT, related_name="clips"
    )
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+")
    camera = models.ForeignKey(
        Camera, null=True, blank=True, on_delete=models.PROTECT, related_name="clips"
    )
    position = models.PositiveSmallIntegerField(default=1)
    moment = models.DateTimeField(help_text="The transaction's true time.")
    window_start = models.DateTimeField()
    window_end = models.DateTimeField()
    obtained_start = models.DateTimeField(null=True)
    obtained_end = models.DateTimeField(null=True)
    gaps = models.JSONField(default=list)
    timeline = models.JSONField(default=list)
    notes = models.JSONField(
        default=list, help_text="[{code, params}]: what else a viewer should know."
    )
    state = models.CharField(max_length=12, choices=ClipState.choices, default=ClipState.REQUESTED)
    reason_code = models.CharField(max_length=60, blank=True)
    reason_params = models.JSONField(default=dict)
    is_partial = models.BooleanField(default=False)
    source = models.CharField(max_length=32, blank=True, help_text="Driver, or “upload”.")
    clock_offset_ms = models.IntegerField(default=0)
    clock_error_ms = models.IntegerField(default=0)
    filename = models.CharField(max_length=160, blank=True)
    original_key = models.CharField(max_length=255, blank=True)
    originals = models.JSONField(
        default=list,
        help_text=(
            "[{key, sha256, size, codec, start}]: the recorder's own pictures; several where "
            "it changed its format midway. The first is also ``original_key``."
        ),
    )
    playback_key = models.CharField(max_length=255, blank=True)
    thumbnail_key = models.CharField(max_length=255, blank=True)
    sheet_key = models.CharField(max_length=255, blank=True)
    sheet_times = models.JSONField(default=list, help_text="Real time of each still, UTC.")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the original.")
    codec = models.CharField(max_length=16, blank=True)
    size = models.BigIntegerField(default=0, help_text="Bytes of the playback copy.")
    duration_ms = models.IntegerField(default=0)
    moment_ms = models.IntegerField(
        null=True, help_text="Where the moment is in the playback copy; null when in a gap."
    )
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.FLAGGED)
    quality = models.CharField(
        max_length=6, choices=Quality.choices, blank=True, help_text="Of what was obtained."
    )
    wanted_quality = models.CharField(
        max_length=6, choices=Quality.choices, default=Quality.FULL, help_text="What is wanted."
    )
    fetched_bytes = models.BigIntegerField(
        default=0, help_text="What its fetches took of the store's line, all tries together."
    )
    risk = models.SmallIntegerField(default=0, help_text="Of its transaction when last planned.")
    expires_at = models.DateTimeField(
        null=True, help_text="When the recorder is expected to overwrite the footage."
    )
    clock_suspect = models.BooleanField(
        default=False, help_text="A clock jumped near the moment: the picture may be of another."
    )
    removed_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    requested_at = models.DateTimeField(default=timezone.now, editable=False)
    waiting_until = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("transaction", "position", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["transaction", "camera"],
                condition=models.Q(transaction__isnull=False, camera__isnull=False),
                name="clip_once_per_camera",
            ),
            models.UniqueConstraint(
                fields=["store", "filename"],
                condition=~models.Q(filename=""),
                name="clip_named_once",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-moment"], name="clip_state"),
            models.Index(fields=["store", "-moment"], name="clip_store"),
            models.Index(fields=["camera", "-moment"], name="clip_camera"),
            models.Index(fields=["-moment", "-id"], name="clip_moment"),
        ]
        verbose_name = _("clip")
        verbose_name_plural = _("clips")

    def __str__(self) -> str:
        return self.filename or f"{self.moment:%Y-%m-%d %H:%M:%S}"


class LineDay(models.Model):
    """What clips took of a store's line on one day of the store, in bytes."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="line_days")
    day = models.DateField()
    spent = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["store", "day"], name="line_day_once")]
        verbose_name = _("a day of a store's line")
        verbose_name_plural = _("days of stores' lines")

    def __str__(self) -> str:
        return f"{self.store} {self.day}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Retention(models.Model):
    """How long clips of one review status are kept, in days after their moment.

    A status without a row keeps its clips for ever. ``status`` "" is for clips that belong
    to no transaction, or to one that nobody has to review.
    """

    status = models.CharField(_("status"), max_length=12, unique=True, blank=True)
    playback_days = models.PositiveIntegerField(_("keep clips (days)"), null=True, blank=True)
    original_days = models.PositiveIntegerField(_("keep originals (days)"), null=True, blank=True)

    class Meta:
        ordering = ("status",)
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")

    def __str__(self) -> str:
        return f"{self.status or '-'}: {self.playback_days or '∞'}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Hold(models.Model):
    """A legal hold: nothing of these clips is deleted until it is lifted.

    Exactly one of ``transaction`` (all its clips, later ones too) and ``clip`` is set.
    """

    transaction = models.ForeignKey(
        Transaction, null=True, on_delete=models.PROTECT, related_name="holds"
    )
    clip = models.ForeignKey(Clip, null=True, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(_("reason"), max_length=300)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    placed_at = models.DateTimeField(default=timezone.now, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    lifted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-placed_at",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(transaction=None) ^ models.Q(clip=None),
                name="hold_of_one_thing",
            )
        ]
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")

    def __str__(self) -> str:
        return self.reason
