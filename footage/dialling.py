"""Connections to recorders: only over a route that somebody answerable approved.

A recorder sits on a private network of a store, so that being private refuses nothing
here; what is dialled must lie inside one of the ``routes`` of :class:`Grants`. A name is
resolved once, every address it has must be on a route, and that very address is connected
to. Link-local addresses and others where clouds keep their metadata, multicast, our own
networks and addresses that hide another one are never dialled, approved or not.

Stores share numbers: a hundred of them are 192.168.1.0/24. A route may therefore lead
through a SOCKS5 proxy (what ``tailscaled`` and ZeroTier offer per site), which carries the
address to the right store unresolved and unchanged.
"""

from __future__ import annotations

import ipaddress
import re
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
_METADATA: Final = frozenset(
    ipaddress.ip_address(text)
    for text in ("fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192")
)
"""Where clouds tell a machine its secrets, besides the link-local place."""
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_MOST_ADDRESSES: Final = 8
_HOST: Final = re.compile(
    r"[A-Za-z0-9_.-]{1,253}|([0-9A-Fa-f]{0,4}:){2}[0-9A-Fa-f:.]{0,40}", re.ASCII
)
_PROXY: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+):[0-9]{1,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Route:
    """A network that may be dialled. ``proxy``: ``host:port`` of a SOCKS5 proxy, or ""."""

    network: Network
    proxy: str = ""

    def __post_init__(self) -> None:
        if self.proxy and not _PROXY.fullmatch(self.proxy):
            message = f"not host:port of a proxy: {self.proxy!r}"
            raise ValueError(message)


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
            return _connected(address, port, timeout)
        except OSError as error:
            last = error
    raise UnreachableError(f"{host}:{port}") from last


def _connected(address: Address, port: int, timeout: float) -> socket.socket:
    """Without another look-up, which could answer otherwise."""
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    connection = socket.socket(family, socket.SOCK_STREAM)
    connection.settimeout(timeout)
    try:
        connection.connect((str(address), port))
    except BaseException:
        connection.close()
        raise
    return connection


def places_of(host: str, port: int, grants: Grants) -> list[tuple[Address, Route]]:
    """The addresses of ``host``, each with the route to it. Raises AddressRefusedError when
    one of them is on none, UnreachableError when the name is unknown."""
    return [(address, _route_to(address, host, grants)) for address in _addresses(host, port)]


def _addresses(host: str, port: int) -> list[Address]:
    """As the system reads them, odd spellings of numbers included: what is checked is what
    is dialled."""
    if not _HOST.fullmatch(host) or not 0 < port < 65536:
        raise AddressRefusedError(host=host, why="not_a_host")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreachableError(host) from error
    told = dict.fromkeys(str(row[4][0]).partition("%")[0] for row in found)
    return [_plain(ipaddress.ip_address(text)) for text in told][:_MOST_ADDRESSES]


def _plain(address: Address) -> Address:
    """An IPv4 address written as IPv6 is that IPv4 address."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _route_to(address: Address, host: str, grants: Grants) -> Route:
    if is_never_dialled(address, grants):
        raise AddressRefusedError(host=host, why="never")
    for route in grants.routes:
        if route.network.version == address.version and address in route.network:
            return route
    raise AddressRefusedError(host=host, why="public" if address.is_global else "no_route")


def is_never_dialled(address: Address, grants: Grants) -> bool:
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return True
    if (address.is_reserved and not address.is_loopback) or address in _METADATA:
        return True
    if _hides_another(address):
        return True
    return any(address in own for own in grants.own_networks if own.version == address.version)


def _hides_another(address: Address) -> bool:
    """6to4, Teredo and NAT64: where they lead is not what they say."""
    if isinstance(address, ipaddress.IPv4Address):
        return False
    return address in _NAT64 or address.sixtofour is not None or address.teredo is not None
