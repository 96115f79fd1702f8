"""Recorders, their cameras, and which register each sees. Chain schema."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.models.places import Register, Store


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Recorder(models.Model):
    """A video recorder (DVR, NVR) or the folder it writes to.

    ``driver`` names an entry of the RECORDER_DRIVERS setting; ``options`` is that driver's.
    """

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="recorders")
    name = models.CharField(_("name"), max_length=80)
    driver = models.CharField(_("driver"), max_length=32, default="folder")
    options = models.JSONField(_("options"), default=dict, blank=True)
    clock_offset_ms = models.IntegerField(
        _("clock offset (ms)"),
        default=0,
        help_text=_("What the recorder's clock shows, less true time."),
    )
    clock_error_ms = models.IntegerField(
        _("clock error (± ms)"), default=0, help_text=_("How sure the offset is.")
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ("store__code", "name")
        verbose_name = _("recorder")
        verbose_name_plural = _("recorders")

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Camera(models.Model):
    """One channel of a recorder."""

    recorder = models.ForeignKey(Recorder, on_delete=models.PROTECT, related_name="cameras")
    channel = models.CharField(_("channel"), max_length=60)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        ordering = ("recorder", "channel")
        constraints = [
            models.UniqueConstraint(fields=["recorder", "channel"], name="camera_once_per_recorder")
        ]
        verbose_name = _("camera")
        verbose_name_plural = _("cameras")

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RegisterCamera(models.Model):
    """Which cameras see a register, in order: the first is shown first."""

    register = models.ForeignKey(Register, on_delete=models.CASCADE, related_name="sightings")
    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="sightings")
    position = models.PositiveSmallIntegerField(_("position"), default=1)

    class Meta:
        ordering = ("register", "position")
        constraints = [models.UniqueConstraint(fields=["register", "camera"], name="sighting_once")]
        verbose_name = _("camera on a register")
        verbose_name_plural = _("cameras on registers")

    def __str__(self) -> str:
        return f"{self.register} → {self.camera}"
