"""The demo in the database: built like any chain, sold in like any store, reviewed by people."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db.models import Count

from accounts.models import Chain, Membership, User
from accounts.tenancy import in_chain
from jobs.worker import work
from lossprevention.demo import opinions
from lossprevention.demo.chain import ensure_people, ensure_stores
from lossprevention.demo.hand_over import hand_over, hand_over_day
from lossprevention.demo.logins import MANAGER, PEOPLE
from lossprevention.demo.opinions import form_opinions
from lossprevention.demo.place import SEED, Place, stores
from lossprevention.demo.scenes import SceneLog
from lossprevention.simulator.store_day import generate
from stores.access import member_of
from stores.models import Camera, Cashier, Recorder, Register, RegisterCamera, Store
from transactions.models import (
    FileState,
    Note,
    Review,
    ReviewStatus,
    SourceFile,
    Transaction,
    Upload,
)

PROFILE = stores()[2]  # the fixture chain has 101 and 102 already


@pytest.fixture
def place(tmp_path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def chain(north, place) -> Chain:
    ensure_stores(north, stores(), place)
    return north


@pytest.fixture(scope="module")
def day():
    return next(generate(seed=SEED, stores=[PROFILE], days=1, start_date=date(2026, 5, 4)))


def test_a_store_is_built_as_its_profile_says(chain):
    store = Store.objects.get(code=PROFILE.code)
    assert store.timezone == PROFILE.zone.key
    assert Register.objects.filter(store=store).count() == len(PROFILE.registers)
    assert Register.objects.filter(store=store, register_class="outside").count() == len(
        PROFILE.pumps
    )
    people = Cashier.objects.filter(store=store, is_person=True)
    assert {person.name for person in people} == {person.name for person in PROFILE.cashiers}
    cameras = {camera.code for register in PROFILE.registers for camera in register.cameras}
    assert (
        set(Camera.objects.filter(recorder__store=store).values_list("channel", flat=True))
        == cameras
    )


def test_every_register_is_seen_by_its_cameras_in_order(chain):
    for register in PROFILE.registers:
        seen = RegisterCamera.objects.filter(
            register__store__code=PROFILE.code, register__code=register.code
        ).order_by("position")
        assert [one.camera.channel for one in seen] == [one.code for one in register.cameras]


def test_a_recorder_whose_clock_is_wrong_is_known_to_be(north, place):
    Store.objects.filter(code="102").update(code="902")
    ensure_stores(north, stores(), place)
    recorder = Recorder.objects.get(store__code="102")
    assert recorder.clock_offset_ms == int(recorder.options["ahead_ms"]) != 0


def test_building_twice_builds_once(chain, place):
    counts = (Store.objects.count(), Register.objects.count(), Camera.objects.count())
    ensure_stores(chain, stores(), place)
    assert (Store.objects.count(), Register.objects.count(), Camera.objects.count()) == counts


def test_people_have_their_roles_and_their_stores(chain):
    passwords = {person.key: f"password of {person.key}" for person in PEOPLE}
    ensure_people(chain, passwords)
    for person in PEOPLE:
        user = User.objects.get(email=person.email)
        assert user.check_password(passwords[person.key])
        assert user.is_staff == (not person.role)
        member = member_of(user, chain)
        assert (member.role if member else "") == person.role
    manager = member_of(User.objects.get(email=MANAGER.email), chain)
    assert [store.code for store in manager.stores()] == [MANAGER.limited_to]


def test_a_password_changed_in_the_product_is_left_alone(chain):
    passwords = {person.key: "as it was printed" for person in PEOPLE}
    ensure_people(chain, passwords)
    user = User.objects.get(email=MANAGER.email)
    user.set_password("a better one of my own")
    user.save()
    ensure_people(chain, passwords)
    user.refresh_from_db()
    assert user.check_password("a better one of my own")
    assert Membership.objects.filter(user=user, chain=chain).count() == 1


def test_a_person_removed_from_the_chain_is_not_brought_back(chain):
    passwords = {person.key: "as it was printed" for person in PEOPLE}
    ensure_people(chain, passwords)
    Membership.objects.filter(user__email=MANAGER.email).update(is_active=False)
    ensure_people(chain, passwords)
    assert member_of(User.objects.get(email=MANAGER.email), chain) is None


def test_what_registers_wrote_comes_in_as_any_upload(chain, place, day):
    hand_over(chain, PROFILE, day.events[:60], place, name="60 events")
    work("quick", seconds=60)
    with in_chain(chain):
        assert Transaction.objects.filter(store__code=PROFILE.code).count() == 60
        assert set(SourceFile.objects.values_list("state", flat=True)) == {FileState.INGESTED}
    seen = SceneLog(place.footage(PROFILE.code)).between(
        {register.code for register in PROFILE.registers}, day.start, day.end
    )
    assert len(seen) > 30


def test_what_was_sold_before_goes_apart_from_what_is_sold_now(chain, place, day):
    sold_now = replace(day.events[3], ended=datetime.now(UTC))
    hand_over(chain, PROFILE, [*day.events[:3], sold_now], place)
    with in_chain(chain):
        files = Upload.objects.annotate(n=Count("files")).values_list("channel", "n")
        assert sorted(files) == [("agent", 1), ("schedule", 3)]


def test_nothing_sold_is_nothing_sent(chain, place):
    hand_over(chain, PROFILE, [], place)
    with in_chain(chain):
        assert not SourceFile.objects.exists()


def test_a_closed_day_comes_as_one_file_and_the_same_event_twice_is_one(chain, place, day):
    hand_over(chain, PROFILE, day.events[:60], place)
    hand_over_day(chain, day, place)
    work("quick", seconds=60)
    with in_chain(chain):
        assert SourceFile.objects.filter(original_name__startswith=PROFILE.code).count() == 1
        assert Transaction.objects.count() == len(day.events)


@pytest.fixture
def reviewed(chain, place, day) -> Chain:
    ensure_people(chain, {person.key: "password of them" for person in PEOPLE})
    hand_over_day(chain, day, place)
    work("quick", seconds=60)
    return chain


def test_most_old_reviews_are_decided_and_some_have_notes(reviewed, day, monkeypatch):
    monkeypatch.setattr(opinions, "LEFT_OPEN", 0.3)  # of a few dozen, 0.08 may leave none
    before = Review.objects.count()
    decided = form_opinions(reviewed, before=day.end)
    assert before * 0.4 < decided < before
    assert Review.objects.filter(status=ReviewStatus.NEW).count() == before - decided
    by = Review.objects.exclude(status=ReviewStatus.NEW).values("status").annotate(Count("pk"))
    shares = {row["status"]: row["pk__count"] for row in by}
    assert max(shares, key=shares.get) == ReviewStatus.APPROVED
    escalated = Review.objects.filter(status=ReviewStatus.ESCALATE).values("pk")
    noted = set(Note.objects.values_list("transaction", flat=True))
    assert {row["pk"] for row in escalated} <= noted


def test_young_reviews_are_left_to_the_visitor(reviewed, day):
    middle = day.start + (day.end - day.start) / 2
    form_opinions(reviewed, before=middle)
    assert not Review.objects.exclude(status=ReviewStatus.NEW).filter(occurred_at__gte=middle)


def test_what_a_visitor_decided_is_left_alone(reviewed, day):
    first = Review.objects.order_by("occurred_at", "pk").first()
    Review.objects.filter(pk=first.pk).update(status=ReviewStatus.ESCALATE, version=1)
    form_opinions(reviewed, before=day.end)
    first.refresh_from_db()
    assert (first.status, first.version) == (ReviewStatus.ESCALATE, 1)


def test_forming_opinions_twice_decides_nothing_new(reviewed, day):
    form_opinions(reviewed, before=day.end)
    assert form_opinions(reviewed, before=day.end) == 0
