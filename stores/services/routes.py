"""Routes to stores' networks: asked for by the chain, approved by support, who says so.

A route lets this installation connect to a private network. Two chains must never share
one: whoever is approved second would reach the recorders of the first.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2 import sql

from accounts.tenancy import current_chain, ready_chains
from footage.dialling import PRIVATE
from stores import audit
from stores.models import AccessKind, Route
from stores.own_networks import own_networks

if TYPE_CHECKING:
    from accounts.models import User
    from footage.dialling import Network
    from stores.models import Store

WIDEST = {4: 16, 6: 48}
"""A store's own network, not a country's: the shortest prefix that is approved."""
_PROXY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+):[0-9]{1,5}")


class RouteError(ValueError):
    """Why a route cannot be; the message is for the person who wants it."""


def check_network(text: str) -> Network:
    """The network that ``text`` says. Raises RouteError with what is wrong with it."""
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise RouteError(_("Write the network like 192.168.1.0/24.")) from None
    if not any(
        network.version == private.version and network.subnet_of(private)  # type: ignore[arg-type]
        for private in PRIVATE
    ):
        raise RouteError(
            _(
                "%(network)s is not a private network. A recorder that answers on the public "
                "internet is open to everybody; connect the store by VPN."
            )
            % {"network": network}
        )
    if network.prefixlen < WIDEST[network.version]:
        raise RouteError(_("%(network)s is too wide for one store.") % {"network": network})
    return network


def check_proxy(text: str) -> str:
    """Raises RouteError for what is no ``host:port``."""
    if text and not _PROXY.fullmatch(text):
        raise RouteError(_("Write the proxy like 127.0.0.1:1055."))
    return text


def ask_for_route(*, store: Store, network: str, note: str = "", by: User | None) -> Route:
    """What support will look at; the one there is, if it was asked for before."""
    checked = check_network(network)
    with transaction.atomic():
        route, made = Route.objects.get_or_create(
            store=store, network=str(checked), defaults={"note": note[:200]}
        )
        if not made and not route.is_active:
            route.is_active, route.approved_at, route.approved_by = True, None, ""
            route.save()
        if made:
            _record(route, by, "asked_for_route")
    return route


def approve_route(*, route: Route, by: User) -> None:
    """From now on the store's recorders may be dialled there. Raises RouteError when the
    network is ours, or another store is reached the same way."""
    network = check_network(route.network)
    proxy = check_proxy(route.proxy)
    if any(network.version == own.version and network.overlaps(own) for own in own_networks()):
        raise RouteError(
            _("%(network)s holds addresses of this installation itself.") % {"network": network}
        )
    with transaction.atomic():
        _alone()
        held = Route.objects.select_for_update().get(pk=route.pk)
        if other := _same_way(held, network, proxy):
            raise RouteError(
                _(
                    "%(other)s is reached the same way. Stores whose networks have the same "
                    "numbers need a proxy each: docs/vpn.md."
                )
                % {"other": other}
            )
        held.approved_at, held.approved_by = timezone.now(), f"{by.name} <{by.email}>"
        held.is_active = True
        held.save()
        _record(held, by, "approved_route")


def withdraw_route(*, route: Route, by: User) -> None:
    """Not dialled any more, from the next connection on."""
    with transaction.atomic():
        held = Route.objects.select_for_update().get(pk=route.pk)
        held.is_active, held.approved_at, held.approved_by = False, None, ""
        held.save()
        _record(held, by, "withdrew_route")


def _alone() -> None:
    """Two approvals at once would each not see the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('stores:routes', 0))")


def _same_way(route: Route, network: Network, proxy: str) -> str:
    """Whose network, over all chains, overlaps this one through the same proxy; "" for
    nobody's. Another chain is not named: its name is not this chain's to know."""
    here = current_chain().schema_name
    for schema in ready_chains().values_list("schema_name", flat=True):
        for store_id, code, text in _approved(schema, proxy):
            if schema == here and store_id == route.store_id:
                continue
            other = ipaddress.ip_network(text)
            if other.version == network.version and other.overlaps(network):
                return (
                    _("Store %(code)s") % {"code": code} if schema == here else _("Another chain")
                )
    return ""


def _approved(schema: str, proxy: str) -> list[tuple[int, str, str]]:
    query = sql.SQL(
        "SELECT r.store_id, s.code, r.network FROM {schema}.stores_route r "
        "JOIN {schema}.stores_store s ON s.id = r.store_id "
        "WHERE r.is_active AND r.approved_at IS NOT NULL AND r.proxy = %s"
    ).format(schema=sql.Identifier(schema))
    with connection.cursor() as cursor:
        cursor.execute(query, [proxy])
        return list(cursor.fetchall())


def _record(route: Route, by: User | None, what: str) -> None:
    audit.record(
        AccessKind.CHANGED_RECORDER,
        user=by,
        about=("route", route.pk),
        name=route.network,
        store=route.store.code,
        what=what,
        proxy=route.proxy,
    )
