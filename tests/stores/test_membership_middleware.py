"""Each request proves membership anew, and support's visits are written down."""

from __future__ import annotations

import pytest

from accounts.models import Chain
from accounts.tenancy import in_chain
from stores.access import member_of
from stores.models import AccessLog, StoreAccess
from tests.cast import NORTH


def _visits() -> list[dict[str, str]]:
    with in_chain(Chain.objects.get(schema_name="north")):
        return list(
            AccessLog.objects.filter(kind="support_visit")
            .order_by("pk")
            .values_list("params", flat=True)
        )


def test_support_reaches_the_admin_only(cast):
    client = cast.client("support")
    assert client.get("/admin/").status_code == 200
    for path in ("/", "/files/", "/transactions/1/", "/Admin/", "/administration/"):
        assert client.get(path).status_code == 404


def test_each_page_and_each_change_of_support_is_a_visit(cast):
    client = cast.client("support")
    client.get("/admin/stores/store/")
    client.post("/admin/stores/store/", {})
    assert _visits() == [
        {"path": "/admin/stores/store/", "method": "GET"},
        {"path": "/admin/stores/store/", "method": "POST"},
    ]


@pytest.mark.parametrize("path", ["/admin/jsi18n/", "/admin/autocomplete/?app_label=stores"])
def test_what_pages_fetch_is_not(cast, path):
    cast.client("support").get(path)
    assert _visits() == []


def test_a_post_to_the_same_address_is(cast):
    cast.client("support").post("/admin/autocomplete/")
    assert len(_visits()) == 1


def test_members_who_are_refused_leave_no_visit(cast):
    assert cast.client("owner").get("/admin/").status_code == 404
    assert _visits() == []


def test_support_staff_who_is_a_member_may_do_both(cast):
    user = cast.manager
    user.is_staff = True
    user.save()
    client = cast.client("manager", NORTH)
    assert client.get("/").status_code == 200
    assert client.get("/admin/").status_code == 200
    assert len(_visits()) == 1


def test_a_limited_member_without_stores_sees_none(cast, north):
    StoreAccess.objects.all().delete()
    member = member_of(cast.limited, north)
    assert member is not None
    assert member.store_ids == frozenset()
    assert not member.stores().exists()


def test_nobody_is_a_member_of_a_chain_they_do_not_belong_to(cast, north, south):
    assert member_of(cast.southerner, north) is None
    assert member_of(cast.owner, south) is None
    assert member_of(cast.stranger, north) is None
