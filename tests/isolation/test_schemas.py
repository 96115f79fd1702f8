"""Code and connections: what touches a chain's tables without its chain, fails closed."""

from __future__ import annotations

import threading

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from accounts.models import Chain
from accounts.tenancy import (
    PUBLIC,
    NoChainError,
    current_chain,
    entered,
    in_chain,
    in_public,
    is_public,
)
from stores.models import AccessLog, Camera, Cashier, Recorder, Register, Store, StoreAccess
from tests.isolation.canaries import plant
from transactions.models import Note, Review, SourceFile, Transaction, Upload

CHAIN_MODELS = [
    Store,
    Register,
    Cashier,
    Recorder,
    Camera,
    StoreAccess,
    AccessLog,
    Upload,
    SourceFile,
    Transaction,
    Review,
    Note,
]


@pytest.mark.parametrize("model", CHAIN_MODELS, ids=lambda model: model.__name__)
def test_a_chains_table_without_a_chain_raises(db, model):
    with pytest.raises(ProgrammingError, match="does not exist"), transaction.atomic():
        model.objects.exists()


def test_every_model_of_the_chains_apps_is_absent_from_public(db):
    from django.apps import apps
    from django.conf import settings

    own = {"stores", "transactions", "clips", "alerts", "review"} & set(settings.TENANT_APPS)
    tables = {
        model._meta.db_table for app in own for model in apps.get_app_config(app).get_models()
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        public = {name for (name,) in cursor.fetchall()}
    assert len(tables) > 20
    assert not tables & public


def test_current_chain_raises_where_none_is_open(db, north):
    assert current_chain() == north
    with in_public():
        assert is_public()
        with pytest.raises(NoChainError):
            current_chain()
    assert current_chain() == north


def test_chains_nest_and_each_comes_back(db, north, south):
    with in_chain(south):
        assert current_chain() == south
        with in_chain(north):
            assert current_chain() == north
        assert current_chain() == south
    assert current_chain() == north


def test_a_chain_comes_back_after_an_error_inside(north, south):
    with pytest.raises(ZeroDivisionError), in_chain(south):
        raise ZeroDivisionError
    assert _path()[0] == "north"


def test_a_rolled_back_savepoint_does_not_bring_the_other_chains_path_back(north, south):
    """The path is set inside the transaction, and a rollback takes it back with the rest."""
    plant(south, "101")
    with pytest.raises(ZeroDivisionError), transaction.atomic(), in_chain(south):
        Store.objects.update(name="changed")
        raise ZeroDivisionError
    assert _path()[0] == "north"
    assert not Store.objects.filter(name__contains="SOUTH").exists()
    with in_chain(south):
        assert Store.objects.filter(name="CANARY-SOUTH-101").exists()


@pytest.mark.parametrize("wrong", ["south, public", "public", "pg_catalog", "nowhere"])
def test_a_connection_handed_over_with_the_wrong_path_is_put_right_before_use(north, south, wrong):
    """What a pooler does that hands a connection on as it was left."""
    plant(south, "101")
    plant(north, "101")
    for _again in range(50):
        with connection.connection.cursor() as raw:
            raw.execute(f"SET search_path = {wrong}")
        assert set(Store.objects.values_list("name", flat=True)) == {
            "CANARY-NORTH-101",
            "Store 102",
        }
        assert _path() == ["north", "public"]


def test_without_a_chain_a_wrong_path_is_put_right_to_nothing(db, south):
    plant(south, "101")
    with connection.connection.cursor() as raw:
        raw.execute("SET search_path = south, public")
    with pytest.raises(ProgrammingError), transaction.atomic():
        Store.objects.exists()


def test_another_threads_chain_is_its_own(north, south):
    """Two threads that open different chains in turn do not swap them."""
    seen: dict[str, list[str]] = {"north": [], "south": []}
    turns = threading.Barrier(2, timeout=20)

    def work(name: str) -> None:
        try:
            with in_chain(Chain(schema_name=name, name=name)):
                for _again in range(20):
                    turns.wait()
                    seen[name].append(_path()[0])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(name,)) for name in seen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert seen == {"north": ["north"] * 20, "south": ["south"] * 20}


def test_a_jobs_chain_is_opened_by_name_and_left_again(db):
    with entered("south") as chain:
        assert chain is not None
        assert _path()[0] == "south"
    with entered(PUBLIC) as nothing:
        assert nothing is None
        assert is_public()
    assert is_public()


@pytest.mark.parametrize("state", ["suspended", "provisioning"])
def test_a_job_of_a_chain_that_is_not_ready_waits(db, state):
    Chain.objects.filter(schema_name="south").update(state=state)
    with pytest.raises(LookupError), entered("south"):
        raise AssertionError


@pytest.mark.parametrize("name", ["nowhere", "", "South", "south; DROP", 'south"', "pg_catalog"])
def test_a_job_cannot_name_a_schema_that_is_no_chain(db, name):
    with pytest.raises(LookupError), entered(name):
        raise AssertionError


def _path() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        return [part.strip(' "') for part in cursor.fetchone()[0].split(",")]
