"""Support staff's pages of people and their numbers."""

from __future__ import annotations

import pytest

from stores.models import AccessKind, AccessLog, Cashier, CashierAssignment, Person
from stores.services import people

pytestmark = [pytest.mark.django_db]
ADD = "/admin/stores/cashierassignment/add/"


@pytest.fixture
def seven(store):
    return Cashier.objects.create(store=store, code="7")


@pytest.fixture
def maria(cast, north):
    return people.add_person(name="Maria Lopez", by=cast.manager)


def test_support_gives_a_number_and_is_told_who_is_in_the_way(cast, seven, maria):
    support = cast.client("support")
    sent = {"cashier": seven.pk, "person": maria.pk, "since": "2026-03-01", "until": ""}
    assert support.post(ADD, sent).status_code == 302
    assert CashierAssignment.objects.get().person == maria
    again = support.post(ADD, {**sent, "since": "2026-04-01"})
    assert "Number 7 belongs to Maria Lopez (since 1 Mar 2026)" in again.text
    assert CashierAssignment.objects.count() == 1


def test_support_changes_days_through_the_same_rules(cast, seven, maria):
    held = people.assign_number(
        cashier=seven, person=maria, since=None, until=None, by=cast.manager
    )
    address = f"/admin/stores/cashierassignment/{held.pk}/change/"
    cast.client("support").post(address, {"since": "2026-03-01", "until": "2026-03-31"})
    held.refresh_from_db()
    assert (str(held.since), str(held.until)) == ("2026-03-01", "2026-03-31")
    backwards = cast.client("support").post(address, {"since": "2026-03-02", "until": "2026-03-01"})
    assert "before the first" in backwards.text


def test_support_can_pick_log_ins_of_this_chain_only_and_the_chain_reads_of_it(cast, maria):
    address = f"/admin/stores/person/{maria.pk}/change/"
    page = cast.client("support").get(address).text
    assert ">Viewer<" in page
    assert "Southerner" not in page
    sent = {"name": "Maria L.", "user": cast.viewer.pk, "is_active": "on"}
    assert cast.client("support").post(address, sent).status_code == 302
    assert Person.objects.get().user == cast.viewer
    entry = AccessLog.objects.filter(kind=AccessKind.CHANGED_SETTINGS).latest("id")
    assert (entry.user, entry.params["what"]) == (cast.support, "person changed")
