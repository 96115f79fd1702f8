"""Which camera sees which register, as what and for which events; what is where in it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from stores.models import Camera, Register, RegisterCamera
from stores.services.maps import MapError
from stores.services.recorders_zones import ZoneError, check_zones, say_zones
from stores.services.registers import Sight, change_register

pytestmark = pytest.mark.django_db
SQUARE = [[0.1, 0.1], [0.4, 0.1], [0.4, 0.4], [0.1, 0.4]]


@pytest.fixture
def register(store):
    return Register.objects.get(store=store, code="1")


@pytest.fixture
def cameras(store):
    return list(Camera.objects.filter(recorder__store=store).order_by("channel"))


def say(register, cast, *sights):
    change_register(
        register=register, register_class="inside", label="", cameras=sights, by=cast.admin
    )


def rows(register):
    return [
        (row.camera_id, row.position, row.role, row.event_types)
        for row in register.sightings.filter(until=None).order_by("position")
    ]


def test_cameras_keep_their_order_role_and_events(register, cameras, cast):
    first, second = (camera.pk for camera in cameras)
    say(register, cast, Sight(second, "drawer", ("no_sale",)), Sight(first))
    assert rows(register) == [(second, 1, "drawer", ["no_sale"]), (first, 2, "register", [])]


def test_what_a_replaced_recorder_saw_is_left_alone(register, cameras, cast):
    register.sightings.update(until=timezone.now())
    say(register, cast, Sight(cameras[0].pk, "door"))
    assert RegisterCamera.objects.filter(register=register).count() == 2
    assert rows(register) == [(cameras[0].pk, 1, "door", [])]


def test_a_camera_of_another_store_and_an_unknown_role_are_refused(
    register, cameras, other_store, cast
):
    foreign = Camera.objects.filter(recorder__store=other_store).first()
    for wrong in (Sight(foreign.pk), Sight(cameras[0].pk, "ceiling")):
        with pytest.raises(MapError):
            say(register, cast, wrong)


def test_the_page_of_a_register_says_all_three(register, cameras, cast):
    sent = {
        "register_class": "inside",
        "label": "Front",
        "camera-1": cameras[1].pk,
        "role-1": "customer",
        "events-1": ["refund", "no_such_event"],
    }
    answer = cast.client("manager").post(f"/setup/registers/{register.pk}/change/", sent)
    assert answer.status_code == 302
    assert rows(register) == [(cameras[1].pk, 1, "customer", ["refund"])]


def test_zones_are_kept_as_shares_of_the_picture(cameras, cast):
    say_zones(camera=cameras[0], drawn={"drawer": [SQUARE], "mask": []}, by=cast.admin)
    cameras[0].refresh_from_db()
    assert cameras[0].zones == {"drawer": [SQUARE]}


@pytest.mark.parametrize(
    "drawn",
    [
        [],
        {"ceiling": [SQUARE]},
        {"drawer": SQUARE},
        {"drawer": [SQUARE[:2]]},
        {"drawer": [[[0.1, 0.1]] * 3]},
        {"drawer": [[[0.1, 0.1], [1.2, 0.1], [0.4, 0.4]]]},
        {"drawer": [[[0.1, 0.1], [float("nan"), 0.1], [0.4, 0.4]]]},
        {"drawer": [[[0.1, 0.1], ["0.2", 0.1], [0.4, 0.4]]]},
        {"drawer": [[[0.1, 0.1, 0.1], [0.2, 0.1], [0.4, 0.4]]]},
        {"drawer": [[[True, 0.1], [0.2, 0.1], [0.4, 0.4]]]},
        {"drawer": [SQUARE] * 9},
        {"drawer": [SQUARE * 11]},
    ],
)
def test_a_drawing_that_says_nothing_is_refused(drawn):
    with pytest.raises(ZoneError):
        check_zones(drawn)
