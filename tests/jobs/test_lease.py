"""A lease is renewed beside the work, and never waits for it."""

from datetime import timedelta

import psycopg2
import pytest
from django.db import connection

from jobs.lease import RENEW


@pytest.fixture
def committed(db):
    """A running job that other connections see, and a way to open such connections."""
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    opened = []

    def connect():
        opened.append(psycopg2.connect(**parameters))
        return opened[-1]

    setup = connect()
    setup.autocommit = True
    with setup.cursor() as cursor:
        cursor.execute(
            "INSERT INTO public.jobs_job (chain, kind, key, lane, pool, priority, state, attempts,"
            " fence, asked_again, run_after, progress, outcome, created_at, lease_until)"
            " VALUES ('x', 'lease', 'one', 0, 'other', 0, 'running', 1, 7, false, now(), '{}',"
            " '{}', now(), now()) RETURNING id"
        )
        job_id = cursor.fetchone()[0]
    yield job_id, connect
    for each in opened[1:]:
        each.close()
    with setup.cursor() as cursor:
        cursor.execute("DELETE FROM public.jobs_job WHERE id = %s", [job_id])
    setup.close()


def renew(connected, job_id, fence=7):
    with connected.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
        cursor.execute(RENEW, {"lease": timedelta(seconds=60), "ids": [job_id], "fences": [fence]})
        return cursor.rowcount


def test_a_running_job_is_renewed(committed):
    job_id, connect = committed
    assert renew(connect(), job_id) == 1


def test_a_job_that_was_taken_over_is_not_renewed(committed):
    job_id, connect = committed
    assert renew(connect(), job_id, fence=6) == 0


def test_a_job_that_is_just_being_ended_is_passed_over(committed):
    """Waiting for the handler that ends it could deadlock with that handler."""
    job_id, connect = committed
    handler = connect()
    with handler.cursor() as cursor:
        cursor.execute("SELECT 1 FROM public.jobs_job WHERE id = %s FOR UPDATE", [job_id])
    assert renew(connect(), job_id) == 0
