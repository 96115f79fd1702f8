"""How spreadsheets are read, as people confirmed it. Chain schema."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stores.models import Store
from transactions.models.files import SourceFile


class Mapping(models.Model):
    """What a spreadsheet layout means, as a person confirmed it. Never changed: a new
    version is written, and the greatest version of a fingerprint holds."""

    fingerprint = models.CharField(max_length=64)
    version = models.IntegerField(default=1)
    name = models.CharField(_("name"), max_length=120)
    definition = models.JSONField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    confirmed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("fingerprint", "-version")
        constraints = [
            models.UniqueConstraint(fields=["fingerprint", "version"], name="mapping_version_once")
        ]
        verbose_name = _("spreadsheet layout")
        verbose_name_plural = _("spreadsheet layouts")

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class LayoutVariant(models.Model):
    """How some files of a confirmed layout are written, where that is not as the layout says:
    those of one store, or one file alone. The layout's columns and words hold for them too."""

    fingerprint = models.CharField(max_length=64)
    store = models.ForeignKey(Store, null=True, on_delete=models.CASCADE, related_name="+")
    source_file = models.ForeignKey(
        SourceFile, null=True, on_delete=models.CASCADE, related_name="+"
    )
    written = models.JSONField(help_text="Order of day and month, and decimal marks.")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    confirmed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint", "store", "source_file"],
                nulls_distinct=False,
                name="variant_once",
            ),
            models.CheckConstraint(
                condition=models.Q(store__isnull=False, source_file__isnull=True)
                | models.Q(store__isnull=True, source_file__isnull=False),
                name="variant_of_store_or_file",
            ),
        ]
        verbose_name = _("spreadsheet written otherwise")
        verbose_name_plural = _("spreadsheets written otherwise")

    def __str__(self) -> str:
        return f"{self.fingerprint[:12]} {self.written}"
