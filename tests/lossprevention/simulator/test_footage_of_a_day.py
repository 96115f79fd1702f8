from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lossprevention.simulator import run
from lossprevention.simulator.footage.scene import Timeline
from lossprevention.simulator.scenes import camera_view, scene_event, scene_events


@pytest.fixture
def order(tmp_path):
    return run.Simulation(out=tmp_path, start=datetime(2025, 11, 10, tzinfo=UTC).date())


@pytest.fixture
def asked(monkeypatch):
    """Every window that would be rendered, without the minutes that it takes."""
    calls = []

    def remember(folder, view, begin, end, scene, *, progress):
        calls.append((folder, view, begin, end, scene))
        progress(Path("segment.mp4"))

    monkeypatch.setattr(run, "ensure_segments", remember)
    return calls


def test_every_flagged_moment_is_covered_by_every_camera_of_its_register(week, order, asked):
    day = week[0]
    run._write_footage(order, day, lambda _: None)
    for event in day.flagged:
        cameras = {camera.code for camera in day.profile.register(event.register).cameras}
        filming = {
            view.camera
            for _, view, begin, end, _ in asked
            if begin <= event.moment - timedelta(seconds=60)
            and end >= event.moment + timedelta(seconds=120)
        }
        assert cameras <= filming


def test_all_means_the_whole_business_day(week, order, asked):
    day = week[0]
    run._write_footage(replace(order, footage_around="all"), day, lambda _: None)
    assert {(begin, end) for _, _, begin, end, _ in asked} == {(day.start, day.end)}
    assert len(asked) == sum(len(register.cameras) for register in day.profile.inside)


def test_the_codec_asked_for_reaches_the_camera(week, order, asked):
    run._write_footage(replace(order, codec="h265"), week[0], lambda _: None)
    assert {view.codec for _, view, _, _, _ in asked} == {"h265"}


def test_the_scene_shows_who_was_there(week):
    day = next(
        day
        for day in week
        if any(
            label.scheme == "refund_without_customer" and not label.honest for label in day.labels
        )
    )
    label = next(
        label
        for label in day.labels
        if label.scheme == "refund_without_customer" and not label.honest
    )
    event = next(
        event
        for event in day.events
        if event.register == label.register and event.transaction_no == label.transaction_nos[0]
    )
    state = Timeline([scene_event(event)]).state(event.moment.timestamp() + 1)
    assert (state.customer, state.drawer) == (0, 1)
    assert scene_event(event) in scene_events(day.events, label.register)


def test_card_sales_leave_the_drawer_shut(week):
    kinds = {
        scene_event(event).kind
        for event in week[0].events
        if event.tag == "SaleEvent" and event.tenders and event.tenders[0].code != "cash"
    }
    assert kinds == {"card_sale"}


def test_a_cameras_picture_says_where_it_hangs(week):
    profile = week[0].profile
    register = profile.register("1")
    view = camera_view(profile, register, register.cameras[0])
    assert view.label == "101 Main Street  Register 1"
    assert view.zone.key == "America/New_York"
