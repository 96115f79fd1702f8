"""What an operator grants a chain, by the environment: folders, and networks to dial.

An entry is ``chain=value`` for one chain (its schema name). One without a name holds for
each chain when it has ``{chain}`` in it, and otherwise only while there is one chain.
"""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts.tenancy import ready_chains
from footage.dialling import PRIVATE
from footage.dialling import Route as Way
from footage.recorders.base import Grants
from stores.models import Route
from stores.own_networks import LOOPBACK, own_networks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from ipaddress import IPv4Network, IPv6Network

    from accounts.models import Chain
    from stores.models import Store

_NAMED = re.compile(r"^([a-z][a-z0-9_]*)=(.+)$")
PLACE = "{chain}"


def roots_of(chain: Chain) -> tuple[Path, ...]:
    """The folders below which this chain's sources may read."""
    return tuple(Path(value) for value in _granted(settings.SOURCE_ROOTS, chain))


def networks_of(chain: Chain) -> tuple[IPv4Network | IPv6Network, ...]:
    """The networks that are not public and that this chain's sources may dial."""
    values = _granted(settings.ALLOWED_SOURCE_NETWORKS, chain)
    try:
        return tuple(ipaddress.ip_network(value) for value in values)
    except ValueError as error:
        raise ImproperlyConfigured(f"ALLOWED_SOURCE_NETWORKS: {error}") from error


def recorder_grants(store: Store) -> Grants:
    """What the recorders of ``store`` may be: folders, and addresses on approved routes."""
    on_lan = is_on_lan()
    return Grants(
        folder_roots=tuple(settings.FOOTAGE_ROOTS),
        routes=(*routes_of(store), *(tuple(map(Way, PRIVATE)) if on_lan else ())),
        own_networks=LOOPBACK if on_lan else own_networks(),
    )


def routes_of(store: Store) -> tuple[Way, ...]:
    """The store's approved routes, the narrowest first: it says best where to go."""
    rows = Route.objects.filter(store=store, is_active=True, approved_at__isnull=False)
    ways = [Way(ipaddress.ip_network(row.network), row.proxy) for row in rows]
    return tuple(sorted(ways, key=lambda way: -way.network.prefixlen))


def is_on_lan() -> bool:
    """A store's own PC: one chain, and the recorders on the same network."""
    return settings.RECORDERS_ON_LAN and ready_chains().count() == 1


def _granted(entries: Iterable[str], chain: Chain) -> Iterator[str]:
    for entry in entries:
        named = _NAMED.match(entry)
        if named is not None:
            if named[1] == chain.schema_name:
                yield named[2]
        elif PLACE in entry:
            yield entry.replace(PLACE, chain.schema_name)
        elif ready_chains().count() == 1:
            yield entry
