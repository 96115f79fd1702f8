"""Every address x every role x ids of the own store, another store and another chain."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

from accounts.models import Chain
from accounts.roles import Role, may
from accounts.tenancy import in_chain
from clips.links import LinkFor, Use
from clips.models import Clip
from tests.cast import NORTH, PEOPLE, Cast
from tests.isolation.canaries import CANARIES
from tests.isolation.cases import (
    CHAIN_CASES,
    PUBLIC_CASES,
    Case,
    LoggedIn,
    Open,
    Programs,
    Support,
)
from tests.isolation.conftest import PLACES, Grounds
from tests.isolation.urlmap import CHAIN, PUBLIC, routes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse
    from django.test import Client

ROLES = {
    "owner": Role.OWNER,
    "admin": Role.ADMIN,
    "manager": Role.MANAGER,
    "limited": Role.MANAGER,
    "viewer": Role.VIEWER,
}
ANYBODY = (*PEOPLE, None)
NORTHERN = {text for (chain, _store), text in CANARIES.items() if chain == "north"}
LOGIN = {302}
# What is planted costs a second: not for each address by itself, nor once for all of them.
CHAIN_PARTS, PUBLIC_PARTS = 24, 6
OUR_APPS = {"accounts", "alerts", "clips", "review", "stores", "transactions"}


@pytest.mark.parametrize(
    ("urlconf", "cases"), [(CHAIN, CHAIN_CASES), (PUBLIC, PUBLIC_CASES)], ids=["chain", "public"]
)
def test_every_address_has_a_case_and_every_case_an_address(urlconf, cases):
    assert set(routes(urlconf)) == set(cases)


@pytest.mark.parametrize("urlconf", [CHAIN, PUBLIC])
def test_no_two_addresses_of_an_app_share_a_name(urlconf):
    """Of two with one name, links to the first would lead to the second."""
    named: dict[tuple[str, ...], set[str]] = {}
    for route, pattern in routes(urlconf).items():
        app = pattern.callback.__module__.split(".")[0]
        if pattern.name and app in OUR_APPS:
            space = "api" if route.startswith("api/") else app
            named.setdefault((space, pattern.name), set()).add(route)
    assert {name: found for name, found in named.items() if len(found) > 1} == {}
    assert named


@pytest.mark.parametrize("part", range(CHAIN_PARTS))
def test_nobody_sees_more_than_theirs_on_a_chains_host(part, grounds, cast, subtests):
    for route in list(CHAIN_CASES)[part::CHAIN_PARTS]:
        with subtests.test(route or "(home)"), taken_back():
            _everybody_asks_a_chain(CHAIN_CASES[route], route, grounds, cast)


def _everybody_asks_a_chain(case: Any, route: str, grounds: Grounds, cast: Cast) -> None:
    for actor in ANYBODY:
        client = cast.client(actor, NORTH)
        for place in _places(case, actor):
            response = _ask(client, case, route, grounds, cast, actor, place)
            told = f"{actor} at {place}: {response.status_code}"
            assert response.status_code in _expected(case, actor, place), told
            _check_login_page(case, actor, response)
            sung = _sung(response)
            assert not sung - _entitled(case, actor), f"{told} {sung}"
            if getattr(case, "sings", False) and _may_see(case, actor, place):
                assert CANARIES["north", "102" if place == "other store" else "101"] in sung, told


@pytest.mark.parametrize("part", range(PUBLIC_PARTS))
def test_nobody_but_support_sees_anything_on_the_public_host(part, grounds, cast, subtests):
    for route in list(PUBLIC_CASES)[part::PUBLIC_PARTS]:
        with subtests.test(route or "(home)"), taken_back():
            _everybody_asks_the_public_host(PUBLIC_CASES[route], route, grounds, cast)


def _everybody_asks_the_public_host(case: Any, route: str, grounds: Grounds, cast: Cast) -> None:
    for actor in ANYBODY:
        response = _ask(
            cast.client(actor, "testserver"), case, route, grounds, cast, actor, PLACES[0]
        )
        told = f"{actor}: {response.status_code}"
        if isinstance(case, LoggedIn):
            assert response.status_code == (200 if actor else 302), told
        else:
            assert response.status_code in _expected(case, actor, PLACES[0]), told
        assert not _sung(response), told


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written is undone, so that everybody finds the same rows."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        connection.set_schema_to_public()
        transaction.savepoint_rollback(before)


def _places(case: Any, actor: str | None) -> tuple[str, ...]:
    """The admin's door is shut before any id is read: others try it once."""
    if not getattr(case, "about", "") or (isinstance(case, Support) and actor != "support"):
        return PLACES[:1]
    return PLACES


