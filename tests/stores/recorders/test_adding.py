"""From an address to a recorder in use, against an emulated one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.models import Job, JobState
from stores.models import AccessLog, ClockSample, Recorder, RecorderState
from stores.selectors.recorders import Stage, findings_of, stage_of
from stores.services import recorders_set_up
from stores.services.recorders_jobs import ask_forgotten
from stores.services.recorders_open import RecorderRefusedError, driver_settings, opened
from stores.services.recorders_set_up import RecorderSetUpError
from tests.footage.recorders.isapi_emulator import PASSWORD, USER
from tests.stores.recorders.conftest import add, log_in, place, run_check

pytestmark = pytest.mark.django_db


def codes(recorder, what):
    return {each.step.value: each.code for each in findings_of(recorder, what)}


def test_looking_names_the_kind_and_logs_in_to_nothing(store, unit, cast):
    begun = recorders_set_up.begin(store=store, place=place(unit), by=cast.admin)
    assert stage_of(begun) is Stage.LOOKING
    seen = run_check(begun)
    kind = seen.state.found["kinds"][0]
    assert kind["driver"] == "hikvision_isapi"
    assert kind["confidence"] > 0.9
    assert stage_of(seen) is Stage.KIND
    assert not [asked for asked in unit.asked if "Authorization" in asked.headers]


def test_a_whole_set_up_ends_with_cameras_clock_and_footage(draft, unit, cast):
    assert stage_of(draft) is Stage.LOG_IN
    unit.switches.clock_ahead = 42.0
    done = log_in(draft, cast.admin)
    assert stage_of(done) is Stage.CHECKED
    found = codes(done, "check")
    assert found["log_in"] == "logged_in"
    assert found["permission"] == "smart_codec"  # camera 2 has H.265+ on
    assert found["clock"] == "clock_off"
    assert (done.model_name, done.time_base) == ("DS-7616NXI-K2", "local")
    assert abs(done.clock_offset_ms - 42_000) <= done.clock_error_ms
    assert list(done.cameras.order_by("channel").values_list("channel", "name"))[:2] == [
        ("1", "Register 1"),
        ("2", "Safe & office"),
    ]
    assert done.cameras.get(channel="1").sub_channel == "1/sub"
    assert done.cameras.get(channel="2").sub_channel == ""
    assert Job.objects.filter(kind="camera_stills", key=str(done.pk)).exists()
    used = add(done, cast.admin)
    assert (used.is_draft, used.is_active, used.name) == (False, True, "Office")


def test_footage_goes_back_as_far_as_every_camera_has_it(draft, unit, cast):
    for each in list(unit.recordings):
        for track in ("201", "301"):
            unit.add(type(each)(each.start, each.end, track=track))
    done = log_in(draft, cast.admin)
    oldest = min(each.start for each in unit.recordings)
    assert abs(done.state.oldest_at - oldest) < timedelta(seconds=2)
    assert Job.objects.filter(kind="refresh_expiries", key=str(done.pk)).exists()
    assert codes(done, "check")["footage"] == "footage_held"


def test_a_wrong_password_is_tried_once_and_then_never_again(draft, unit, cast):
    before = unit.count("/ISAPI/System/deviceInfo")
    wrong = log_in(draft, cast.admin, password="wrong")
    assert wrong.state.is_blocked
    assert codes(wrong, "check")["log_in"] == "auth_rejected"
    tries = [a for a in unit.asked if "Authorization" in a.headers]
    assert len(tries) == 1
    again = run_check_again(wrong)
    assert codes(again, "check")["log_in"] == "recorder_blocked"
    assert len([a for a in unit.asked if "Authorization" in a.headers]) == 1
    assert unit.count("/ISAPI/System/deviceInfo") > before
    right = log_in(again, cast.admin)
    assert not right.state.is_blocked
    assert codes(right, "check")["log_in"] == "logged_in"


def run_check_again(recorder):
    from stores.services.recorders_jobs import ask_for_check

    ask_for_check(recorder.pk)
    return run_check(recorder)


def test_the_password_is_kept_sealed_and_told_to_nobody(draft, cast):
    done = log_in(draft, cast.admin)
    assert PASSWORD.encode() not in bytes(done.sealed)
    assert driver_settings(done)["password"] == PASSWORD
    rows = [*AccessLog.objects.values(), *RecorderState.objects.values(), *Job.objects.values()]
    rows += [{**row, "sealed": ""} for row in Recorder.objects.values()]
    assert PASSWORD not in repr(rows)
    assert {"said_log_in"} <= {row["params"].get("what") for row in AccessLog.objects.values()}


def test_another_host_does_not_get_the_password(draft, cast):
    done = log_in(draft, cast.admin)
    recorders_set_up.move_to(recorder=done, place={"host": "127.0.0.9"}, by=cast.admin)
    moved = Recorder.objects.select_related("store", "state").get(pk=done.pk)
    assert bytes(moved.sealed) == b""
    assert moved.state.logged_in_at is None
    moved.driver = "hikvision_isapi"
    with pytest.raises(RecorderRefusedError, match="password_missing"), opened(moved):
        pytest.fail("a log-in without a password began")


def test_an_address_without_a_route_is_explained_and_never_dialled(store, unit, cast):
    begun = recorders_set_up.begin(store=store, place={"host": "192.168.77.5"}, by=cast.admin)
    found = codes(run_check(begun), "look")
    assert found["route"] == "address_no_route"
    public = recorders_set_up.begin(store=store, place={"host": "8.8.8.8"}, by=cast.admin)
    assert codes(run_check(public), "look")["route"] == "address_public"


def test_a_port_where_nothing_answers_is_told_apart(store, unit, cast):
    wrong = {**place(unit), "port": 1}
    begun = recorders_set_up.begin(store=store, place=wrong, by=cast.admin)
    found = codes(run_check(begun), "look")
    assert (found["name"], found["route"], found["port"]) == (
        "name_found",
        "route_direct",
        "port_refused",
    )
    assert found["rtsp"] == "not_rtsp"  # a web server is there


def test_isapi_switched_off_is_said_in_words(draft, unit, cast):
    unit.switches.refuses["/ISAPI/System/deviceInfo"] = (403, "notSupport")
    done = log_in(draft, cast.admin)
    assert codes(done, "check")["log_in"] == "device_not_told"
    unit.switches.refuses |= dict.fromkeys(
        (
            "/ISAPI/ContentMgmt/record/tracks",
            "/ISAPI/Streaming/channels",
            "/ISAPI/ContentMgmt/InputProxy/channels",
        ),
        (403, "notSupport"),
    )
    assert codes(run_check_again(done), "check")["permission"] == "unsupported"


def test_a_user_that_may_not_play_back_is_told(draft, unit, cast):
    unit.switches.refuses["/ISAPI/ContentMgmt/search"] = (403, "lowPrivilege")
    found = codes(log_in(draft, cast.admin), "check")
    assert found["log_in"] == "logged_in"
    assert found["footage"] in {"no_playback", "clock_untrusted"}


def test_a_recorder_in_use_is_looked_at_again_the_next_day(draft, cast):
    used = run_check_again(add(log_in(draft, cast.admin), cast.admin))
    job = Job.objects.get(kind="check_recorder", key=str(used.pk))
    assert job.state == JobState.QUEUED
    assert timedelta(hours=23) < job.run_after - timezone.now() < timedelta(hours=25)
    assert ClockSample.objects.filter(recorder=used).count() == 2


def test_one_whose_job_was_lost_is_asked_for_again(draft, cast):
    used = add(log_in(draft, cast.admin), cast.admin)
    Job.objects.filter(kind="check_recorder").delete()
    RecorderState.objects.exclude(recorder=used).update(checked_at=timezone.now())
    RecorderState.objects.filter(recorder=used).update(
        checked_at=timezone.now() - timedelta(days=2)
    )
    ask_forgotten()
    assert Job.objects.filter(kind="check_recorder", key=str(used.pk)).exists()
    assert not Job.objects.filter(kind="check_recorder", key=str(used.pk)).exclude(
        run_after__gt=timezone.now()
    )


def test_a_clock_that_jumps_is_marked(draft, unit, cast):
    used = add(log_in(draft, cast.admin), cast.admin)
    unit.switches.clock_ahead = 3600.0
    run_check_again(used)
    newest, first = ClockSample.objects.filter(recorder=used)
    assert (first.is_jump, newest.is_jump) == (False, True)
    used.refresh_from_db()
    assert abs(used.clock_offset_ms - 3_600_000) <= used.clock_error_ms


def test_a_name_that_the_store_has_already_is_refused(draft, cast, store):
    done = log_in(draft, cast.admin)
    with pytest.raises(RecorderSetUpError, match="of that name"):
        recorders_set_up.finish(recorder=done, name="DVR", channels=["1"], by=cast.admin)
    with pytest.raises(RecorderSetUpError, match="at least one"):
        recorders_set_up.finish(recorder=done, name="New", channels=[], by=cast.admin)


def test_the_user_is_shown_and_kept(draft, cast):
    assert log_in(draft, cast.admin).options["user"] == USER
