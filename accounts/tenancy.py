"""Chains and their schemas: the only code that calls django_tenants (the database backend
in :mod:`accounts.postgresql` only leaves out what it would say twice).

Tenant outside, transaction inside. Code that needs a chain and finds none raises.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, connections
from django.http import Http404, HttpRequest
from django.http.request import split_domain_port
from django_tenants.middleware.main import TenantMainMiddleware
from django_tenants.utils import (
    get_public_schema_name,
    schema_context,
    tenant_context,
)

from accounts.models import Chain, ChainState, Domain
from jobs.registry import ChainNotReadyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

PUBLIC = get_public_schema_name()


class NoChainError(RuntimeError):
    """Code that touches a chain's tables ran without a chain."""


@contextmanager
def in_chain(chain: Chain) -> Iterator[Chain]:
    """Run the body in a chain's schema. Must not be opened inside a transaction that
    already touched another chain."""
    with tenant_context(chain):
        yield chain


@contextmanager
def in_public() -> Iterator[None]:
    with schema_context(PUBLIC):
        yield


@contextmanager
def entered(schema_name: str) -> Iterator[Chain | None]:
    """For jobs: the ready chain of that schema name, or the public schema.

    Raises ChainNotReadyError (a LookupError) for any other.
    """
    if schema_name == PUBLIC:
        with in_public():
            yield None
        return
    with in_public():
        chain = Chain.objects.filter(schema_name=schema_name, state=ChainState.READY).first()
    if chain is None:
        raise ChainNotReadyError(schema_name)
    with in_chain(chain):
        yield chain


def current_chain() -> Chain:
    """The chain whose schema is open. Raises NoChainError in the public schema."""
    chain = getattr(connection, "tenant", None)
    if not isinstance(chain, Chain) or chain.schema_name == PUBLIC:
        raise NoChainError("No chain is open here.")
    return chain


def is_public() -> bool:
    return bool(getattr(connection, "schema_name", PUBLIC) == PUBLIC)


def ready_chains() -> QuerySet[Chain]:
    return Chain.objects.filter(state=ChainState.READY).exclude(schema_name=PUBLIC)


def ensure_public_chain() -> Chain:
    """The row that django_tenants wants for the public schema."""
    chain, _created = Chain.objects.get_or_create(
        schema_name=PUBLIC, defaults={"name": "Support", "state": ChainState.READY}
    )
    return chain


class ChainMiddleware(TenantMainMiddleware):  # type: ignore[misc]
    """Host name to chain. Unknown hosts get 404, except on a store's own PC (one chain,
    no DNS), where a setting lets them through to that chain."""

    @staticmethod
    def hostname_from_request(request: HttpRequest) -> str:
        """The host as hosts are kept: lower case, without port, last dot and ``www.``."""
        domain, _port = split_domain_port(request.get_host())
        return domain.removeprefix("www.")

    def get_tenant(self, domain_model: type[Domain], hostname: str) -> Chain:
        domain = domain_model.objects.select_related("tenant").filter(domain=hostname).first()
        chain = domain.tenant if domain is not None else self._only_chain()
        if chain is None or chain.state != ChainState.READY:
            raise Chain.DoesNotExist
        return chain

    @staticmethod
    def _only_chain() -> Chain | None:
        if not settings.UNKNOWN_HOST_IS_ONLY_CHAIN:
            return None
        chains = list(ready_chains()[:2])
        return chains[0] if len(chains) == 1 else None

    def process_request(self, request: HttpRequest) -> None:
        connection.set_schema_to_public()  # type: ignore[attr-defined]
        try:
            hostname = self.hostname_from_request(request)
            chain = self.get_tenant(Domain, hostname)
        except (Chain.DoesNotExist, Domain.DoesNotExist) as missing:
            raise Http404 from missing
        request.tenant = chain  # type: ignore[attr-defined]
        connection.set_tenant(chain)  # type: ignore[attr-defined]
        self.setup_url_routing(request)


def close_connections() -> None:
    """After the database went away: drop what is broken, so that the next use connects."""
    for wrapper in connections.all():
        wrapper.close()
