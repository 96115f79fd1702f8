"""Whose a cashier number is, and since when."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from accounts.models import Chain, User
from accounts.tenancy import in_chain
from stores.models import AccessKind, AccessLog, Cashier, CashierAssignment, Person, Store
from stores.services import people
from tests.cast import email_of
from tests.review.factories import plain
from transactions.models import Transaction
from transactions.selectors.people import PERSON_JOIN, person_name, person_of

pytestmark = [pytest.mark.django_db]
MARCH, APRIL, MAY = (date(2026, month, 1) for month in (3, 4, 5))
LAST_OF_MARCH = date(2026, 3, 31)


@pytest.fixture
def seven(store):
    return Cashier.objects.create(store=store, code="7", name="MARIA")


@pytest.fixture
def by(cast):
    return cast.manager


def person(by, name="Maria Lopez", **fields):
    return people.add_person(name=name, by=by, **fields)


def assign(cashier, who, since, until, by, **more):
    return people.assign_number(
        cashier=cashier, person=who, since=since, until=until, by=by, **more
    )


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (MARCH, None),
        (None, None),
        (None, LAST_OF_MARCH),
        (LAST_OF_MARCH, APRIL),
        (date(2026, 2, 1), MARCH),
        (date(2026, 3, 10), date(2026, 3, 12)),
    ],
)
def test_two_people_never_share_a_day_of_one_number(seven, by, since, until):
    assign(seven, person(by), MARCH, LAST_OF_MARCH, by)
    with pytest.raises(people.PeopleError, match=r"Number 7 belongs to Maria Lopez \(1 Mar 2026"):
        assign(seven, person(by, "Ann"), since, until, by)
    assert CashierAssignment.objects.count() == 1


def test_a_number_is_given_out_again_the_day_after(seven, by):
    assign(seven, person(by), None, LAST_OF_MARCH, by)
    assign(seven, person(by, "Ann"), APRIL, None, by)
    assert person_of(seven.pk, LAST_OF_MARCH).name == "Maria Lopez"
    assert person_of(seven.pk, APRIL).name == "Ann"


def test_handing_a_number_on_ends_who_had_it_the_day_before(seven, by):
    first = assign(seven, person(by), None, None, by)
    assign(seven, person(by, "Ann"), APRIL, None, by, ends_earlier=True)
    first.refresh_from_db()
    assert first.until == LAST_OF_MARCH


def test_handing_on_never_cuts_off_what_begins_later(seven, by):
    later = assign(seven, person(by), MAY, None, by)
    with pytest.raises(people.PeopleError, match="Maria Lopez"):
        assign(seven, person(by, "Ann"), APRIL, None, by, ends_earlier=True)
    later.refresh_from_db()
    assert (later.since, later.until) == (MAY, None)


def test_one_person_may_hold_several_numbers(store, seven, by):
    maria, twelve = person(by), Cashier.objects.create(store=store, code="12")
    assign(seven, maria, None, None, by)
    assign(twelve, maria, None, None, by)
    assert person_of(twelve.pk, MAY) == person_of(seven.pk, MAY) == maria


def test_days_can_be_changed_but_not_into_somebody_elses(seven, by):
    first = assign(seven, person(by), MARCH, LAST_OF_MARCH, by)
    second = assign(seven, person(by, "Ann"), MAY, None, by)
    people.change_assignment(assignment=second, since=APRIL, until=None, by=by)
    with pytest.raises(people.PeopleError, match="belongs to Ann"):
        people.change_assignment(assignment=first, since=MARCH, until=APRIL, by=by)
    first.refresh_from_db()
    assert first.until == LAST_OF_MARCH


def test_days_that_run_backwards_are_refused(seven, by):
    with pytest.raises(people.PeopleError, match="before the first"):
        assign(seven, person(by), APRIL, MARCH, by)


def test_a_number_of_a_person_is_nobodys_only_once_it_is_taken_back(store, seven, by):
    held = assign(seven, person(by), None, None, by)
    with pytest.raises(people.PeopleError, match="Take that back first"):
        people.say_kinds(store=store, people=(), nobody=["7"], by=by)
    people.remove_assignment(assignment=held, by=by)
    people.say_kinds(store=store, people=(), nobody=["7"], by=by)
    seven.refresh_from_db()
    assert not seven.is_person


def test_giving_a_number_makes_it_a_persons_and_takes_its_old_name_off(seven, by):
    Cashier.objects.filter(pk=seven.pk).update(is_person=False)
    assign(seven, person(by), APRIL, None, by)
    seven.refresh_from_db()
    assert (seven.is_person, seven.name) == (True, "")


def test_nobody_is_nobody_whatever_is_written_about_it(store, seven, by):
    assign(seven, person(by), None, None, by)
    Cashier.objects.filter(pk=seven.pk).update(is_person=False)
    row = plain(store, cashier=seven)
    assert person_of(seven.pk, MAY) is None
    assert Transaction.objects.annotate(who=person_name()).get(pk=row.pk).who is None
    assert joined(row) == [None]


def test_the_statement_form_joins_at_most_one_and_says_the_same(store, seven, by):
    maria, ann = person(by), person(by, "Ann")
    assign(seven, maria, None, LAST_OF_MARCH, by)
    assign(seven, ann, MAY, None, by)
    for day, who in ((MARCH, maria), (LAST_OF_MARCH, maria), (APRIL, None), (MAY, ann)):
        row = plain(store, cashier=seven, business_date=day)
        assert joined(row) == [who.pk if who else None]
        assert person_of(seven.pk, day) == who


def joined(row):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT held.person_id FROM transactions_transaction t {PERSON_JOIN.format('t')} "
            "WHERE t.id = %s",
            [row.pk],
        )
        return [found for (found,) in cursor.fetchall()]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "Ann\x00", "A\u202enn"])
def test_a_person_has_a_name_that_can_be_read(by, north, name):
    with pytest.raises(people.PeopleError, match="name"):
        person(by, name)


def test_a_log_in_of_another_chain_cannot_be_linked(by, cast, north):
    with pytest.raises(people.PeopleError, match="does not belong"):
        person(by, user=cast.southerner)
    assert person(by, user=cast.viewer).user == cast.viewer


def test_every_change_is_in_the_access_log_and_in_the_history(seven, by):
    held = assign(seven, person(by), MARCH, None, by)
    key = held.pk
    people.change_assignment(assignment=held, since=APRIL, until=None, by=by)
    people.remove_assignment(assignment=held, by=by)
    entries = AccessLog.objects.filter(kind=AccessKind.CHANGED_SETTINGS).order_by("id")
    assert [entry.params.get("what") for entry in entries] == [
        "person added",
        "number given",
        "days changed",
        "number taken back",
    ]
    history = apps.get_model("stores", "CashierAssignmentEvent").objects
    events = history.filter(pgh_obj_id=key).order_by("pgh_id")
    assert [(event.pgh_label, event.since) for event in events] == [
        ("insert", MARCH),
        ("update", APRIL),
        ("delete", APRIL),
    ]


def elsewhere(work):
    """``work`` done in north on a connection of its own, so that it is committed."""

    def inside():
        try:
            with in_chain(Chain.objects.get(schema_name="north")):
                return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(inside).result(timeout=30)


@pytest.fixture
def committed(db, monkeypatch):
    """A store's number and two people that other connections see; removed afterwards. The
    access log is left alone: what is written there stays for ever."""
    monkeypatch.setattr(people, "_record", lambda *_said, **_words: None)

    def make():
        store = Store.objects.create(code="race", name="Race")
        number = Cashier.objects.create(store=store, code="7")
        return number.pk, [Person.objects.create(name=name).pk for name in ("Ann", "Ben")]

    made = elsewhere(make)
    yield made

    def remove():
        CashierAssignment.objects.filter(cashier=made[0]).delete()
        Person.objects.filter(pk__in=made[1]).delete()
        Cashier.objects.filter(pk=made[0]).delete()
        Store.objects.filter(code="race").delete()

    elsewhere(remove)


def test_of_two_who_give_one_number_away_at_once_one_is_told(committed):
    start = threading.Barrier(2)
    number, (ann, ben) = committed

    def give(who):
        def work():
            start.wait(timeout=20)
            try:
                assign(
                    Cashier.objects.get(pk=number),
                    Person.objects.get(pk=who),
                    timezone.now().date(),
                    None,
                    User.objects.get(email=email_of("manager")),
                )
            except people.PeopleError:
                return "told"
            return "kept"

        return elsewhere(work)

    with ThreadPoolExecutor(max_workers=2) as both:
        tries = [both.submit(give, who) for who in (ann, ben)]
        assert sorted(each.result(timeout=60) for each in tries) == ["kept", "told"]
