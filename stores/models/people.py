"""Who stands at the registers, and which stores a member may see. Chain schema."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stores.models.places import Store


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
class Person(models.Model):
    """Somebody who works at the chain's registers, under one cashier number or several."""

    name = models.CharField(_("name"), max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        help_text=_("The log-in of this person, so that nobody reviews their own register."),
    )
    is_active = models.BooleanField(_("works here"), default=True)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("person")
        verbose_name_plural = _("people at the registers")

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CashierAssignment(models.Model):
    """Whose a cashier number is, from one day to another: numbers are given out again.

    Two assignments of one number never share a day (checked where they are written).
    Dates are business dates, both included; ``until`` empty means "to this day".
    """

    cashier = models.ForeignKey(Cashier, on_delete=models.CASCADE, related_name="assignments")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments")
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ("cashier", models.F("since").desc(nulls_last=True))
        verbose_name = _("cashier number of a person")
        verbose_name_plural = _("cashier numbers of people")

    def __str__(self) -> str:
        return f"{self.cashier} → {self.person}"


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
