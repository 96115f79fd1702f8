"""``create_store``: a store with what stands in it, or nothing and a reason."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Chain
from accounts.tenancy import NoChainError, in_chain, is_public
from stores.models import Camera, Recorder, Register, RegisterCamera, Store
from stores.services.stores import CameraWish, RecorderWish, StoreError, create_store

GOOD = {"chain": "north", "code": "201", "name": "Lake St", "timezone": "America/Chicago"}


def _run(**changes) -> str:
    said = StringIO()
    call_command("create_store", **{**GOOD, **changes}, stdout=said)
    return said.getvalue()


def _stores(chain: str) -> set[str]:
    with in_chain(Chain.objects.get(schema_name=chain)):
        return set(Store.objects.values_list("code", flat=True))


def test_a_store_is_created_in_its_chain_only(db):
    assert _run() == "201 Lake St: created\n"
    assert "201" in _stores("north")
    assert "201" not in _stores("south")
    assert is_public()


def test_registers_recorder_and_cameras_come_with_it(db, north):
    said = json.loads(
        _run(
            register=["1", "2"],
            recorder="folder",
            recorder_option=["root=/footage/201"],
            camera=["cam1=1", "cam2=2,1"],
            json=True,
        )
    )
    assert said["registers"] == ["1", "2"]
    assert said["cameras"] == ["cam1", "cam2"]
    assert Recorder.objects.get(store_id=said["id"]).options == {"root": "/footage/201"}
    first = Register.objects.get(store_id=said["id"], code="1")
    seen = RegisterCamera.objects.filter(register=first).order_by("position")
    assert [row.camera.channel for row in seen] == ["cam1", "cam2"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"chain": "nowhere"}, "There is no chain “nowhere”. There are: "),
        ({"chain": "public"}, "There is no chain “public”"),
        ({"chain": "north; DROP SCHEMA north"}, "There is no chain"),
        ({"code": "101"}, "already exists"),
        ({"code": "1 0"}, "Use letters, digits"),
        ({"code": "../etc"}, "Use letters, digits"),
        ({"code": "x" * 33}, "Use letters, digits"),
        ({"name": "x" * 121}, "at most 120"),
        ({"timezone": "Mars"}, "is not a time zone"),
        ({"register": ["1", "1"]}, "named twice"),
        ({"register": ["x" * 33]}, "at most 32"),
        ({"camera": ["cam1"]}, "need a recorder"),
        ({"recorder": "vcr"}, "no recorder driver “vcr”. There are: folder"),
        ({"recorder": "folder", "camera": ["cam1=7"]}, "register 7"),
        ({"recorder": "folder", "camera": ["cam1", "cam1"]}, "already exists"),
        ({"recorder": "folder", "camera": ["=1"]}, "Write a camera like"),
        ({"recorder": "folder", "recorder_option": ["root"]}, "Write a recorder option like"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(db, changes, said):
    before = _stores("north")
    with pytest.raises(CommandError) as refused:
        _run(**changes)
    assert said in str(refused.value)
    assert _stores("north") == before
    assert is_public()


def test_a_chain_that_is_not_ready_is_waited_for(db):
    Chain.objects.filter(schema_name="north").update(state="provisioning")
    with pytest.raises(CommandError, match="being set up"):
        _run()


def test_half_a_store_is_never_left(north):
    before = Camera.objects.count()
    wish = [CameraWish("cam1"), CameraWish("cam1")]
    with pytest.raises(StoreError):
        create_store(code="201", name="x", timezone="UTC", recorder=RecorderWish(), cameras=wish)
    assert not Store.objects.filter(code="201").exists()
    assert Camera.objects.count() == before


def test_without_a_chain_no_store_is_made(db):
    with pytest.raises(NoChainError):
        create_store(code="201", name="x", timezone="UTC")
