"""Who may be dialled: only what support approved, never what is ours or another chain's."""

from __future__ import annotations

import ipaddress

import pytest

from accounts.models import Chain, ChainState
from accounts.tenancy import in_chain
from footage.dialling import places_of
from footage.errors import AddressRefusedError
from stores.granting import recorder_grants
from stores.models import AccessLog, Route, Store
from stores.own_networks import own_networks
from stores.services.routes import (
    RouteError,
    approve_route,
    ask_for_route,
    check_network,
    withdraw_route,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hosted(settings, monkeypatch):
    settings.RECORDERS_ON_LAN = False
    monkeypatch.setattr("stores.services.routes.own_networks", tuple)


def reach(store, host="10.8.4.7"):
    return places_of(host, 80, recorder_grants(store))


def test_a_route_counts_only_once_it_is_approved_and_as_long(store, cast):
    route = ask_for_route(store=store, network="10.8.4.0/24", by=cast.admin)
    with pytest.raises(AddressRefusedError):
        reach(store)
    approve_route(route=route, by=cast.support)
    assert reach(store)
    route.refresh_from_db()
    assert route.approved_by == "Support <support@example.com>"
    withdraw_route(route=route, by=cast.support)
    with pytest.raises(AddressRefusedError):
        reach(store)
    said = set(AccessLog.objects.filter(object_type="route").values_list("params__what", flat=True))
    assert said == {"asked_for_route", "approved_route", "withdrew_route"}


def test_a_route_is_one_stores(store, other_store, cast):
    approve_route(route=ask_for_route(store=store, network="10.8.4.0/24", by=None), by=cast.support)
    with pytest.raises(AddressRefusedError):
        reach(other_store)


def test_two_stores_are_not_reached_the_same_way(store, other_store, south, north, cast):
    approve_route(route=ask_for_route(store=store, network="10.8.4.0/24", by=None), by=cast.support)
    second = ask_for_route(store=other_store, network="10.8.0.0/16", by=None)
    with pytest.raises(RouteError, match="Store 101"):
        approve_route(route=second, by=cast.support)
    Route.objects.filter(pk=second.pk).update(proxy="127.0.0.1:1055")
    approve_route(route=Route.objects.get(pk=second.pk), by=cast.support)
    with in_chain(south):
        theirs = ask_for_route(store=Store.objects.get(code="101"), network="10.8.4.0/24", by=None)
        with pytest.raises(RouteError, match="Another chain"):
            approve_route(route=theirs, by=cast.support)


def test_the_proxy_of_the_store_is_the_way(store, cast):
    route = ask_for_route(store=store, network="192.168.1.0/24", by=None)
    Route.objects.filter(pk=route.pk).update(proxy="127.0.0.1:1055")
    approve_route(route=Route.objects.get(pk=route.pk), by=cast.support)
    ((_address, way),) = reach(store, "192.168.1.64")
    assert way.proxy == "127.0.0.1:1055"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("8.8.8.0/24", "not a private network"),
        ("0.0.0.0/0", "not a private network"),
        ("10.0.0.0/8", "too wide"),
        ("fd00::/8", "too wide"),
        ("169.254.0.0/24", "not a private network"),
        ("store", "Write the network"),
        ("192.168.1.0/99", "Write the network"),
    ],
)
def test_what_is_no_stores_network_is_refused(text, wrong):
    with pytest.raises(RouteError, match=wrong):
        check_network(text)


def test_our_own_network_is_not_approved(store, cast, monkeypatch):
    ours = (ipaddress.ip_network("10.8.4.9/32"),)
    monkeypatch.setattr("stores.services.routes.own_networks", lambda: ours)
    route = ask_for_route(store=store, network="10.8.4.0/24", by=None)
    with pytest.raises(RouteError, match="this installation"):
        approve_route(route=route, by=cast.support)


def test_what_this_host_is_connected_to_is_known():
    networks = own_networks()
    assert ipaddress.ip_network("127.0.0.0/8") in networks
    assert any(ipaddress.ip_address("127.0.0.1") in n for n in networks if n.version == 4)


def test_on_the_stores_own_pc_private_addresses_need_no_route(store, settings, south):
    settings.RECORDERS_ON_LAN = True
    with pytest.raises(AddressRefusedError):
        reach(store)  # there are two chains
    Chain.objects.filter(pk=south.pk).update(state=ChainState.SUSPENDED)
    assert reach(store)
    with pytest.raises(AddressRefusedError):
        reach(store, "127.0.0.1")
