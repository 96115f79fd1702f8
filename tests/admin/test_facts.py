"""Facts are read, set-up is changed, nothing is deleted, and each visit is written down."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry

from accounts.tenancy import in_chain
from clips.models import Clip, ClipState
from jobs.models import Job
from lossprevention.admin_sites import chain_admin, public_admin
from stores.models import (
    AccessLog,
    Camera,
    Cashier,
    Recorder,
    Register,
    RegisterCamera,
    Store,
    StoreAccess,
)
from tests.cast import NORTH
from tests.isolation.canaries import plant
from transactions.models import Note, Review, SourceFile, Transaction, Upload

FACTS = [Transaction, SourceFile, Upload, Review, Note, Clip, AccessLog]


@pytest.fixture
def client(cast):
    return cast.client("support", NORTH)


@pytest.mark.parametrize("model", FACTS, ids=lambda model: model.__name__)
def test_a_fact_can_be_read_but_neither_changed_added_nor_deleted(north, client, model):
    ids = plant(north, "101").ids
    row = model.objects.get(pk=ids[model._meta.model_name])
    before = model.objects.filter(pk=row.pk).values().get()
    path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    page = client.get(f"{path}{row.pk}/change/")
    assert page.status_code == 200
    assert b'name="_save"' not in page.content
    fields = {field.name: "1" for field in model._meta.fields}
    assert client.post(f"{path}{row.pk}/change/", fields).status_code == 403
    assert client.post(f"{path}add/", fields).status_code == 403
    assert client.post(f"{path}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(path, {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"})
    assert model.objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("site", [chain_admin, public_admin])
def test_nothing_can_be_deleted_anywhere(cast, rf, site):
    request = rf.get("/admin/")
    request.user = cast.support
    cast.support.is_superuser = True
    for page in site._registry.values():
        assert not page.has_delete_permission(request)
        assert "delete_selected" not in page.get_actions(request)


def test_a_receipt_is_shown_as_it_was_printed(north, client):
    ids = plant(north, "101").ids
    Transaction.objects.filter(pk=ids["transaction"]).update(
        receipt={
            "lines": [
                {
                    "kind": "item",
                    "sequence": 1,
                    "description": "COFFEE",
                    "amount": "1.99",
                    "status": "cancelled",
                },
                {"kind": "item", "sequence": 2, "description": "<b>BOLD</b>", "amount": "5.00"},
            ],
            "adjustments": [{"kind": "manual_discount", "amount": "0.50", "line": 2}],
            "tenders": [{"tender_class": "card", "amount": "4.50", "card_last4": "3248"}],
        }
    )
    page = client.get(f"/admin/transactions/transaction/{ids['transaction']}/change/")
    text = page.content.decode()
    assert "<s>COFFEE</s>" in text
    assert "&lt;b&gt;BOLD&lt;/b&gt;" in text
    assert "<b>BOLD" not in text
    assert "Manual discount" in text
    assert "ends in 3248" in text
    assert "linked to transaction CANARY-NORTH-101" in text


def test_a_file_that_could_not_be_read_says_why_in_words(north, client):
    ids = plant(north, "101").ids
    page = client.get(f"/admin/transactions/sourcefile/{ids['sourcefile']}/change/")
    text = page.content.decode()
    assert "its XML breaks at line CANARY-NORTH-101" in text
    assert "A date or time could not be understood" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=CANARY-NORTH-101", {"101"}),
        ("q=CANARY-NORTH", set()),
        ("event_type__exact=refund", {"101", "102"}),
        ("event_type__exact=sale", set()),
        ("flag=refund", {"101", "102"}),
        ("flag=no_sale", set()),
        ("flag=nonsense", {"101", "102"}),
        ("business_date_from=2026-11-20&business_date_to=2026-11-20", {"101", "102"}),
        ("business_date_from=2026-11-21", set()),
        ("wrong=flagged", {"101", "102"}),
        ("wrong=unknown", set()),
        ("wrong=nothing", set()),
        ("wrong=nonsense", {"101", "102"}),
    ],
)
def test_transactions_are_found(north, client, query, found):
    plant(north, "101")
    plant(north, "102")
    page = client.get(f"/admin/transactions/transaction/?{query}")
    shown = {row.store.code for row in page.context["cl"].result_list}
    assert shown == found


def test_transactions_of_one_store_are_found(north, client, store):
    plant(north, "101")
    plant(north, "102")
    page = client.get(f"/admin/transactions/transaction/?store__id__exact={store.pk}")
    assert {row.store_id for row in page.context["cl"].result_list} == {store.pk}


def test_a_clip_is_asked_for_again_and_the_chain_can_read_who_did(north, client, cast):
    ids = plant(north, "101").ids
    Clip.objects.filter(pk=ids["clip"]).update(
        state=ClipState.UNAVAILABLE, reason_code="unreachable"
    )
    page = f"/admin/clips/clip/{ids['clip']}/try_again/"
    question = client.get(page)
    assert b"asked for afresh" in question.content
    assert Clip.objects.get(pk=ids["clip"]).state == ClipState.UNAVAILABLE
    answer = client.post(page, {"_form_submitted": "on"})
    assert answer.headers["HX-Redirect"] == f"/admin/clips/clip/{ids['clip']}/change/"
    assert Clip.objects.get(pk=ids["clip"]).state == ClipState.REQUESTED
    assert Job.objects.get(kind="fetch_clip").key == str(ids["clip"])
    assert LogEntry.objects.filter(object_id=str(ids["clip"])).exists()
    visits = AccessLog.objects.filter(kind="support_visit", user=cast.support)
    assert visits.filter(params={"path": page, "method": "POST"}).exists()


def test_clips_are_asked_for_again_together(north, client):
    ids = [plant(north, code).ids["clip"] for code in ("101", "102")]
    Clip.objects.update(state=ClipState.UNAVAILABLE)
    client.post("/admin/clips/clip/", {"action": "try_again_chosen", "_selected_action": ids})
    assert Job.objects.filter(kind="fetch_clip").count() == 2


def test_the_admins_own_log_stays_in_the_chain(north, south, client, store):
    client.post(
        f"/admin/stores/store/{store.pk}/change/",
        {
            "name": "Main Street",
            "timezone": "America/Denver",
            "is_active": "on",
            "department_roles": "{}",
            "totals_formula": "auto",
        },
    )
    store.refresh_from_db()
    assert (store.name, store.timezone, store.code) == ("Main Street", "America/Denver", "101")
    assert LogEntry.objects.filter(object_id=str(store.pk)).exists()
    with in_chain(south):
        assert not LogEntry.objects.exists()
    history = client.get(f"/admin/stores/store/{store.pk}/history/").content.decode()
    assert "Main Street" in history
    assert "Support" in history


def test_set_up_is_added_by_support(north, client):
    data = {
        "code": "103",
        "name": "Lake St",
        "timezone": "America/Chicago",
        "is_active": "on",
        "department_roles": "{}",
        "totals_formula": "auto",
    }
    assert client.post("/admin/stores/store/add/", data).status_code == 302
    store = Store.objects.get(code="103")
    recorder = {
        "store": store.pk,
        "name": "DVR",
        "driver": "folder",
        "options": "{}",
        "clock_offset_ms": 0,
        "clock_error_ms": 0,
        "is_active": "on",
        "cameras-TOTAL_FORMS": 1,
        "cameras-INITIAL_FORMS": 0,
        "cameras-0-channel": "cam1",
        "cameras-0-name": "Register 1",
    }
    assert client.post("/admin/stores/recorder/add/", recorder).status_code == 302
    assert Camera.objects.get(recorder__store=store).channel == "cam1"


@pytest.mark.parametrize("timezone", ["Mars/Base", "", "EST5EDT; DROP"])
def test_a_time_zone_that_is_none_is_refused(north, client, timezone):
    data = {"code": "104", "name": "x", "timezone": timezone, "totals_formula": "auto"}
    assert client.post("/admin/stores/store/add/", data).status_code == 200
    assert not Store.objects.filter(code="104").exists()


def test_a_camera_of_another_store_cannot_see_a_register(north, client, store, other_store):
    register = Register.objects.get(store=store, code="1")
    foreign = Camera.objects.filter(recorder__store=other_store).first()
    data = {
        "label": "",
        "register_class": "inside",
        "clock_offset_ms": 0,
        "sightings-TOTAL_FORMS": 1,
        "sightings-INITIAL_FORMS": 0,
        "sightings-0-register": register.pk,
        "sightings-0-camera": foreign.pk,
        "sightings-0-position": 2,
    }
    page = client.post(f"/admin/stores/register/{register.pk}/change/", data)
    assert page.status_code == 200
    assert "in another store" in page.content.decode()
    assert not RegisterCamera.objects.filter(register=register, camera=foreign).exists()


def test_only_people_of_the_chain_can_be_given_a_store(north, client, cast, store):
    form = client.get("/admin/stores/storeaccess/add/").content.decode()
    assert str(cast.viewer) in form
    assert str(cast.southerner) not in form
    data = {"user": cast.southerner.pk, "store": store.pk}
    assert client.post("/admin/stores/storeaccess/add/", data).status_code == 200
    assert not StoreAccess.objects.filter(user=cast.southerner).exists()
    data["user"] = cast.viewer.pk
    assert client.post("/admin/stores/storeaccess/add/", data).status_code == 302
    assert StoreAccess.objects.filter(user=cast.viewer, store=store).exists()
    entry = AccessLog.objects.filter(kind="changed_role").latest("pk")
    assert (entry.user, entry.params["store"]) == (cast.support, "101")


def test_access_to_a_store_is_taken_away_after_a_question(north, client, cast):
    row = StoreAccess.objects.get(user=cast.limited)
    data = {"action": "take_chosen", "_selected_action": row.pk}
    assert "Take away" in client.post("/admin/stores/storeaccess/", data).content.decode()
    assert StoreAccess.objects.filter(pk=row.pk).exists()
    client.post("/admin/stores/storeaccess/", {**data, "confirmed": "yes"})
    assert not StoreAccess.objects.filter(pk=row.pk).exists()
    assert AccessLog.objects.filter(kind="changed_role", params__may_see=False).exists()


def test_what_pages_fetch_by_themselves_is_no_visit(north, client, cast):
    client.get("/admin/stores/register/")
    client.get("/admin/jsi18n/")
    client.get("/admin/autocomplete/?app_label=stores&model_name=register&field_name=store")
    paths = list(AccessLog.objects.filter(kind="support_visit").values_list("params", flat=True))
    assert paths == [{"path": "/admin/stores/register/", "method": "GET"}]


def test_set_up_models_are_all_registered():
    for model in (Store, Register, Cashier, Recorder, Camera, StoreAccess, *FACTS):
        assert model in chain_admin._registry
