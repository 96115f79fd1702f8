"""Making chains and their people. Writes in the public schema."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Chain, ChainState, Domain, Membership, User
from accounts.owner import run_as_owner
from accounts.tenancy import PUBLIC, in_public
from jobs.services import enqueue

if TYPE_CHECKING:
    from accounts.roles import Role

PROVISION = "provision_chain"
PLANT_RULES = "plant_rules"


class ChainNameError(ValueError):
    """The name cannot become a chain; the message says why."""


def schema_name_for(name: str) -> str:
    """A PostgreSQL schema name made from a chain's name: letters, digits, underscores."""
    slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40]
    if not slug or slug[0].isdigit():
        slug = f"chain_{slug}".rstrip("_")
    if slug.startswith("pg_") or slug in {PUBLIC, "information_schema"}:
        slug = f"chain_{slug}"
    return slug


def create_chain(*, name: str, schema_name: str = "", domains: list[str]) -> Chain:
    """Write a chain that is being set up, its hosts, and the job that builds its schema.

    Raises ChainNameError when the name or a host is taken.
    """
    wanted = schema_name or schema_name_for(name)
    with in_public(), transaction.atomic():
        if Chain.objects.filter(schema_name__iexact=wanted).exists():
            raise ChainNameError(_("There is a chain “%(name)s” already.") % {"name": wanted})
        taken = Domain.objects.filter(domain__in=domains).values_list("domain", flat=True)
        if taken:
            raise ChainNameError(
                _("The host %(host)s belongs to another chain.") % {"host": taken[0]}
            )
        chain = Chain.objects.create(name=name, schema_name=wanted)
        for place, domain in enumerate(domains):
            Domain.objects.create(domain=domain.lower(), tenant=chain, is_primary=place == 0)
        ask_for_schema(chain)
    return chain


def ask_for_schema(chain: Chain) -> None:
    enqueue(chain=PUBLIC, kind=PROVISION, keys=[chain.schema_name], priority=100)


def provision(schema_name: str) -> None:
    """Build the chain's schema and open it. Can be killed and run again at any point."""
    with in_public():
        chain = Chain.objects.get(schema_name=schema_name)
        run_as_owner("release", "--chain", schema_name)
        with transaction.atomic():
            Chain.objects.filter(pk=chain.pk, state=ChainState.PROVISIONING).update(
                state=ChainState.READY
            )
            ask_for_rules(schema_name)


def ask_for_rules(schema_name: str) -> None:
    """The rules that every chain begins with, and those that a new version brings."""
    enqueue(chain=schema_name, kind=PLANT_RULES, keys=["pack"])


def add_member(
    *, chain: Chain, user: User, role: Role, limited_to_stores: bool = False
) -> Membership:
    """Give a person a role in a chain, or change the one they have."""
    with in_public():
        membership, _created = Membership.objects.update_or_create(
            chain=chain,
            user=user,
            defaults={"role": role, "limited_to_stores": limited_to_stores, "is_active": True},
        )
    return membership
