"""How recorders are reached, how they are doing, and what their clocks show. Chain schema."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from stores.models.footage import Recorder
from stores.models.places import Register, Store


class RecorderState(models.Model):
    """How a recorder is doing: apart from its settings, for it is written often.

    ``is_blocked``: it refused our password; nothing logs in again until a person clears it.
    """

    recorder = models.OneToOneField(
        Recorder, primary_key=True, on_delete=models.CASCADE, related_name="state"
    )
    checked_at = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True, help_text=_("When it last answered."))
    problem_code = models.CharField(max_length=60, blank=True)
    problem_params = models.JSONField(default=dict)
    is_blocked = models.BooleanField(default=False)
    locked_until = models.DateTimeField(null=True)
    logged_in_at = models.DateTimeField(
        null=True, help_text=_("When the password that is stored now last opened it.")
    )
    oldest_at = models.DateTimeField(
        null=True, help_text=_("Its oldest footage when last asked: older is overwritten.")
    )
    oldest_asked_at = models.DateTimeField(null=True)
    found = models.JSONField(default=dict, help_text=_("What the last look found."))

    class Meta:
        verbose_name = _("state of a recorder")
        verbose_name_plural = _("states of recorders")

    def __str__(self) -> str:
        return f"{self.recorder} {self.problem_code or 'ok'}"


class ClockSample(models.Model):
    """One measurement of a clock against true time; kept, so that jumps can be seen.

    Exactly one of ``recorder`` and ``register`` is set. Positive: the clock is ahead.
    """

    class How(models.TextChoices):
        POLLED = "polled", _("asked the recorder")
        SENT = "sent", _("time sent by the store")
        LINED_UP = "lined_up", _("lined up by a person")
        MOTION = "motion", _("estimated from motion")
        RING_TEST = "ring_test", _("ring test")

    recorder = models.ForeignKey(
        Recorder, null=True, on_delete=models.CASCADE, related_name="clock_samples"
    )
    register = models.ForeignKey(
        Register, null=True, on_delete=models.CASCADE, related_name="clock_samples"
    )
    at = models.DateTimeField(default=now)
    how = models.CharField(max_length=10, choices=How.choices)
    offset_ms = models.IntegerField()
    error_ms = models.IntegerField(default=0)
    is_jump = models.BooleanField(default=False)
    zone_text = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ("-at",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recorder=None) ^ models.Q(register=None),
                name="sample_of_one_clock",
            )
        ]
        indexes = [
            models.Index(fields=["recorder", "-at"], name="sample_recorder"),
            models.Index(fields=["register", "-at"], name="sample_register"),
        ]
        verbose_name = _("clock measurement")
        verbose_name_plural = _("clock measurements")

    def __str__(self) -> str:
        return f"{self.recorder or self.register} {self.offset_ms} ms"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Route(models.Model):
    """A store's network on which its recorders may be dialled, once support approved it.

    ``proxy`` is ``host:port`` of the SOCKS5 proxy that leads into this store's VPN: many
    stores have the same 192.168.1.0/24. Empty: reached directly.
    """

    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="routes")
    network = models.CharField(_("network"), max_length=43, help_text=_("For example 10.8.4.0/24."))
    proxy = models.CharField(_("SOCKS5 proxy"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    asked_at = models.DateTimeField(default=now, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.CharField(max_length=200, blank=True, editable=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ("store__code", "network")
        constraints = [
            models.UniqueConstraint(fields=["store", "network"], name="route_once_per_store")
        ]
        verbose_name = _("route to a store")
        verbose_name_plural = _("routes to stores")

    def __str__(self) -> str:
        return f"{self.store.code} {self.network}"
