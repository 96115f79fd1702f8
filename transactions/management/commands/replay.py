"""``python manage.py replay``: kept files are read again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.core.management.base import BaseCommand, CommandError

from accounts.tenancy import entered
from transactions.models import FileState, SourceFile
from transactions.services.replay import replay_files

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from django.db.models import QuerySet

NARROWED_BY = {
    "file": "pk__in",
    "store": "store__code",
    "format": "format",
    "parser": "parser_version",
    "layout": "layout",
    "state": "state",
}


class Command(BaseCommand):
    help = (
        "Has kept files read again after a parser, a layout or a store's map has changed. "
        "Rows change in place: nothing is doubled, decisions stay. The workers do the work."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--chain", required=True, help="the chain's schema name")
        parser.add_argument("--file", action="append", type=int, metavar="ID", help="this file")
        parser.add_argument("--store", help="files of this store number only")
        parser.add_argument("--format", help="such as naxml_journal or tabular")
        parser.add_argument(
            "--version", dest="parser", metavar="V", help="read by this version of our parser"
        )
        parser.add_argument("--layout", metavar="FP", help="a spreadsheet layout's fingerprint")
        parser.add_argument("--state", choices=FileState.values, help="such as quarantined")
        parser.add_argument("--json", action="store_true", help="one JSON object as the answer")

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """``--version`` is ours here, and not that of Django."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def handle(self, *_args: Any, **options: Any) -> None:
        wanted = {key: options[key] for key in NARROWED_BY if options[key]}
        if not wanted:
            raise CommandError(
                "Say which files: --file, --store, --format, --version, --layout or --state."
            )
        try:
            with entered(options["chain"]) as chain:
                if chain is None:
                    raise LookupError
                count = replay_files(files=_files(wanted), by=None)
        except LookupError as error:
            raise CommandError(f"There is no chain {options['chain']} that is ready.") from error
        if options["json"]:
            self.stdout.write(orjson.dumps({"files": count}).decode())
        else:
            self.stdout.write(f"{count} files will be read again.")


def _files(wanted: dict[str, Any]) -> QuerySet[SourceFile]:
    return SourceFile.objects.filter(**{NARROWED_BY[key]: value for key, value in wanted.items()})
