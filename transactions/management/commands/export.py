"""``python manage.py export``: everything of a kind as JSON lines."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from accounts.tenancy import entered
from stores import audit
from stores.models import AccessKind
from transactions.selectors.export import KINDS

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Iterator


class Command(BaseCommand):
    help = (
        "Prints a chain's transactions, flags, reviews, hourly totals, second accounts, "
        "cashiers' scores, or alerts, one JSON object a line."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=sorted({*KINDS, *settings.EXPORTS}))
        parser.add_argument("--chain", required=True, help="the chain's schema name")
        parser.add_argument("--since", type=_day, help="business date, YYYY-MM-DD")
        parser.add_argument("--json", action="store_true", help="JSON lines (always so)")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with entered(options["chain"]) as chain:
                if chain is None:
                    raise LookupError
                audit.record(AccessKind.EXPORTED, user=None, what=options["kind"])
                for row in _rows_of(options["kind"])(options["since"]):
                    self.stdout.write(orjson.dumps(row, default=str).decode())
        except LookupError as error:
            raise CommandError(f"There is no chain {options['chain']} that is ready.") from error


def _rows_of(kind: str) -> Callable[[date | None], Iterator[dict[str, Any]]]:
    return KINDS[kind] if kind in KINDS else import_string(settings.EXPORTS[kind])


def _day(text: str) -> date:
    return date.fromisoformat(text)
