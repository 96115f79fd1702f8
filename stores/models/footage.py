"""Recorders, their cameras, and which register each sees. Chain schema."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from stores.models.places import Register, Store


class TimeBase(models.TextChoices):
    LOCAL = "local", _("local wall clock")
    UTC = "utc", _("UTC")
    UNKNOWN = "unknown", _("not known")


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["sealed"]
)
class Recorder(models.Model):
    """A video recorder (DVR, NVR) or the folder it writes to.

    ``driver`` names an entry of the RECORDER_DRIVERS setting; ``options`` is that driver's
    (``host``, ``username``, ports, dialects that worked …) and holds no secret; ``sealed``
    holds the password, encrypted (``stores/sealing.py``).
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
    is_draft = models.BooleanField(
        _("being added"),
        default=False,
        help_text=_("Somebody has begun to add it and has not finished: no clip is asked of it."),
    )
    sealed = models.BinaryField(default=b"", editable=False)
    model_name = models.CharField(_("model"), max_length=80, blank=True)
    firmware = models.CharField(_("firmware"), max_length=80, blank=True)
    serial = models.CharField(_("serial number"), max_length=80, blank=True)
    time_base = models.CharField(
        _("time base"),
        max_length=8,
        choices=TimeBase.choices,
        default=TimeBase.UNKNOWN,
        help_text=_("What the times it lists mean; found by calibration, never guessed."),
    )
    slots = models.PositiveSmallIntegerField(
        _("playbacks at once"), default=1, help_text=_("Most recorders allow one, some two.")
    )
    since = models.DateTimeField(_("in use since"), default=now)
    retired_at = models.DateTimeField(_("replaced at"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

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
    sub_channel = models.CharField(
        _("small stream"),
        max_length=60,
        blank=True,
        help_text=_("The channel's small pictures; empty where it has none."),
    )
    still_key = models.CharField(max_length=255, blank=True, editable=False)
    still_at = models.DateTimeField(null=True, editable=False)
    zones = models.JSONField(
        _("zones"),
        default=dict,
        blank=True,
        help_text=_(
            "drawer, cashier, customer, register, mask: each a list of polygons, corners as "
            "shares of width and height."
        ),
    )

    class Meta:
        ordering = ("recorder", "channel")
        constraints = [
            models.UniqueConstraint(fields=["recorder", "channel"], name="camera_once_per_recorder")
        ]
        verbose_name = _("camera")
        verbose_name_plural = _("cameras")

    def __str__(self) -> str:
        return self.name


class CameraRole(models.TextChoices):
    REGISTER = "register", _("register")
    CUSTOMER = "customer", _("customer side")
    DRAWER = "drawer", _("drawer")
    DOOR = "door", _("door")
    PUMP = "pump", _("pump")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RegisterCamera(models.Model):
    """Which cameras see a register, in order: the first is shown first.

    ``event_types`` empty: clips of every event; else only of these. ``until`` is set when
    the map changed: clips of earlier moments still belong to the camera of their time.
    """

    register = models.ForeignKey(Register, on_delete=models.CASCADE, related_name="sightings")
    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="sightings")
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    role = models.CharField(
        _("what it sees"), max_length=8, choices=CameraRole.choices, default=CameraRole.REGISTER
    )
    event_types = models.JSONField(_("only for these events"), default=list, blank=True)
    since = models.DateTimeField(_("from"), null=True, blank=True)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ("register", "position")
        constraints = [
            models.UniqueConstraint(
                fields=["register", "camera"],
                condition=models.Q(until=None),
                name="sighting_once",
            )
        ]
        verbose_name = _("camera on a register")
        verbose_name_plural = _("cameras on registers")

    def __str__(self) -> str:
        return f"{self.register} → {self.camera}"
