"""What this installation itself is connected to: never dialled for anybody's recorder.

A route that support approves by mistake, or a recorder's address chosen with malice, must
not lead to the database, to Redis, or to a neighbour of this host.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import struct
import sys
import time
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.conf import settings

if sys.platform != "win32":  # there, only this host's own addresses are known
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

    from footage.dialling import Address, Network

LOOPBACK: Final[tuple[Network, ...]] = (
    ipaddress.ip_network("127.0.0.0/8"),
    ipaddress.ip_network("::1/128"),
)
REMEMBERED_SECONDS: Final = 300
_ADDRESS, _MASK, _FLAGS = 0x8915, 0x891B, 0x8913
_POINT_TO_POINT: Final = 0x10
_INET6: Final = Path("/proc/net/if_inet6")


def own_networks() -> tuple[Network, ...]:
    """Loopback, the networks of this host's interfaces, the hosts of the services it uses,
    and what OWN_NETWORKS adds."""
    return _remembered(int(time.monotonic() // REMEMBERED_SECONDS))


@lru_cache(maxsize=1)
def _remembered(_age: int) -> tuple[Network, ...]:
    said = (ipaddress.ip_network(text, strict=False) for text in settings.OWN_NETWORKS)
    hosts = (ipaddress.ip_network(str(address)) for address in _service_addresses())
    return tuple(dict.fromkeys((*LOOPBACK, *_interfaces(), *_interfaces6(), *hosts, *said)))


def _service_addresses() -> Iterator[Address]:
    """Of the database, Redis, the object storage, and this host's own name."""
    options = settings.STORAGES["default"].get("OPTIONS")
    endpoint = options.get("endpoint_url") if isinstance(options, dict) else ""
    places = (
        str(settings.DATABASES["default"].get("HOST") or ""),
        urlsplit(settings.REDIS_URL).hostname or "",
        urlsplit(str(endpoint or "")).hostname or "",
        socket.gethostname(),
    )
    for host in places:
        if not host or host.startswith("/"):
            continue  # not used, or a socket on this machine's disk
        with contextlib.suppress(OSError, UnicodeError):
            for row in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM):
                yield ipaddress.ip_address(str(row[4][0]).partition("%")[0])


def _interfaces() -> Iterator[Network]:
    """IPv4. Of a tunnel only our own end: what lies behind it is what routes are for."""
    if sys.platform == "win32":
        return
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _index, name in socket.if_nameindex():
            wanted = struct.pack("256s", name.encode()[:15])
            with contextlib.suppress(OSError):  # one without an IPv4 address
                flags = struct.unpack_from("H", fcntl.ioctl(asked, _FLAGS, wanted), 16)[0]
                address = fcntl.ioctl(asked, _ADDRESS, wanted)[20:24]
                mask = fcntl.ioctl(asked, _MASK, wanted)[20:24]
                prefix = 32 if flags & _POINT_TO_POINT else _bits(mask)
                yield ipaddress.ip_network((address, prefix), strict=False)


def _bits(mask: bytes) -> int:
    return int.from_bytes(mask, "big").bit_count()


def _interfaces6() -> Iterator[Network]:
    with contextlib.suppress(OSError):
        for line in _INET6.read_text().splitlines():
            address, _index, prefix, *_rest = line.split()
            yield ipaddress.ip_network((bytes.fromhex(address), int(prefix, 16)), strict=False)
