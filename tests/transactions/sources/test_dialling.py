"""Which addresses may be dialled: a file of attacks."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest

from transactions.sources.base import Granted, SourceError
from transactions.sources.dialling import addresses_of, is_allowed

NOTHING = Granted()
LAN = Granted(networks=(ip_network("192.168.1.0/24"), ip_network("fd00::/8")))
EVERYTHING = Granted(networks=(ip_network("0.0.0.0/0"), ip_network("::/0")))


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700:4700::1111"])
def test_public_addresses_may_be_dialled(address):
    assert is_allowed(ip_address(address), NOTHING)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.10",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - not bound to, refused
        "255.255.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "198.18.0.1",
        "192.0.2.1",
        "::1",
        "::",
        "fe80::1",
        "fd00:ec2::254",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)
def test_all_others_may_not(address):
    assert not is_allowed(ip_address(address), NOTHING)


def test_what_the_operator_granted_may_be_dialled_and_no_more():
    assert is_allowed(ip_address("192.168.1.10"), LAN)
    assert is_allowed(ip_address("::ffff:192.168.1.10"), LAN)
    assert is_allowed(ip_address("fd12::1"), LAN)
    assert not is_allowed(ip_address("192.168.2.10"), LAN)
    assert not is_allowed(ip_address("127.0.0.1"), LAN)


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254"])
def test_metadata_may_not_be_dialled_even_when_everything_is_granted(address):
    assert not is_allowed(ip_address(address), EVERYTHING)


@pytest.mark.parametrize(
    "host", ["localhost", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]", "127.0.0.1."]
)
def test_loopback_in_disguise_is_refused(host):
    with pytest.raises(SourceError) as refused:
        addresses_of(host, 443, NOTHING)
    assert refused.value.code in {"address_refused", "host_unknown"}


@pytest.mark.parametrize("host", ["", "no.such.host.invalid", "x" * 300, "a..b", "\udcff.example"])
def test_names_that_are_none_are_refused(host):
    with pytest.raises(SourceError):
        addresses_of(host, 443, NOTHING)
