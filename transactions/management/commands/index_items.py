"""``python manage.py index_items``: the items of all receipts are worked out anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.tenancy import entered
from stores.models import Store
from transactions.search.items.fill import ask_for_all, index_store

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Looks at every receipt of a chain again and keeps its items for search, in pieces "
        "that are committed one by one: it may be stopped at any time, and the workers go on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--chain", required=True, help="the chain's schema name")
        parser.add_argument("--store", help="of this store number only")
        parser.add_argument("--json", action="store_true", help="one JSON object as the answer")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with entered(options["chain"]):
                looked = self._index(_stores(options["store"]))
        except LookupError as error:
            raise CommandError(f"There is no chain {options['chain']}.") from error
        told = orjson.dumps({"transactions": looked}).decode()
        self.stdout.write(told if options["json"] else f"{looked:,} transactions looked at.")

    def _index(self, stores: list[tuple[int, str]]) -> int:
        looked = 0
        for number, (pk, code) in enumerate(stores, start=1):
            with transaction.atomic():
                ask_for_all([pk])
            while done := _some_of(pk):
                looked += done
                self.stderr.write(f"store {code} ({number} of {len(stores)}): {looked:,}")
        return looked


def _some_of(store_id: int) -> int:
    with transaction.atomic():
        return index_store(store_id)


def _stores(code: str | None) -> list[tuple[int, str]]:
    rows = Store.objects.filter(code=code) if code else Store.objects.all()
    found = list(rows.order_by("code").values_list("pk", "code"))
    if code and not found:
        raise CommandError(f"There is no store {code}.")
    return found
