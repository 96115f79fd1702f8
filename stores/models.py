"""A chain's stores and what stands in them. Chain schema."""

from __future__ import annotations

import zoneinfo

import pghistory
import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def check_timezone(name: str) -> None:
    """Raises ValidationError for a name that is no IANA time zone."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(
            _("“%(name)s” is not a time zone. Use a name like America/New_York."),
            params={"name": name},
        )


check_code = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$",
    _("Use letters, digits, - and _ only; the code becomes part of clip names."),
)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Store(models.Model):
    """A store. ``code`` is what the register writes as StoreLocationID."""

    code = models.CharField(_("store number"), max_length=32, unique=True, validators=[check_code])
    name = models.CharField(_("name"), max_length=120)
    timezone = models.CharField(
        _("time zone"), max_length=64, default="America/New_York", validators=[check_timezone]
    )
    is_active = models.BooleanField(_("active"), default=True)
    department_roles = models.JSONField(
        _("department roles"),
        default=dict,
        blank=True,
        help_text=_(
            "Department code to role: merchandise, lottery_sale, lottery_payout, paid_out, "
            "gift_card, car_wash, fuel, fee, ignore."
        ),
    )
    totals_formula = models.CharField(
        _("totals formula"),
        max_length=24,
        default="auto",
        choices=[
            ("auto", _("decide per receipt")),
            ("net_includes_tax", _("net includes tax (Passport)")),
            ("grand_is_net_plus_tax", _("grand is net plus tax (Bulloch)")),
        ],
    )
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ("code",)
        verbose_name = _("store")
        verbose_name_plural = _("stores")

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.timezone)


class RegisterClass(models.TextChoices):
    INSIDE = "inside", _("inside")
    OUTSIDE = "outside", _("outside (pump, kiosk)")
    UNKNOWN = "unknown", _("not known")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Register(models.Model):
    """A point of sale. Made by itself when a journal first names it."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="registers")
    code = models.CharField(_("register number"), max_length=32)
    label = models.CharField(_("label"), max_length=60, blank=True)
    register_class = models.CharField(
        _("kind"), max_length=8, choices=RegisterClass.choices, default=RegisterClass.UNKNOWN
    )
    clock_offset_ms = models.IntegerField(
        _("clock offset (ms)"),
        default=0,
        help_text=_("Added to this register's time to get true time."),
    )

    class Meta:
        ordering = ("store__code", "code")
        constraints = [
            models.UniqueConstraint(fields=["store", "code"], name="register_once_per_store")
        ]
        verbose_name = _("register")
        verbose_name_plural = _("registers")

    def __str__(self) -> str:
        return self.label or self.code

    @property
    def said(self) -> str:
        """As people say it: its label, or "Register 2"."""
        return self.label or gettext("Register %(code)s") % {"code": self.code}


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Cashier(models.Model):
    """A cashier number at a store, with a name where somebody gave one."""

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="cashiers")
    code = models.CharField(_("cashier number"), max_length=32)
    name = models.CharField(_("name"), max_length=80, blank=True)
    is_person = models.BooleanField(
        _("a person"), default=True, help_text=_("Off for pumps and shared numbers.")
    )

    class Meta:
        ordering = ("store__code", "code")
        constraints = [
            models.UniqueConstraint(fields=["store", "code"], name="cashier_once_per_store")
        ]
        verbose_name = _("cashier")
        verbose_name_plural = _("cashiers")

    def __str__(self) -> str:
        return self.name or self.code

    @property
    def said(self) -> str:
        """As people say it: the name, or "Cashier 7"."""
        return self.name or gettext("Cashier %(code)s") % {"code": self.code}


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


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class StoreAccess(models.Model):
    """A store that a limited member may see."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.DO_NOTHING, related_name="+"
    )
    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="accesses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "store"], name="access_once")]
        verbose_name = _("store access")
        verbose_name_plural = _("store access")

    def __str__(self) -> str:
        return f"{self.user} → {self.store}"


class AccessKind(models.TextChoices):
    LOGGED_IN = "logged_in", _("logged in")
    LOG_IN_REFUSED = "log_in_refused", _("could not log in")
    SAW_TRANSACTION = "saw_transaction", _("opened a transaction")
    SAW_CLIP = "saw_clip", _("watched a clip")
    DOWNLOADED_CLIP = "downloaded_clip", _("downloaded a clip")
    UPLOADED_CLIP = "uploaded_clip", _("uploaded a clip")
    UPLOADED_JOURNAL = "uploaded_journal", _("uploaded journals")
    EXPORTED = "exported", _("exported data")
    CHANGED_ROLE = "changed_role", _("changed a role or store limit")
    CHANGED_SETTINGS = "changed_settings", _("changed settings")
    SUPPORT_VISIT = "support_visit", _("support staff opened the admin")


class AccessLog(models.Model):
    """Who saw or took what. Append-only: the database refuses change and deletion."""

    at = models.DateTimeField(default=now, editable=False)
    kind = models.CharField(max_length=20, choices=AccessKind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    who = models.CharField(max_length=200, help_text="Name at the time: names change, this not.")
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.BigIntegerField(null=True)
    params = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="access_object"),
            models.Index(fields=["kind", "-id"], name="access_kind"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]
        verbose_name = _("access")
        verbose_name_plural = _("access log")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who} {self.get_kind_display()}"
