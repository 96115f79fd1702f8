"""An emulated recorder on loopback, reached over a route that was approved for the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from jobs import services
from jobs.models import Job
from stores import handlers
from stores.models import Recorder, Route
from stores.services import recorders_set_up
from tests.footage.recorders.isapi_emulator import PASSWORD, USER, Recording, emulator

NEW_YORK = "America/New_York"


@pytest.fixture
def no_network_is_ours(monkeypatch):
    """Loopback is all a test may dial, and it is never dialled: here it is not ours."""
    monkeypatch.setattr("stores.granting.own_networks", tuple)
    monkeypatch.setattr("stores.granting.LOOPBACK", ())
    monkeypatch.setattr("footage.checkup.network.USUAL_PORTS", ())
    monkeypatch.setattr("stores.services.recorders_look.USUAL_PLACES", ())


@pytest.fixture
def route(store, no_network_is_ours):
    return Route.objects.create(
        store=store, network="127.0.0.0/8", approved_at=timezone.now(), approved_by="Support"
    )


@pytest.fixture
def unit(route):
    """A recorder that has recorded one camera for two days, until now."""
    with emulator(NEW_YORK) as server:
        now = datetime.now(UTC).replace(microsecond=0)
        for hours in range(0, 48, 8):
            end = now - timedelta(hours=hours)
            server.add(Recording(end - timedelta(hours=8), end, name=f"file{hours}"))
        yield server


def place(server) -> dict[str, object]:
    return {"host": "127.0.0.1", "port": server.port, "rtsp_port": server.port}


def run_check(recorder: Recorder) -> Recorder:
    """The job, taken now as a worker would take it."""
    key = str(recorder.pk)
    Job.objects.filter(kind="check_recorder").exclude(key=key).delete()
    Job.objects.filter(kind="check_recorder", key=key).update(run_after=timezone.now())
    jobs = services.claim(
        pool="fetch", batch={"check_recorder": 1}, lease=timedelta(minutes=5), turn="test"
    )
    assert [job.key for job in jobs] == [key]
    handlers.check_recorder(jobs)
    return Recorder.objects.select_related("store", "state").get(pk=recorder.pk)


@pytest.fixture
def draft(store, unit, cast) -> Recorder:
    """As far as the question who may log in."""
    begun = recorders_set_up.begin(store=store, place=place(unit), by=cast.admin)
    begun = run_check(begun)
    recorders_set_up.choose_kind(recorder=begun, driver="hikvision_isapi", more={}, by=cast.admin)
    return Recorder.objects.select_related("store", "state").get(pk=begun.pk)


def log_in(recorder: Recorder, by, password: str = PASSWORD) -> Recorder:
    recorders_set_up.say_log_in(recorder=recorder, username=USER, password=password, by=by)
    return run_check(recorder)


def add(recorder: Recorder, by, *, name: str = "Office") -> Recorder:
    channels = list(recorder.cameras.values_list("channel", flat=True))
    recorders_set_up.finish(recorder=recorder, name=name, channels=channels, by=by)
    return Recorder.objects.select_related("store", "state").get(pk=recorder.pk)
