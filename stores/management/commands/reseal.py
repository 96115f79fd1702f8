"""``python manage.py reseal``: puts all that is sealed under the first of FIELD_KEYS."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction

from accounts.tenancy import in_chain, in_public, ready_chains
from stores.sealing import SealBrokenError, reseal


class Command(BaseCommand):
    help = (
        "Puts every stored password and key under the first of FIELD_KEYS. To change the key: "
        "put the new one in front of the old ones, restart, run this, then take the old ones "
        "away."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        with in_public():
            chains = list(ready_chains())
        done, broken = 0, []
        for chain in chains:
            with in_chain(chain), transaction.atomic():
                for model in sealed_models():
                    for row in model._default_manager.select_for_update().exclude(sealed=b""):
                        try:
                            sealed = reseal(row.sealed)  # type: ignore[attr-defined]
                        except SealBrokenError:
                            broken.append(f"{chain.schema_name}: {row} ({row.pk})")
                            continue
                        model._default_manager.filter(pk=row.pk).update(sealed=sealed)
                        done += 1
        self.stdout.write(f"{done} secrets resealed.")
        if broken:
            raise CommandError(
                "The key that sealed these is not in FIELD_KEYS; their passwords must be "
                "entered again: " + ", ".join(broken)
            )


def sealed_models() -> list[type[models.Model]]:
    """Every model of a chain that keeps something sealed, whichever app it is of."""
    return [model for model in apps.get_models() if _is_sealed(model)]


def _is_sealed(model: type[models.Model]) -> bool:
    try:
        return isinstance(model._meta.get_field("sealed"), models.BinaryField)
    except FieldDoesNotExist:
        return False
