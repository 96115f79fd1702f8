"""``python manage.py reseal``: puts every stored password under the first of FIELD_KEYS."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.tenancy import in_chain, in_public, ready_chains
from stores.models import Source
from stores.sealing import SealBrokenError, reseal


class Command(BaseCommand):
    help = (
        "Puts every stored password under the first of FIELD_KEYS. To change the key: put the "
        "new one in front of the old ones, restart, run this, then take the old ones away."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        with in_public():
            chains = list(ready_chains())
        done, broken = 0, []
        for chain in chains:
            with in_chain(chain), transaction.atomic():
                for source in Source.objects.select_for_update().exclude(sealed=b""):
                    try:
                        sealed = reseal(source.sealed)
                    except SealBrokenError:
                        broken.append(f"{chain.schema_name}: {source} ({source.pk})")
                        continue
                    Source.objects.filter(pk=source.pk).update(sealed=sealed)
                    done += 1
        self.stdout.write(f"{done} sources resealed.")
        if broken:
            raise CommandError(
                "The key that sealed these is not in FIELD_KEYS; their passwords must be "
                "entered again: " + ", ".join(broken)
            )
