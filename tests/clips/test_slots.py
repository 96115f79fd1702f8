"""How many workers play back from one recorder at once, and for how long."""

from __future__ import annotations

from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connection

from clips.models import ClipState
from clips.services import fetch as fetching
from clips.services.lock import recorder_slot
from jobs.models import Job
from stores.models import Recorder
from tests.clips.factories import a_transaction, camera_of
from tests.clips.running import fetch, plan

pytestmark = pytest.mark.django_db


@contextmanager
def another_worker():
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    other = psycopg2.connect(**parameters)
    try:
        yield other.cursor()
    finally:
        other.close()


def take(worker, chain, recorder, slot=""):
    name = f"clips:recorder:{chain.uuid}:{recorder}{slot}"
    worker.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
    return worker.fetchone()[0]


def is_free(chain, recorder, slots):
    with recorder_slot(chain, recorder, slots) as held:
        return held


def test_a_recorder_has_as_many_slots_as_its_settings_say_and_two_at_most(north, store):
    recorder = camera_of(store).recorder_id
    with another_worker() as first, another_worker() as second:
        assert take(first, north, recorder)
        assert not is_free(north, recorder, 1)
        assert not is_free(north, recorder, 0)
        assert is_free(north, recorder, 2)
        assert take(second, north, recorder, ":2")
        assert not is_free(north, recorder, 2)
        assert not is_free(north, recorder, 9)


def test_a_second_playback_runs_where_the_recorder_allows_it(north, store, segments):
    (clip,) = plan(a_transaction(store))
    recorder = clip.camera.recorder
    with another_worker() as other:
        assert take(other, north, recorder.pk)
        assert fetch(clip).state == ClipState.REQUESTED
        assert Job.objects.get(kind="fetch_clip").outcome == {"waiting_for": "recorder_busy"}
        Recorder.objects.filter(pk=recorder.pk).update(slots=2)
        assert fetch(clip).state == ClipState.READY


def test_the_recorder_is_free_while_its_footage_is_cut(north, store, segments, monkeypatch):
    (clip,) = plan(a_transaction(store))
    real, free = fetching.finish, []

    def finish(*arguments):
        with another_worker() as other:
            free.append(take(other, north, clip.camera.recorder_id))
        return real(*arguments)

    monkeypatch.setattr(fetching, "finish", finish)
    assert fetch(clip).state == ClipState.READY
    assert free == [True]
