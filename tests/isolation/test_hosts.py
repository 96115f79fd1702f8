"""Host name to chain: one spelling, no guessing, and nothing that a client may claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from accounts.models import Chain, ChainState, Domain
from accounts.tenancy import PUBLIC
from tests.cast import NORTH, SOUTH

if TYPE_CHECKING:
    from django.test import Client

QUEUE = "/"
LOGIN = "/accounts/login/"


def _status(client: Client, host: str, path: str = LOGIN, **headers: str) -> int:
    return client.get(path, headers={"host": host, **headers}).status_code


@pytest.mark.parametrize(
    "spelling",
    [
        NORTH,
        f"{NORTH}:8000",
        "NORTH.TestServer",
        f"{NORTH}.",
        f"{NORTH}.:443",
        f"www.{NORTH}",
        f"WWW.{NORTH.upper()}:80",
    ],
)
def test_a_chain_answers_to_every_spelling_of_its_host(cast, spelling):
    client = cast.client("owner")
    assert client.get(QUEUE, headers={"host": spelling}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "nobody.example",
        "testserver.north",
        f"evil.{NORTH}",
        f"{NORTH}.evil.example",
        "north",
        "127.0.0.1",
        "[::1]:8000",
        "www.www.north.testserver",
        "x" * 60 + ".example",
        ".".join(["a" * 60] * 40),
    ],
)
def test_an_unknown_host_is_not_found(db, client, host):
    assert _status(client, host) == 404


@pytest.mark.parametrize(
    "host",
    [
        "",
        " ",
        f"{NORTH} evil",
        f"{NORTH}/evil",
        f"{NORTH}@evil.example",
        f"evil.example@{NORTH}",
        f"{NORTH}:port",
        f"{NORTH}\x00",
        f"{NORTH}\\",
        f"{NORTH}, {SOUTH}",
        "'; DROP SCHEMA north; --",
        "north.testserver%00",
        "\N{SNOWMAN}.example",
        "[::1",
        "..",
        f"{NORTH}..",
        "*",
        "-",
        ":",
        "a" * 100_000,
    ],
)
def test_an_absurd_host_is_refused_without_an_error(db, client, host):
    assert _status(client, host) in {400, 404}


@pytest.mark.parametrize("header", ["x-forwarded-host", "forwarded", "x-host", "x-original-host"])
def test_what_a_client_claims_of_its_host_is_not_believed(cast, header):
    claim = f"host={SOUTH}" if header == "forwarded" else SOUTH
    southerner = cast.client("southerner")
    assert _status(southerner, NORTH, QUEUE, **{header: claim}) == 404
    assert _status(southerner, SOUTH, QUEUE) == 200
    assert _status(southerner, "nobody.example", QUEUE, **{header: claim}) == 404


@pytest.mark.parametrize("state", [ChainState.SUSPENDED, ChainState.PROVISIONING])
def test_a_chain_that_is_not_ready_is_not_found(cast, state):
    client = cast.client("owner")
    assert _status(client, NORTH, QUEUE) == 200
    Chain.objects.filter(schema_name="north").update(state=state)
    for path in (QUEUE, LOGIN, "/admin/", "/transactions/1/"):
        assert _status(client, NORTH, path) == 404
    Chain.objects.filter(schema_name="north").update(state=ChainState.READY)
    assert _status(client, NORTH, QUEUE) == 200


class TestUnknownHostIsTheOnlyChain:
    """A store's own PC has no DNS: with the setting on, an address leads to its chain."""

    @pytest.fixture(autouse=True)
    def _on(self, settings):
        settings.UNKNOWN_HOST_IS_ONLY_CHAIN = True

    def test_with_one_chain_an_unknown_host_leads_to_it(self, cast):
        Chain.objects.filter(schema_name="south").update(state=ChainState.SUSPENDED)
        assert _status(cast.client("owner"), "192.168.1.20:8000", QUEUE) == 200
        assert _status(cast.client("southerner"), "192.168.1.20:8000", QUEUE) == 404

    def test_with_two_chains_nobody_guesses(self, cast):
        assert _status(cast.client("owner"), "192.168.1.20:8000", QUEUE) == 404

    def test_without_a_ready_chain_there_is_none(self, client, db):
        Chain.objects.exclude(schema_name=PUBLIC).update(state=ChainState.SUSPENDED)
        assert _status(client, "192.168.1.20") == 404

    def test_a_known_host_of_a_closed_chain_does_not_lead_to_the_other(self, cast):
        Chain.objects.filter(schema_name="south").update(state=ChainState.SUSPENDED)
        assert _status(cast.client("owner"), SOUTH, QUEUE) == 404

    def test_an_absurd_host_is_still_refused(self, client, db):
        Chain.objects.filter(schema_name="south").update(state=ChainState.SUSPENDED)
        assert _status(client, "evil host") == 400


def test_a_session_of_one_host_is_useless_on_another(cast):
    owner = cast.client("owner", NORTH)
    assert owner.get(QUEUE).status_code == 200
    for path in (QUEUE, "/files/", "/audit/", "/transactions/1/", "/admin/"):
        assert _status(owner, SOUTH, path) == 404
    assert _status(owner, "testserver", "/admin/") == 404


def test_somebody_whose_membership_ended_finds_nothing_with_the_next_request(cast):
    manager = cast.client("manager")
    assert manager.get(QUEUE).status_code == 200
    cast.manager.memberships.update(is_active=False)
    assert manager.get(QUEUE).status_code == 404


def test_somebody_deactivated_meets_the_login_page_with_the_next_request(cast):
    manager = cast.client("manager")
    assert manager.get(QUEUE).status_code == 200
    type(cast.manager).objects.filter(pk=cast.manager.pk).update(is_active=False)
    response = manager.get(QUEUE)
    assert (response.status_code, response.url) == (302, f"{LOGIN}?next=/")


def test_a_role_made_smaller_counts_from_the_next_request(cast):
    admin = cast.client("admin")
    assert admin.get("/audit/").status_code == 200
    cast.admin.memberships.update(role="viewer")
    assert admin.get("/audit/").status_code == 403


def test_the_public_host_has_no_chains_pages(cast):
    owner = cast.client("owner", "testserver")
    for path in ("/files/", "/audit/", "/transactions/1/", "/clips/"):
        assert owner.get(path).status_code == 404


def test_a_host_belongs_to_one_chain_only(db):
    from django.db import IntegrityError, transaction

    south = Chain.objects.get(schema_name="south")
    with pytest.raises(IntegrityError), transaction.atomic():
        Domain.objects.create(domain=NORTH, tenant=south)
