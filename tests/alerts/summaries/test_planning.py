"""The job that waits for what is due: across changed clocks, zones, stores, and its death."""

from __future__ import annotations

from datetime import time, timedelta
from importlib import import_module

import pytest
from django.db import connection

from accounts.models import Membership
from alerts import handlers
from alerts.models import Delivery, SummaryRun, SummarySchedule
from alerts.services.summaries import Wished, save_schedule
from alerts.summaries import plan
from alerts.summaries.make import make_summary
from jobs.models import Job
from jobs.registry import Claimed
from stores.models import Store
from tests.alerts.summaries.running import Worker, runs, sent, utc

MANAGER_AND_UP = ("manager", "admin", "owner")


def wished(**other):
    values = {
        "is_on": True,
        "at": time(6, 30),
        "days": tuple(range(1, 8)),
        "roles": ("manager",),
        "parts": ("look",),
        "says_quiet": True,
        "by_text": False,
    }
    return Wished(**{**values, **other})


def in_zone(store, zone, by, **other):
    Store.objects.filter(pk=store.pk).update(timezone=zone)
    store.refresh_from_db()
    save_schedule(kind="daily", store=store, wished=wished(**other), by=by)


@pytest.mark.parametrize(
    ("zone", "at", "begin", "end", "moments"),
    [
        (
            "America/New_York",
            "02:30",
            "2026-03-06T12:00",
            "2026-03-10T12:00",
            ["03-07T07:30", "03-08T07:00", "03-09T06:30", "03-10T06:30"],
        ),
        (
            "America/New_York",
            "01:30",
            "2026-10-30T12:00",
            "2026-11-02T12:00",
            ["10-31T05:30", "11-01T05:30", "11-02T06:30"],
        ),
        (
            "Europe/Dublin",
            "01:30",
            "2026-03-27T12:00",
            "2026-03-30T12:00",
            ["03-28T01:30", "03-29T01:00", "03-30T00:30"],
        ),
        (
            "Europe/Dublin",
            "01:30",
            "2026-10-23T12:00",
            "2026-10-26T12:00",
            ["10-24T00:30", "10-25T00:30", "10-26T01:30"],
        ),
        (
            "Australia/Lord_Howe",
            "02:15",
            "2026-10-02T00:00",
            "2026-10-05T00:00",
            ["10-02T15:45", "10-03T15:30", "10-04T15:15"],
        ),
        (
            "Australia/Lord_Howe",
            "01:45",
            "2026-04-03T00:00",
            "2026-04-06T00:00",
            ["04-03T14:45", "04-04T14:45", "04-05T15:15"],
        ),
    ],
)
def test_one_a_day_when_the_clocks_change(north, store, cast, zone, at, begin, end, moments):
    in_zone(store, zone, cast.owner, at=time.fromisoformat(at))
    Worker(north, utc(begin), only=store).until(utc(end))
    found = SummaryRun.objects.filter(kind="daily", store=store).order_by("due_at")
    assert [f"{run.due_at:%m-%dT%H:%M}" for run in found] == moments
    assert len({run.business_date for run in found}) == len(moments)
    assert all(timedelta() <= run.made_at - run.due_at < timedelta(minutes=5) for run in found)


def test_it_wakes_at_least_each_hour_and_a_few_minutes_after_what_is_due(north, store):
    worker = Worker(north, utc("2026-12-01T05:00"), only=store)
    assert worker.wake == utc("2026-12-01T06:00")
    late = plan.look(north, utc("2026-12-01T11:20")) - utc("2026-12-01T11:30")
    assert timedelta() <= late < timedelta(minutes=5)


def test_a_worker_that_was_down_for_three_hours_sends_late_and_says_so(north, store, cast):
    worker = Worker(north, utc("2026-12-01T11:00"), only=store).died(hours=3).look()
    assert runs(store=store) == ["2026-11-30"]
    run = SummaryRun.objects.get(store=store, state="made")
    assert run.facts["late"] == "06:30"
    letter = Delivery.objects.get(kind="summary", user=cast.limited)
    assert "it was due at 06:30" in letter.text
    assert "it was due at 06:30" in letter.html
    worker.look().look(utc("2026-12-01T14:30"))
    assert runs(store=store) == ["2026-11-30"]


def test_after_three_days_only_the_last_is_sent_and_names_those_that_were_missed(north, store):
    worker = Worker(north, utc("2026-12-01T12:00"), only=store).died(days=3).look()
    assert runs(store=store) == ["2026-12-03"]
    assert runs(store=store, state="missed") == ["2026-12-01", "2026-12-02"]
    said = Delivery.objects.filter(kind="summary").first().text
    assert "No summary was sent of Tue 1 Dec, Wed 2 Dec" in said
    worker.until(utc("2026-12-05T13:00"))
    assert runs(store=store) == ["2026-12-03", "2026-12-04"]
    assert SummaryRun.objects.get(store=store, business_date="2026-12-04").facts["missed"] == []


