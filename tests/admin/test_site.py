"""Support's admin: who gets in, what its pages carry, and what they cost."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lossprevention.admin_sites import chain_admin, public_admin
from stores.models import Store
from tests.cast import NORTH
from tests.isolation.canaries import plant
from transactions.models import Transaction

PUBLIC_HOST = "testserver"
CHAIN_LISTS = [
    f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in chain_admin._registry
]
PUBLIC_LISTS = [
    f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in public_admin._registry
]


@pytest.fixture
def chain_client(cast):
    return cast.client("support", NORTH)


@pytest.fixture
def public_client(cast):
    return cast.client("support", PUBLIC_HOST)


@pytest.mark.parametrize("host", [NORTH, PUBLIC_HOST])
def test_the_admin_sends_who_is_not_logged_in_to_the_products_own_login(cast, host):
    stranger = cast.client(None, host)
    response = stranger.get("/admin/", follow=False)
    assert response.status_code == 302
    login = stranger.get(response.url)
    assert login.url == "/accounts/login/?next=/admin/"
    assert stranger.get(login.url).status_code == 200
    assert (
        b"password" not in stranger.post(response.url, {"username": "a", "password": "b"}).content
    )


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_login_page_of_the_admin_leads_nowhere_else(cast, evil):
    response = cast.client(None, NORTH).get("/admin/login/", {"next": evil})
    assert response.url == "/accounts/login/?next=/admin/"


@pytest.mark.parametrize("host", [NORTH, PUBLIC_HOST])
@pytest.mark.parametrize("name", ["owner", "admin", "stranger"])
def test_who_is_no_support_staff_finds_nothing_even_with_every_permission(cast, host, name):
    user = getattr(cast, name)
    user.is_superuser = True
    user.save()
    client = cast.client(name, host)
    for path in ("/admin/", "/admin/login/", "/admin/stores/store/", "/admin/accounts/user/"):
        assert client.get(path).status_code == 404


def test_support_staff_who_left_finds_the_login_page(cast, chain_client):
    type(cast.support).objects.filter(pk=cast.support.pk).update(is_active=False)
    assert chain_client.get("/admin/").status_code == 302


@pytest.mark.parametrize("path", CHAIN_LISTS)
def test_every_list_of_a_chain_opens_searches_and_asks_what_is_wrong(north, chain_client, path):
    plant(north, "101")
    page = chain_client.get(path)
    assert page.status_code == 200
    chips = re.findall(r'href="(\?wrong=\w+)"', page.content.decode())
    assert chips, "the first filter answers: what is wrong?"
    for query in (*chips, "?q=1", "?p=2", "?o=1"):
        assert chain_client.get(path + query).status_code in {200, 302}, query


@pytest.mark.parametrize("path", PUBLIC_LISTS)
def test_every_list_of_the_public_site_opens_searches_and_asks_what_is_wrong(public_client, path):
    page = public_client.get(path)
    assert page.status_code == 200
    chips = re.findall(r'href="(\?wrong=\w+)"', page.content.decode())
    assert chips, "the first filter answers: what is wrong?"
    for query in (*chips, "?q=1", "?o=1"):
        assert public_client.get(path + query).status_code == 200, query


@pytest.mark.parametrize("path", CHAIN_LISTS)
def test_a_list_costs_the_same_however_long_it_is(north, chain_client, path):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert chain_client.get(path).status_code == 200
        return len([q for q in queries if "search_path" not in q["sql"]])

    plant(north, "101")
    cost()  # content types and the like are fetched once
    few = cost()
    for _again in range(6):
        _plant_more(north)
    assert cost() == few


def _plant_more(north) -> None:
    number = Store.objects.count() + 200
    store = Store.objects.create(code=str(number), name="more", timezone="America/Chicago")
    from tests.isolation import canaries

    planted = canaries.Planted(store.code, {"store": store.pk})
    canaries._plant_setup(north.uuid, store, f"MORE-{number}", None, planted)
    canaries._plant_data(store, f"MORE-{number}", None, planted)
    canaries._plant_clip(north, f"MORE-{number}", None, planted)


def test_transactions_are_never_counted(north, chain_client):
    plant(north, "101")
    with CaptureQueriesContext(connection) as queries:
        chain_client.get("/admin/transactions/transaction/")
    counting = [
        q["sql"] for q in queries if "COUNT(" in q["sql"] and "transactions_transaction" in q["sql"]
    ]
    assert counting == []


def test_a_list_of_transactions_leaves_receipts_in_the_database(north, chain_client):
    plant(north, "101")
    with CaptureQueriesContext(connection) as queries:
        chain_client.get("/admin/transactions/transaction/")
    assert not any('"receipt"' in q["sql"] for q in queries)


@pytest.mark.parametrize("host", [NORTH, PUBLIC_HOST])
def test_the_admins_pages_carry_the_admins_policy_and_no_others_do(cast, host):
    client = cast.client("support", host)
    policy = client.get("/admin/").headers["Content-Security-Policy"]
    assert policy == settings.ADMIN_CONTENT_SECURITY_POLICY
    other = client.get("/accounts/login/", follow=True).headers["Content-Security-Policy"]
    assert "unsafe" not in other


def test_the_dashboards_say_what_is_stuck(north, chain_client, public_client):
    from jobs.models import Job

    plant(north, "101")
    Job.objects.create(
        chain="north",
        kind="fetch_clip",
        key="4711",
        state="failed",
        run_after="2026-01-01T00:00Z",
        outcome={"error": "unreachable", "detail": "The recorder did not answer"},
    )
    page = public_client.get("/admin/").content.decode()
    assert "Fetch clip · 4711" in page
    assert "The recorder did not answer" in page
    page = chain_client.get("/admin/").content.decode()
    assert "CANARY-NORTH-101" in page
    assert "Fetch clip 1" in page


def test_models_of_chains_are_on_the_chain_site_only():
    assert Transaction in chain_admin._registry
    assert not set(chain_admin._registry) & set(public_admin._registry)
