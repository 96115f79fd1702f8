"""Connections to addresses that people typed.

A name is resolved once; every address it has must be public, or in a network that the
operator granted; and it is that very address that is connected to, so that a name which
changes its mind meanwhile changes nothing. Link-local addresses (where clouds keep their
metadata) are never dialled, granted or not.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from typing import TYPE_CHECKING, Final

import certifi

from transactions.sources.base import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transactions.sources.base import Granted

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address

CONNECT_SECONDS: Final = 15.0
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_MOST_ADDRESSES: Final = 8


def addresses_of(host: str, port: int, granted: Granted) -> list[str]:
    """The addresses of ``host``, all of them allowed. Raises SourceError otherwise."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise SourceError("host_unknown", host=host) from error
    told = list(dict.fromkeys(str(row[4][0]).partition("%")[0] for row in found))
    if not told:
        raise SourceError("host_unknown", host=host)
    for each in told:
        if not is_allowed(ipaddress.ip_address(each), granted):
            raise SourceError("address_refused", host=host)
    return told[:_MOST_ADDRESSES]


def is_allowed(address: Address, granted: Granted) -> bool:
    """Whether this chain may dial ``address``; addresses inside addresses are unwrapped."""
    real = _unwrapped(address)
    if real.is_link_local or real.is_multicast or real.is_unspecified:
        return False
    if any(real in network for network in granted.networks if network.version == real.version):
        return True
    return real.is_global and not real.is_reserved


def _unwrapped(address: Address) -> Address:
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and address.teredo is not None:
        inner = address.teredo[1]
    return inner if inner is not None else address


def connected(host: str, port: int, granted: Granted) -> socket.socket:
    """A connection to the first of the addresses that answers. Raises SourceError."""
    return _first(host, port, addresses_of(host, port, granted))


def _first(host: str, port: int, addresses: Sequence[str]) -> socket.socket:
    last: OSError | None = None
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout=CONNECT_SECONDS)
        except OSError as error:
            last = error
    code = "no_answer" if isinstance(last, TimeoutError) else "cannot_connect"
    raise SourceError(code, host=host, port=port) from last


def tls(granted: Granted) -> ssl.SSLContext:
    """Certificates are always verified: by the system's authorities, the usual public ones,
    and the operator's own where there is one."""
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    if granted.authority_file:
        context.load_verify_locations(cafile=granted.authority_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