def _ask(
    client: Client,
    case: Any,
    route: str,
    grounds: Grounds,
    cast: Cast,
    actor: str | None,
    place: str,
) -> HttpResponse:
    path = grounds.path(route, getattr(case, "about", ""), place)
    if isinstance(case, Case) and case.method == "post":
        with taken_back():
            return client.post(path, dict(case.data))
    if isinstance(case, Case) and case.use is not None and actor is not None:
        # A link rightly signed for this very person: even that opens only what is theirs.
        uuid = grounds.id_of("clip_uuid", place)
        link = LinkFor(grounds.north.uuid, uuid, getattr(cast, actor).pk, case.use)
        path += f"?s={link.sign()}"
    if isinstance(case, Support) and case.query:
        path += f"?{case.query}"
    return client.get(path)


def _may_see(case: Any, actor: str | None, place: str) -> bool:
    return (
        actor in ROLES
        and may(ROLES[actor], case.needs)
        and place != "other chain"
        and not (actor == "limited" and place == "other store")
    )


def _expected(case: Any, actor: str | None, place: str) -> set[int] | frozenset[int]:
    if isinstance(case, Open):
        return {200, 302, 404, 405}
    if isinstance(case, Programs):
        return case.answers if actor is None or actor in ROLES else {404}
    if isinstance(case, Support):
        return _expected_of_support(case, actor, place)
    if actor is None:
        return LOGIN
    if actor not in ROLES:
        return {404}
    if not may(ROLES[actor], case.needs):
        return {403}
    if case.about and not _may_see(case, actor, place):
        return {404}
    return case.passes


def _expected_of_support(case: Support, actor: str | None, place: str) -> Any:
    if actor is None:
        return LOGIN
    if actor != "support":
        return {404}
    return case.absent if case.about and place == "other chain" else case.passes


def _check_login_page(case: Any, actor: str | None, response: HttpResponse) -> None:
    if actor is None and not isinstance(case, Open | Programs):
        assert response.headers["Location"].startswith(("/accounts/login/", "/admin/"))


def _entitled(case: Any, actor: str | None) -> set[str]:
    """The canaries that may be in an answer to ``actor``."""
    if actor == "support":
        return NORTHERN if isinstance(case, Support) else set()
    if isinstance(case, Support | Open | Programs) or actor not in ROLES:
        return set()
    return {CANARIES["north", "101"]} if actor == "limited" else NORTHERN


def _sung(response: HttpResponse) -> set[str]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    heard = body.decode(errors="replace") + str(dict(response.headers))
    return {canary for canary in CANARIES.values() if canary in heard}


def test_a_clip_of_another_chain_stays_closed_even_to_its_own_chains_link(grounds, cast):
    south = Chain.objects.get(schema_name="south")
    with in_chain(south):
        uuid = Clip.objects.get(filename__contains="SOUTH-102").uuid
    link = LinkFor(south.uuid, uuid, cast.owner.pk, Use.VIDEO).sign()
    response = cast.client("owner").get(f"/clips/{uuid}/video?s={link}")
    assert response.status_code == 404
