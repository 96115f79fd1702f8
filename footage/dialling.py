"""Connections to recorders: only over a route that somebody answerable approved.

A recorder sits on a private network of a store, so that being private refuses nothing
here; what is dialled must lie inside one of the ``routes`` of :class:`Grants`. A name is
resolved once, every address it has must be on a route, and that very address is connected
to. Link-local addresses (where clouds keep their metadata), multicast and our own networks
are never dialled, approved or not.

Stores share numbers: a hundred of them are 192.168.1.0/24. A route may therefore lead
through a SOCKS5 proxy (what ``tailscaled`` and ZeroTier offer per site), which carries the
address to the right store unresolved and unchanged.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from footage.errors import AddressRefusedError, UnreachableError
from footage.socks import connect_through

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

    from footage.recorders.base import Grants

    Address = IPv4Address | IPv6Address
    Network = IPv4Network | IPv6Network

CONNECT_SECONDS: Final = 10.0
PRIVATE: Final = tuple(
    ipaddress.ip_network(text)
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")
)
"""What a store's own PC and the agent reach without being told: RFC 1918, RFC 6598 (also
Tailscale's) and RFC 4193."""
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_MOST_ADDRESSES: Final = 8


@dataclass(frozen=True, slots=True)
class Route:
    """A network that may be dialled. ``proxy``: ``host:port`` of a SOCKS5 proxy, or ""."""

    network: Network
    proxy: str = ""


def dial(
    host: str, port: int, grants: Grants, *, timeout: float = CONNECT_SECONDS
) -> socket.socket:
    """A TCP connection to ``host`` over one of ``grants.routes``.

    Raises AddressRefusedError before anything is sent, UnreachableError when nobody
    answers. ``timeout`` in seconds holds for the connection made, too.
    """
    last: Exception | None = None
    for address, route in places_of(host, port, grants):
        try:
            if route.proxy:
                return connect_through(route.proxy, str(address), port, timeout)
            return socket.create_connection((str(address), port), timeout=timeout)
        except OSError as error:
            last = error
    raise UnreachableError(f"{host}:{port}") from last


def places_of(host: str, port: int, grants: Grants) -> list[tuple[Address, Route]]:
    """The addresses of ``host``, each with the route to it. Raises AddressRefusedError when
    one of them is on none, UnreachableError when the name is unknown."""
    return [(address, _route_to(address, host, grants)) for address in _addresses(host, port)]


def _addresses(host: str, port: int) -> list[Address]:
    """As the system reads them, odd spellings of numbers included: what is checked is what
    is dialled."""
    if not host or any(sign in host for sign in " \t\r\n\0/@?#%\\"):
        raise AddressRefusedError(host=host, why="not_a_host")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, OverflowError) as error:
        raise UnreachableError(host) from error
    told = dict.fromkeys(str(row[4][0]).partition("%")[0] for row in found)
    return [ipaddress.ip_address(text) for text in told][:_MOST_ADDRESSES]


def _route_to(address: Address, host: str, grants: Grants) -> Route:
    real = unwrapped(address)
    if is_never_dialled(real, grants):
        raise AddressRefusedError(host=host, why="never")
    for route in grants.routes:
        if route.network.version == real.version and real in route.network:
            return route
    raise AddressRefusedError(host=host, why="public" if real.is_global else "no_route")


def is_never_dialled(real: Address, grants: Grants) -> bool:
    """``real``: an address with no other inside it, see :func:`unwrapped`."""
    if real.is_link_local or real.is_multicast or real.is_unspecified or real.is_reserved:
        return True
    return any(real in own for own in grants.own_networks if own.version == real.version)


def unwrapped(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64), or itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and address.teredo is not None:
        inner = address.teredo[1]
    return inner if inner is not None else address