def test_one_that_waited_too_long_between_plan_and_making_is_missed_too(north, store):
    plan.look(north, utc("2026-12-01T11:00"))
    plan.look(north, utc("2026-12-01T11:31"))
    (job,) = Job.objects.filter(kind=plan.MAKE, key__startswith=f"daily/{store.pk}/")
    wanted = plan.Wanted.read(job.key)
    assert make_summary(north, wanted, utc("2026-12-01T23:31")) == 0
    assert runs(store=store, state="missed") == ["2026-11-30"]
    assert not sent()


def test_asking_twice_sends_once_whatever_died_in_between(north, store, cast):
    Worker(north, utc("2026-12-01T11:00"), only=store).until(utc("2026-12-01T11:40"))
    before = sent()
    Job.objects.filter(kind=plan.MAKE).update(state="queued")
    Worker(north, utc("2026-12-01T11:41"), only=store).look()
    assert sent() == before
    assert {name for name, _subject in before} == {"Manager", "Limited"}


def test_another_time_of_the_same_day_sends_no_second_one(north, store, cast):
    worker = Worker(north, utc("2026-12-01T11:00"), only=store).until(utc("2026-12-01T12:00"))
    save_schedule(kind="daily", store=store, wished=wished(at=time(9)), by=cast.owner)
    worker.until(utc("2026-12-01T15:00"))
    assert runs(store=store) == ["2026-11-30"]
    worker.until(utc("2026-12-02T15:00"))
    assert runs(store=store) == ["2026-11-30", "2026-12-01"]
    assert SummaryRun.objects.filter(store=store).first().due_at == utc("2026-12-02T14:00")


def test_a_store_that_moves_to_another_zone_gets_each_day_once(north, store):
    worker = Worker(north, utc("2026-12-01T11:00"), only=store).until(utc("2026-12-01T12:00"))
    Store.objects.filter(pk=store.pk).update(timezone="America/Los_Angeles", name="Pier 9")
    worker.until(utc("2026-12-02T16:00"))
    assert runs(store=store) == ["2026-11-30", "2026-12-01"]
    last = SummaryRun.objects.filter(store=store).first()
    assert last.due_at == utc("2026-12-02T14:30")
    assert last.subject.startswith("Pier 9: ")


def test_a_closed_store_gets_none_and_begins_afresh(north, store):
    worker = Worker(north, utc("2026-12-01T12:00"), only=store)
    Store.objects.filter(pk=store.pk).update(is_active=False)
    worker.until(utc("2026-12-04T12:00"))
    assert runs(store=store) == runs(store=store, state="missed") == []
    Store.objects.filter(pk=store.pk).update(is_active=True)
    worker.until(utc("2026-12-05T13:00"))
    assert runs(store=store) == ["2026-12-04"]
    assert runs(store=store, state="missed") == []


def test_what_is_off_is_neither_sent_nor_missed(north, store, cast):
    save_schedule(kind="daily", store=store, wished=wished(is_on=False), by=cast.owner)
    Worker(north, utc("2026-12-01T12:00"), only=store).died(days=3).look()
    assert not SummaryRun.objects.filter(store=store).exists()


def test_the_week_comes_on_monday_and_tells_of_the_week_to_sunday(north, store):
    Worker(north, utc("2026-11-29T12:00")).until(utc("2026-12-01T14:00"))
    assert runs("weekly") == ["2026-11-29"]
    assert {name for name, _subject in sent("weekly")} == {"Owner", "Admin"}


def test_the_job_of_a_chain_never_ends_and_waits_for_the_next(north, store):
    plan.ask_for_plan(north)
    row = Job.objects.get(kind=plan.PLAN)
    Job.objects.filter(pk=row.pk).update(state="running", fence=4)
    handlers.plan_summaries([Claimed(row.pk, "north", plan.PLAN, plan.KEY, 0, 4, 1)])
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("queued", 0)
    assert row.run_after > row.created_at
    Job.objects.filter(pk=row.pk).update(state="failed")
    handlers.plan_buried(plan.KEY, {})
    row.refresh_from_db()
    assert row.state == "queued"


def test_every_chain_is_armed_by_its_migration_and_once_only(north):
    migration = import_module("alerts.migrations.0006_summaries")
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute(migration.ARM)
    (job,) = Job.objects.filter(kind=plan.PLAN)
    assert (job.chain, job.key, job.pool, job.state) == ("north", plan.KEY, "quick", "queued")
    ran = [operation for operation in migration.Migration.operations if hasattr(operation, "sql")]
    assert migration.ARM in [operation.sql for operation in ran]


def test_a_deactivated_person_gets_none(north, store, cast):
    Membership.objects.filter(user=cast.manager).update(is_active=False)
    cast.limited.__class__.objects.filter(pk=cast.limited.pk).update(is_active=False)
    Worker(north, utc("2026-12-01T11:00"), only=store).until(utc("2026-12-01T12:00"))
    assert not sent()
    assert not SummarySchedule.objects.exists()
