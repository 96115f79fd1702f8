"""The table of work: asked once, claimed fairly, fenced, tried three times."""

import itertools
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from jobs import services
from jobs.models import Job, JobState, Lane
from jobs.registry import pipeline
from jobs.worker import work, work_once
from tests.jobs import pipelines

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_pipeline(settings, north):
    settings.JOBS_PIPELINE = "tests.jobs.pipelines.PIPELINE"
    pipelines.SEEN.clear()
    pipelines.BURIED.clear()
    assert pipeline() is pipelines.PIPELINE


def ask(*keys, chain="north", kind="note", **options):
    services.enqueue(chain=chain, kind=kind, keys=list(keys), **options)


def claim(pool="quick", batch=8):
    return services.claim(
        pool=pool,
        batch={"note": batch, "after": 1},
        lease=timedelta(seconds=15),
        turn="x",
    )


def state_of(key, kind="note"):
    return Job.objects.get(key=key, kind=kind).state


def test_asking_twice_is_asking_once():
    ask("a")
    ask("a", "b")
    assert Job.objects.count() == 2
    assert [job.key for job in claim()] == ["a", "b"]
    assert claim() == []


def test_asking_while_it_runs_makes_it_run_once_more():
    ask("a")
    (job,) = claim()
    ask("a")
    services.finish(job, {})
    assert state_of("a") == JobState.QUEUED
    (again,) = claim()
    services.finish(again, {})
    assert state_of("a") == JobState.DONE


def test_the_end_and_what_follows_are_one_commit():
    ask("a")
    assert work_once("quick")
    assert state_of("a") == JobState.DONE
    assert state_of("a", "after") == JobState.QUEUED


def test_live_work_goes_before_back_fill():
    ask("old", lane=Lane.BACKFILL, priority=1000)
    ask("new")
    assert [job.key for job in claim(batch=1)] == ["new"]


def test_greater_priority_goes_first():
    services.enqueue(chain="north", kind="note", keys=["low", "high"], priority=[1, 9])
    assert [job.key for job in claim(batch=1)] == ["high"]


def test_chains_take_turns_however_long_one_queue_is():
    ask(*[str(n) for n in range(500)])
    ask("small", chain="south")
    first, second = claim(batch=1)[0], claim(batch=1)[0]
    assert {first.chain, second.chain} == {"north", "south"}


def test_work_that_is_not_due_waits():
    ask("soon", run_after=timezone.now() + timedelta(minutes=5))
    assert claim() == []


def test_a_late_worker_is_refused():
    ask("a")
    (late,) = claim()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert services.sweep() == 1
    (new,) = claim()
    with pytest.raises(services.StaleFenceError):
        services.finish(late, {})
    with pytest.raises(services.StaleFenceError):
        services.put_off(late, until=timezone.now(), reason="x", counted=True)
    services.finish(new, {"by": "the new one"})
    assert Job.objects.get(key="a").outcome == {"by": "the new one"}


def test_a_poisoned_job_does_not_harm_its_neighbours():
    ask("a", "b", "poison", "c", "d")
    work_once("quick")
    assert {state_of(key) for key in "abcd"} == {JobState.DONE}
    assert state_of("poison") == JobState.QUEUED
    assert Job.objects.get(key="poison").attempts == 1


def test_a_poisoned_job_is_tried_three_times_and_buried():
    ask("poison")
    for _ in range(5):
        Job.objects.update(run_after=timezone.now())
        work("quick", seconds=5)
    job = Job.objects.get(key="poison")
    assert (job.state, job.attempts) == (JobState.FAILED, 3)
    assert pipelines.BURIED == [("poison", "ValueError")]
    assert len(pipelines.SEEN) == 3


def test_a_job_that_kills_its_worker_stops_at_three_as_well():
    ask("a")
    for _ in range(3):
        claim()  # the process dies here: nothing is written
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        services.sweep()
    work("quick", seconds=5)
    assert state_of("a") == JobState.FAILED
    assert pipelines.SEEN == []
    assert pipelines.BURIED == [("a", "worker_lost")]


def test_a_tried_job_is_claimed_alone():
    ask("a", "b", "c")
    claim()
    Job.objects.filter(key="a").update(lease_until=timezone.now() - timedelta(seconds=1))
    services.sweep()
    ask("d", "e")
    sizes = sorted(len(claim()) for _ in range(2))
    assert sizes == [1, 2]


def test_a_final_error_is_not_tried_again():
    ask("never")
    work_once("quick")
    assert state_of("never") == JobState.FAILED


def test_waiting_for_something_is_not_an_attempt():
    ask("later")
    work_once("quick")
    job = Job.objects.get(key="later")
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    assert job.outcome == {"waiting_for": "footage"}


def test_support_can_try_again_and_cancel():
    ask("never", "x")
    Job.objects.filter(key="x").update(run_after=timezone.now() + timedelta(hours=1))
    work_once("quick")
    ids = list(Job.objects.filter(kind="note").values_list("id", flat=True))
    assert services.cancel(ids) == 1
    assert services.retry(ids) == 2
    assert set(Job.objects.filter(kind="note").values_list("state", flat=True)) == {"queued"}


def test_a_chain_that_is_not_ready_keeps_its_work():
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE public.accounts_chain SET state='suspended' WHERE schema_name='south'"
        )
    ask("a", chain="south")
    work("quick", seconds=1)
    job = Job.objects.get(key="a")
    assert job.state == JobState.QUEUED
    assert job.attempts == 0
    assert pipelines.SEEN == []


def test_only_the_named_of_a_batch_wait_and_the_others_are_done_together():
    ask("a", "b", "busy", "c")
    work_once("quick")
    assert pipelines.SEEN == [["a", "b", "busy", "c"], ["a", "b", "c"]]
    busy = Job.objects.get(key="busy")
    assert (busy.state, busy.attempts) == (JobState.QUEUED, 0)
    assert busy.outcome == {"waiting_for": "store_busy"}
    assert state_of("a") == state_of("b") == state_of("c") == JobState.DONE


def test_those_to_be_done_apart_are_done_one_by_one_after_the_others():
    ask("a", "b", "large1", "large2")
    work_once("quick")
    assert pipelines.SEEN[1:] == [["a", "b"], ["large1"], ["large2"]]
    states = Job.objects.filter(kind="note").values_list("state", flat=True)
    assert set(states) == {JobState.DONE}


def test_the_chain_that_was_served_last_goes_last():
    """Whatever chance says: a mail about an alert waits for one batch of a neighbour, not for
    several in a row."""
    ask(*[str(n) for n in range(40)])
    ask(*[str(n) for n in range(40)], chain="south")
    served, last = [], ""
    for number in range(20):
        (job,) = services.claim(
            pool="quick",
            batch={"note": 1},
            lease=timedelta(seconds=15),
            turn=str(number),
            last=last,
        )
        services.finish(job, {})
        last = job.chain
        served.append(last)
    assert all(one != other for one, other in itertools.pairwise(served))
