"""``python manage.py create_chain NAME``: what admin's action does, from the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.owner import OwnerCommandError
from accounts.roles import Role
from accounts.services import chains

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Creates a store chain: its row, its host names, its schema, and optionally its owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the chain's name, as people say it")
        parser.add_argument("--schema", default="", help="schema name; made from the name if left")
        parser.add_argument(
            "--domain", action="append", default=[], help="host name, may be repeated"
        )
        parser.add_argument("--owner", help="e-mail of the owner; a person is made if new")
        parser.add_argument("--later", action="store_true", help="leave the schema to a worker")

    def handle(self, *_args: Any, **options: Any) -> None:
        schema = options["schema"] or chains.schema_name_for(options["name"])
        domains = options["domain"] or [f"{schema.replace('_', '-')}.localhost"]
        try:
            chain = chains.create_chain(name=options["name"], schema_name=schema, domains=domains)
            if not options["later"]:
                chains.provision(chain.schema_name)
        except (chains.ChainNameError, OwnerCommandError) as error:
            raise CommandError(str(error)) from error
        if options["owner"]:
            user = User.objects.filter(email__iexact=options["owner"]).first()
            user = user or User.objects.create_user(options["owner"])
            chains.add_member(chain=chain, user=user, role=Role.OWNER)
        self.stdout.write(f"{chain.schema_name}: {', '.join(domains)}")
