"""What the demo shows beside its journals: sources, a token, faces, counts and spreadsheets."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from accounts.models import User
from jobs.worker import work
from lossprevention.demo import other_sources
from lossprevention.demo.arrangements import HEARD_BEFORE, arrange
from lossprevention.demo.chain import ensure_people, ensure_stores
from lossprevention.demo.hand_over import hand_over_day
from lossprevention.demo.logins import OWNER, PEOPLE
from lossprevention.demo.other_sources import (
    confirm_list,
    send_counts,
    send_counts_of_today,
    send_lists,
)
from lossprevention.demo.place import BACK_OFFICE_STORE, LIVE_STORE, SEED, Place, stores
from lossprevention.simulator.store_day import generate
from stores.access import member_of
from stores.models import CashierAssignment, Person, Source, Store, Token
from transactions.health.reconcile import reconciled
from transactions.models import ControlCount, FileState, Match, SourceFile, Transaction
from transactions.selectors.sources import silent_sources

DAY = date(2026, 5, 4)
BEGAN = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def place(tmp_path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def chain(north, place, settings):
    """The demo's stores and people in a chain that has two stores of these numbers already."""
    settings.SOURCE_ROOTS = [f"north={place.data}/incoming"]
    for code in (LIVE_STORE, BACK_OFFICE_STORE):
        Store.objects.filter(code=code).update(code=f"old{code}")
    ensure_stores(north, stores(), place)
    ensure_people(north, {person.key: "password of them" for person in PEOPLE})
    return north


@pytest.fixture(scope="module")
def days():
    return {
        each.profile.code: each
        for each in generate(seed=SEED, stores=stores()[:2], days=1, start_date=DAY)
    }


def owner(chain):
    return member_of(User.objects.get(email=OWNER.email), chain)


def test_one_source_is_live_and_one_has_been_silent_for_days(chain, place):
    arrange(chain, stores(), place, BEGAN)
    live = Source.objects.get(is_live=True)
    assert live.store.code == LIVE_STORE
    assert Path(live.settings["path"]).is_dir()
    work("fetch", seconds=30)
    [silent] = silent_sources(owner(chain))
    assert silent.state.code == "quiet"
    assert silent.since == BEGAN - HEARD_BEFORE


def test_arranging_twice_changes_nothing(chain, place):
    for _ in range(2):
        arrange(chain, stores(), place, BEGAN)
    assert (Source.objects.count(), Token.objects.count(), Person.objects.count()) == (2, 1, 3)
    assert CashierAssignment.objects.count() == 4


def test_one_person_has_a_number_in_each_of_two_stores(chain, place):
    arrange(chain, stores(), place, BEGAN)
    both = [person for person in Person.objects.all() if person.assignments.count() == 2]
    assert len(both) == 1
    found = both[0].assignments.values_list("cashier__store__code", flat=True)
    assert set(found) == {LIVE_STORE, BACK_OFFICE_STORE}


def test_the_registers_own_counts_of_a_day_agree(chain, place, days):
    day = days[LIVE_STORE]
    hand_over_day(chain, day, place)
    send_counts(chain, day)
    work("quick", seconds=60)
    store = Store.objects.get(code=LIVE_STORE)
    found = reconciled(store, since=DAY - timedelta(days=1), until=DAY)
    assert found.rows
    assert found.differing == []


def test_a_day_that_is_not_over_has_the_counts_of_its_closed_shifts(chain, place, days):
    day = days[LIVE_STORE]
    middle = [each for each in day.events if each.ended < day.start + timedelta(hours=17)]
    hand_over_day(chain, day, place)
    send_counts_of_today(chain, day.profile, middle, day.start)
    work("quick", seconds=60)
    assert set(ControlCount.objects.values_list("scope", flat=True)) == {"shift"}
    assert reconciled(Store.objects.get(code=LIVE_STORE), since=DAY, until=DAY).differing == []


def test_one_layout_is_confirmed_and_another_waits(chain, place, days, monkeypatch):
    day = days[BACK_OFFICE_STORE]
    hand_over_day(chain, day, place)
    send_lists(chain, day)
    work("quick", seconds=60)
    monkeypatch.setattr(other_sources, "CONFIRMED_WITHIN_SECONDS", 5.0)
    confirm_list(chain)
    work("quick", seconds=60)
    states = dict(SourceFile.objects.values_list("original_name", "state"))
    by_kind = {name.partition("-")[0]: state for name, state in states.items() if "-" in name}
    assert by_kind["Transactions"] == FileState.INGESTED
    assert by_kind["Voids"] == FileState.NEEDS_MAPPING
    assert Transaction.objects.filter(standing="").count() == len(day.events)
    assert Match.objects.filter(how="unsure").count() == 2
    assert not Transaction.objects.filter(event_type="unknown").exists()
