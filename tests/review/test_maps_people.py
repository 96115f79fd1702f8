"""The pages of cashier numbers, people and a store's settings."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stores.models import AccessLog, Cashier, CashierAssignment, Person
from stores.services import people
from tests.review.factories import flagged, many, plain

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def seven(store):
    return Cashier.objects.create(store=store, code="7")


def assign(cast, cashier, who="manager", **sent):
    return cast.client(who).post(f"/setup/numbers/{cashier.pk}/assign/", sent)


def give(cast, cashier, name="Maria Lopez", **days):
    person = people.add_person(name=name, by=cast.manager)
    values = {"since": None, "until": None, **days}
    return people.assign_number(cashier=cashier, person=person, by=cast.manager, **values)


def test_a_number_is_given_to_a_new_person_on_its_page(cast, seven):
    assert assign(cast, seven, name="Maria Lopez", since="2026-03-01").status_code == 302
    held = CashierAssignment.objects.get()
    assert (held.person.name, held.since, held.until) == ("Maria Lopez", date(2026, 3, 1), None)
    assert "since 1 Mar 2026" in cast.client("manager").get(f"/setup/numbers/{seven.pk}/").text


def test_who_is_in_the_way_is_named_and_nothing_of_the_form_is_lost(cast, seven):
    give(cast, seven)
    answer = assign(cast, seven, name="Ann Field", since="2026-04-01")
    assert answer.status_code == 422
    assert "Number 7 belongs to Maria Lopez (always)" in answer.text
    assert 'value="Ann Field"' in answer.text
    assert 'value="2026-04-01"' in answer.text
    assert Person.objects.count() == 1


def test_a_number_is_handed_on_with_one_tick(cast, seven):
    give(cast, seven)
    assign(cast, seven, name="Ann Field", since="2026-04-01", ends_earlier="1")
    assert list(
        CashierAssignment.objects.order_by("pk").values_list("person__name", "since", "until")
    ) == [
        ("Maria Lopez", None, date(2026, 3, 31)),
        ("Ann Field", date(2026, 4, 1), None),
    ]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"name": "Ann", "since": "31.3.2026"},
        {"person": "9999999"},
        {"person": "x"},
        {"person": "²"},
        {"name": "Ann", "since": "2026-04-01", "until": "2026-03-01"},
    ],
)
def test_a_form_that_says_nothing_usable_is_refused(cast, seven, sent):
    answer = assign(cast, seven, **sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not CashierAssignment.objects.exists()
    assert not Person.objects.exists()


def test_days_are_changed_and_a_number_taken_back(cast, seven):
    held = give(cast, seven)
    address = f"/setup/assignments/{held.pk}/change/"
    cast.client("manager").post(address, {"since": "2026-03-01", "until": ""})
    held.refresh_from_db()
    assert held.since == date(2026, 3, 1)
    cast.client("manager").post(address, {"remove": "1"})
    assert not CashierAssignment.objects.exists()


def test_confirming_a_number_that_is_a_name_makes_the_person_once(cast, store):
    for code in ("simran", "SIMRAN"):
        plain(store, cashier=Cashier.objects.create(store=store, code=code))
    cast.client("manager").post(
        f"/setup/{store.pk}/numbers/confirm/",
        {"code": ["simran", "SIMRAN"], "value": ["person", "person"]},
    )
    assert Person.objects.get().name == "Simran"
    assert CashierAssignment.objects.count() == 2


def test_the_same_name_in_another_store_is_not_taken_for_the_same_person(cast, store, other_store):
    for where in (store, other_store):
        plain(where, cashier=Cashier.objects.create(store=where, code="simran"))
        cast.client("manager").post(
            f"/setup/{where.pk}/numbers/confirm/", {"code": "simran", "value": "person"}
        )
    assert Person.objects.count() == 2


def test_a_pump_is_confirmed_to_be_nobody(cast, store):
    pump = Cashier.objects.create(store=store, code="20000")
    cast.client("manager").post(
        f"/setup/{store.pk}/numbers/confirm/", {"code": "20000", "value": "nobody"}
    )
    pump.refresh_from_db()
    assert not pump.is_person
    assert not Person.objects.exists()


def test_who_sees_one_store_neither_sees_nor_picks_the_people_of_another(
    cast, store, other_store, seven
):
    theirs = give(cast, Cashier.objects.create(store=other_store, code="3"), "Secret Name")
    client = cast.client("limited")
    assert "Secret Name" not in client.get("/setup/people/").text
    assert "Secret Name" not in client.get(f"/setup/numbers/{seven.pk}/").text
    assert assign(cast, seven, who="limited", person=theirs.person_id).status_code == 422
    sent = {"name": "Mine now"}
    assert client.post(f"/setup/people/{theirs.person_id}/change/", sent).status_code == 404
    assert client.post(f"/setup/assignments/{theirs.pk}/change/", sent).status_code == 404


def test_of_somebody_in_both_stores_only_the_own_stores_numbers_are_shown(cast, other_store, seven):
    held = give(cast, seven)
    far = Cashier.objects.create(store=other_store, code="FAR-9")
    people.assign_number(cashier=far, person=held.person, since=None, until=None, by=cast.manager)
    assert "FAR-9" in cast.client("manager").get("/setup/people/").text
    assert "FAR-9" not in cast.client("limited").get("/setup/people/").text


def test_a_person_is_linked_to_a_log_in_of_the_chain_only(cast, seven):
    person = give(cast, seven).person
    address = f"/setup/people/{person.pk}/change/"
    sent = {"name": "Maria L.", "is_active": "1"}
    wrong = cast.client("manager").post(address, {**sent, "login": cast.southerner.pk})
    assert wrong.status_code == 422
    cast.client("manager").post(address, {**sent, "login": cast.viewer.pk})
    person.refresh_from_db()
    assert (person.name, person.user) == ("Maria L.", cast.viewer)
    cast.client("manager").post(address, {"name": "Maria L.", "login": ""})
    person.refresh_from_db()
    assert (person.user, person.is_active) == (None, False)


def test_the_queue_and_the_receipt_name_who_held_the_number_on_that_day(cast, store, seven):
    give(cast, seven, until=date(2025, 11, 19))
    give(cast, seven, "Ann Field", since=date(2025, 11, 20))
    row = flagged(store, cashier=seven, business_date=date(2025, 11, 20))
    earlier = flagged(store, cashier=seven, business_date=date(2025, 11, 19))
    queue = cast.client("manager").get("/").text
    assert "Ann Field" in queue
    assert "Maria Lopez" in queue
    page = cast.client("manager").get(f"/transactions/{row.pk}/").text
    assert "Ann Field (cashier 7)" in page
    page = cast.client("manager").get(f"/transactions/{earlier.pk}/").text
    assert "Maria Lopez (cashier 7)" in page


def test_a_day_without_a_holder_shows_the_number(cast, store, seven):
    give(cast, seven, since=date(2026, 1, 1))
    row = flagged(store, cashier=seven, business_date=date(2025, 11, 20))
    page = cast.client("manager").get(f"/transactions/{row.pk}/").text
    assert "Cashier 7" in page
    assert "Maria Lopez" not in page


def test_names_cost_the_queue_no_further_query(cast, store, seven):
    many(store, 40)
    client = cast.client("manager")
    client.get("/")
    with CaptureQueriesContext(connection) as nameless:
        client.get("/")
    give(cast, seven)
    with CaptureQueriesContext(connection) as named:
        assert "Maria Lopez" in client.get("/").text
    assert len(named) == len(nameless)


def settings(cast, store, who="admin", **sent):
    values = {"name": store.name, "timezone": store.timezone, "opens_at": "", "closes_at": ""}
    return cast.client(who).post(f"/setup/{store.pk}/settings/", {**values, **sent})


def test_name_and_hours_are_kept_and_logged(cast, store):
    sent = {"name": "Maple Street", "opens_at": "06:00", "closes_at": "23:30"}
    assert settings(cast, store, **sent).status_code == 302
    store.refresh_from_db()
    assert (store.name, store.opens_at, store.closes_at) == (
        "Maple Street",
        time(6),
        time(23, 30),
    )
    assert "Maple Street, America/New_York, 06:00-23:30" in str(
        AccessLog.objects.latest("id").params
    )


def test_a_new_time_zone_is_asked_about_before_it_is_kept(cast, store):
    asked = settings(cast, store, timezone="America/Denver", name="Kept")
    assert asked.status_code == 422
    assert "Change the time zone from America/New_York to America/Denver?" in asked.text
    assert 'value="Kept"' in asked.text
    store.refresh_from_db()
    assert store.timezone == "America/New_York"
    assert settings(cast, store, timezone="America/Denver", sure="1").status_code == 302
    store.refresh_from_db()
    assert store.timezone == "America/Denver"
    assert store.confirmed["timezone"]["rereads_at"]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"timezone": "Mars/Olympus", "sure": "1"}, "is not a time zone"),
        ({"name": ""}, "blank"),
        ({"opens_at": "06:00"}, "Give both hours"),
        ({"opens_at": "25:00", "closes_at": "26:00"}, "Write hours as 06:30"),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_what_to_do(cast, store, sent, says):
    answer = settings(cast, store, **sent)
    assert answer.status_code == 422
    assert says in answer.text
    before = (store.name, store.timezone)
    store.refresh_from_db()
    assert (store.name, store.timezone) == before


def test_a_manager_may_not_change_the_store_itself(cast, store):
    assert settings(cast, store, who="manager").status_code == 403
    assert "/settings/" not in cast.client("manager").get(f"/setup/{store.pk}/").text
