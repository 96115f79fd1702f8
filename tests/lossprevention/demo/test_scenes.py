from datetime import UTC, date, datetime, timedelta

import pytest

from footage.recorders.folder import FolderRecorder
from lossprevention.demo.place import SEED, stores
from lossprevention.demo.scenes import SceneLog
from lossprevention.simulator.scenes import scene_events
from lossprevention.simulator.store_day import generate


@pytest.fixture(scope="module")
def day():
    return next(generate(seed=SEED, stores=stores()[:1], days=1, start_date=date(2026, 5, 4)))


def test_the_camera_sees_what_its_registers_did_and_nothing_else(tmp_path, day):
    log = SceneLog(tmp_path)
    log.add(day.events)
    start, end = day.start + timedelta(hours=8), day.start + timedelta(hours=9)
    expected = [each for each in scene_events(day.events, "1") if start <= each.at <= end]
    seen = log.between({"1"}, start, end)
    assert len(expected) > 5
    assert {each.at for each in seen} == {each.at for each in expected}


def test_a_span_over_midnight_reads_both_days(tmp_path, day):
    log = SceneLog(tmp_path)
    log.add(day.events)
    evening = day.date + timedelta(days=1)  # midnight in UTC is an evening in the store
    midnight = datetime.combine(evening, datetime.min.time(), tzinfo=UTC)
    registers = {register.code for register in day.profile.registers}
    seen = log.between(registers, midnight - timedelta(hours=1), midnight + timedelta(hours=1))
    assert any(each.at < midnight for each in seen)
    assert any(each.at > midnight for each in seen)


def test_events_written_twice_are_seen_once(tmp_path, day):
    log = SceneLog(tmp_path)
    log.add(day.events)
    once = log.between({"1"}, day.start, day.end)
    log.add(day.events)
    assert log.between({"1"}, day.start, day.end) == once


def test_old_days_are_forgotten_and_young_ones_kept(tmp_path, day):
    log = SceneLog(tmp_path)
    log.add(day.events)
    log.forget_before(day.start)
    assert log.between({"1"}, day.start, day.end)
    log.forget_before(day.end + timedelta(days=1))
    assert not log.between({"1"}, day.start, day.end)


def test_the_log_is_no_camera_to_a_folder_recorder(tmp_path, day):
    SceneLog(tmp_path).add(day.events)
    assert FolderRecorder(tmp_path).channels() == []
