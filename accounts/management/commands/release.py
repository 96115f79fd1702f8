"""``python manage.py release``: bring the database to this version of the code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from psycopg2 import sql

from accounts.grants import grant_to_application
from accounts.models import Chain, ChainState
from accounts.owner import OwnerCommandError, run_as_owner
from accounts.services.chains import ask_for_rules
from accounts.tenancy import PUBLIC, ensure_public_chain

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = (
        "Migrates the public schema and every chain's schema, as the owner of the tables, and "
        "sets what the application's role may do. Safe to run again."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--chain", help="only this chain's schema (its schema name)")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DATABASE_IS_CONFIGURED:
            raise CommandError("No database. Run “python manage.py demo” or set DATABASE_URL.")
        if not settings.AS_OWNER:
            arguments = ["--chain", options["chain"]] if options["chain"] else []
            try:
                self.stdout.write(run_as_owner("release", *arguments).rstrip())
            except OwnerCommandError as error:
                raise CommandError(str(error)) from error
            return
        if options["chain"]:
            self._chain(options["chain"])
            return
        call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
        ensure_public_chain()
        grant_to_application(PUBLIC)
        self.stdout.write("public: ready")
        for chain in Chain.objects.exclude(schema_name=PUBLIC).order_by("schema_name"):
            self._chain(chain.schema_name)

    def _chain(self, schema: str) -> None:
        chain = Chain.objects.filter(schema_name=schema).first()
        if chain is None:
            raise CommandError(f"There is no chain {schema}.")
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("CREATE SCHEMA IF NOT EXISTS {schema}").format(
                    schema=sql.Identifier(schema)
                )
            )
        call_command(
            "migrate_schemas", schema_name=schema, tenant=True, interactive=False, verbosity=0
        )
        grant_to_application(schema)
        if chain.state == ChainState.READY:
            ask_for_rules(schema)
        self.stdout.write(f"{schema}: ready")
