"""A chain's stores and what stands in them. Chain schema."""

from __future__ import annotations

import zoneinfo

import pghistory
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
    tender_classes = models.JSONField(
        _("kinds of payment"),
        default=dict,
        blank=True,
        help_text=_("Payment code, as the register writes it in lower case, to its kind."),
    )
    opens_at = models.TimeField(_("opens at"), null=True, blank=True)
    closes_at = models.TimeField(
        _("closes at"),
        null=True,
        blank=True,
        help_text=_("Empty for a store that never closes. Silence alarms keep to these hours."),
    )
    uplink_mbit = models.PositiveIntegerField(
        _("uplink (Mbit/s)"),
        null=True,
        blank=True,
        help_text=_("What the store's line sends; used to say how long a clip takes."),
    )
    daily_clip_mb = models.PositiveIntegerField(
        _("clips a day (MB)"),
        null=True,
        blank=True,
        help_text=_("Most that clips may take of the store's line in a day. Empty: no limit."),
    )
    confirmed = models.JSONField(
        _("confirmed"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("Which proposals a person confirmed: what to {by, at}."),
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
