"""Which spans of which stores were written and not yet looked at by the rules. Chain schema."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.models import Store


class Touched(models.Model):
    """In ``store``, rows that occurred from ``since`` to ``until`` (both included) came, changed
    or stand otherwise than before. Written in the commit that did it, taken by the rules."""

    store = models.ForeignKey(Store, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("touched span")
        verbose_name_plural = _("touched spans")

    def __str__(self) -> str:
        return f"{self.store_id} {self.since:%Y-%m-%d %H:%M}"
