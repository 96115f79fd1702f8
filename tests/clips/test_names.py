"""Names given by many workers at once are all different."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from accounts.tenancy import in_chain
from clips.models import Clip
from clips.services.names import NameParts
from clips.services.plan import plan_for_files, plan_for_transaction
from stores.models import Camera, Recorder, Register, RegisterCamera, Store
from tests.clips.factories import NOON, a_transaction

WORKERS = 6
EASTERN = ZoneInfo("America/New_York")


@pytest.fixture
def busy_store(lasting_chain):
    with in_chain(lasting_chain):
        store = Store.objects.create(code="101", name="Store 101", timezone="America/New_York")
        register = Register.objects.create(store=store, code="1")
        recorder = Recorder.objects.create(store=store, name="DVR")
        for number in (1, 2):
            camera = Camera.objects.create(recorder=recorder, channel=f"c{number}", name="c")
            RegisterCamera.objects.create(register=register, camera=camera, position=number)
    return store


def at_once(chain, work, arguments):
    barrier = threading.Barrier(len(arguments))

    def run(argument):
        try:
            with in_chain(chain), transaction.atomic():
                barrier.wait(timeout=30)
                work(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        list(pool.map(run, arguments))


def test_transactions_of_one_second_planned_by_many_get_different_names(lasting_chain, busy_store):
    with in_chain(lasting_chain):
        files = [a_transaction(busy_store).source_file_id for _ in range(WORKERS)]
    at_once(lasting_chain, lambda file: plan_for_files(lasting_chain, [file]), files)
    with in_chain(lasting_chain):
        names = sorted(Clip.objects.values_list("filename", flat=True))
    assert len(names) == len(set(names)) == 2 * WORKERS
    stem = "101_2025-11-20_120000_1_refund"
    assert f"{stem}.mp4" in names
    assert f"{stem}_cam2.mp4" in names
    assert {name for name in names if "cam2" not in name} == {
        f"{stem}.mp4",
        *(f"{stem}_{n}.mp4" for n in range(2, WORKERS + 1)),
    }


def test_one_transaction_planned_by_many_is_planned_once(lasting_chain, busy_store):
    with in_chain(lasting_chain):
        row = a_transaction(busy_store)

    def work(number):
        if number % 2:
            plan_for_files(lasting_chain, [row.source_file_id])
        else:
            plan_for_transaction(lasting_chain, row.pk)

    at_once(lasting_chain, work, range(WORKERS))
    with in_chain(lasting_chain):
        assert Clip.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("101_2025-11-20_120000_1_void.mp4", True),
        ("101_2025-11-20_120000_1_void_2.mp4", True),
        ("101_2025-11-20_120000_1_void_cam2.mp4", True),
        ("101_2025-11-20_120000_1_void_cam2_3.mp4", True),
        ("101_2025-11-20_120000_1_refund.mp4", False),
        ("101_2025-11-20_120001_1_void.mp4", False),
        ("101_2025-11-20_120000_1_void_all.mp4", False),
        ("101_2025-11-20_120000_1_voided.mp4", False),
    ],
)
def test_a_name_is_known_again_whatever_was_added_to_it(name, fits):
    assert NameParts("101", NOON.astimezone(EASTERN), "1", "void").fits(name) is fits
