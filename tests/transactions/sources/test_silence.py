"""Sources that should have spoken: who is told, of what, since when."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from stores.models import RunState, Source, SourceRun
from transactions.selectors.source_state import Runs, state_of
from transactions.selectors.sources import silent_sources, source_row

NOW = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)  # noon in New York


def made(store, **more):
    usual = {"kind": "folder", "name": "Journal", "created_at": NOW - timedelta(days=30)}
    return Source(store=store, **{**usual, **more})


def live(store, **more):
    looked = {"looked_at": (NOW - timedelta(seconds=20)).isoformat()}
    return made(store, **{"is_live": True, "cursor": looked, **more})


def ran(minutes_ago, state=RunState.DONE, code=""):
    ended = NOW - timedelta(minutes=minutes_ago)
    return SourceRun(pk=1, state=state, started_at=ended, ended_at=ended, reason_code=code)


def word(source, runs=None):
    return state_of(source, runs or Runs(), NOW).word


def test_a_live_folder_that_is_looked_at_and_heard_is_well(store):
    assert word(live(store, heard_at=NOW - timedelta(minutes=1), silent_after_minutes=60)) == "ok"


def test_a_live_folder_that_nobody_looks_into_is_not_watched(store):
    old = {"looked_at": (NOW - timedelta(minutes=5)).isoformat()}
    state = state_of(live(store, cursor=old), Runs(), NOW)
    assert (state.word, state.since) == ("not_looking", NOW - timedelta(minutes=5))


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        (None, None, "quiet"),
        (time(6), time(22), "quiet"),
        (time(11, 30), time(22), "ok"),  # open for half an hour only
        (time(14), time(22), "ok"),  # not open yet; closed an hour after it was last heard
    ],
)
def test_silence_counts_in_opening_hours_only(store, opens, closes, expected):
    store.opens_at, store.closes_at = opens, closes
    heard = NOW - timedelta(hours=14, minutes=30)  # 21:30 the evening before
    source = live(store, heard_at=heard, silent_after_minutes=90)
    assert word(source) == expected


def test_a_source_that_never_gave_anything_says_so(store):
    source = live(store, silent_after_minutes=60, created_at=NOW - timedelta(hours=3))
    assert state_of(source, Runs(), NOW).code == "never"


def test_a_fetch_that_was_due_and_did_not_happen_is_missed(store):
    source = made(store, times=["06:00"], next_run_at=NOW + timedelta(hours=18))
    assert word(source, Runs(ran(60 * 6 - 1), ran(60 * 6 - 1))) == "ok"
    assert word(source, Runs(ran(60 * 25), ran(60 * 25))) == "missed"


def test_a_quarter_of_an_hour_late_is_not_missed_yet(store):
    source = made(store, times=["11:50"], next_run_at=NOW - timedelta(minutes=10))
    assert word(source, Runs(ran(60 * 24 - 15), ran(60 * 24 - 15))) == "ok"


def test_a_new_source_has_missed_nothing(store):
    source = made(store, times=["06:00"], created_at=NOW - timedelta(minutes=1))
    assert word(source) == "ok"


def test_failures_are_said_with_their_own_reason(store):
    source = made(store, times=["06:00"], failures=2, next_run_at=NOW)
    failed = ran(5, RunState.FAILED, "connection_lost")
    state = state_of(source, Runs(failed, ran(1500)), NOW)
    assert (state.word, state.code, state.since) == (
        "failing",
        "connection_lost",
        NOW - timedelta(minutes=1500),
    )


def test_a_fetch_that_has_run_for_long_is_not_said_to_be_running(store):
    source = made(store, times=["06:00"], next_run_at=NOW)
    stuck = SourceRun(pk=1, state=RunState.RUNNING, started_at=NOW - timedelta(hours=12))
    assert word(source, Runs(stuck, None)) == "missed"


def test_what_is_switched_off_worries_nobody(store):
    assert word(live(store, is_active=False, cursor={}, failures=5)) == "off"


def test_members_hear_of_their_own_stores_only(cast, north, store, other_store):
    for each in (store, other_store):
        Source.objects.create(
            store=each,
            kind="folder",
            name=f"Journal {each.code}",
            is_live=True,
            created_at=timezone.now() - timedelta(hours=1),
        )
    everyone = silent_sources(cast.member("manager"))
    mine = silent_sources(cast.member("limited"))
    assert {each.source.store.code for each in everyone} == {"101", "102"}
    assert {each.source.store.code for each in mine} == {"101"}
    assert mine[0].sentence.startswith("Nobody is looking into this folder")


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    cast, north, store, django_assert_max_num_queries
):
    for number in range(20):
        source = Source.objects.create(store=store, kind="sftp", name=f"S{number}", times=["06:00"])
        SourceRun.objects.create(source=source, state=RunState.DONE, ended_at=timezone.now())
    member = cast.member("manager")
    with django_assert_max_num_queries(8):  # the search path is set beside each
        assert silent_sources(member) == []


def test_a_row_says_when_it_is_fetched_next_in_the_stores_time(store):
    source = Source.objects.create(
        store=store,
        kind="sftp",
        name="S",
        times=["06:00"],
        next_run_at=timezone.now() + timedelta(days=1),
    )
    told = source_row(source).next
    assert told.endswith(f"{source.next_run_at.astimezone(store.zone):%H:%M}")
