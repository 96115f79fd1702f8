"""One refused password stops everybody; a lock on a proven one opens by itself."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from accounts.tenancy import in_chain
from footage.errors import AuthRejectedError, BusyError, LockedError, NoFootageError
from stores.models import AccessLog, Recorder, RecorderState
from stores.sealing import seal
from stores.services.recorders_breaker import (
    MARGIN,
    RecorderBlockedError,
    clear_block,
    log_in_guarded,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def recorder(store) -> Recorder:
    sealed = seal({"password": "secret"})
    return Recorder.objects.create(
        store=store, name="Office", driver="hikvision_isapi", sealed=sealed
    )


def state(recorder) -> RecorderState:
    return RecorderState.objects.get(recorder=recorder)


def refuse(recorder, error) -> RecorderBlockedError:
    with pytest.raises(RecorderBlockedError) as raised, log_in_guarded(recorder):
        raise error
    return raised.value


def test_a_refusal_blocks_and_the_next_log_in_never_begins(recorder):
    assert refuse(recorder, AuthRejectedError(3)).code == "recorder_blocked"
    assert state(recorder).is_blocked
    assert state(recorder).problem_params["tries_left"] == "3"
    with pytest.raises(RecorderBlockedError), log_in_guarded(recorder):
        pytest.fail("a log-in began")


def test_clips_that_meet_a_block_wait_and_do_not_fail(recorder):
    refuse(recorder, AuthRejectedError())
    with pytest.raises(RecorderBlockedError) as raised, log_in_guarded(recorder):
        pass
    assert raised.value.retries


def test_clearing_is_by_a_person_and_written_down(recorder, cast):
    refuse(recorder, AuthRejectedError())
    assert clear_block(recorder=recorder, by=cast.admin)
    assert not clear_block(recorder=recorder, by=cast.admin)
    with log_in_guarded(recorder):
        pass
    entry = AccessLog.objects.filter(object_type="recorder", params__what="cleared_block").get()
    assert entry.user == cast.admin


def test_a_lock_on_a_password_that_never_worked_waits_for_a_person(recorder):
    refuse(recorder, LockedError(timezone.now() - timedelta(hours=1)))
    assert state(recorder).is_blocked


def test_a_lock_on_a_proven_password_opens_by_itself_after_its_margin(recorder):
    with log_in_guarded(recorder):
        pass
    assert state(recorder).logged_in_at is not None
    until = timezone.now() + timedelta(minutes=30)
    assert refuse(recorder, LockedError(until)).params["until"] == until.isoformat()
    assert not state(recorder).is_blocked
    with pytest.raises(RecorderBlockedError), log_in_guarded(recorder):
        pytest.fail("a log-in began")
    RecorderState.objects.update(locked_until=timezone.now() - MARGIN / 2)
    with pytest.raises(RecorderBlockedError), log_in_guarded(recorder):
        pytest.fail("a log-in began within the margin")
    RecorderState.objects.update(locked_until=timezone.now() - 2 * MARGIN)
    with log_in_guarded(recorder):
        pass


def test_other_refusals_say_nothing_of_the_password(recorder):
    with pytest.raises(NoFootageError), log_in_guarded(recorder):
        raise NoFootageError
    assert not state(recorder).is_blocked


def test_a_new_password_is_tried_by_one_worker_at_a_time(recorder, north):
    """The other one holds a connection of its own, so it sees the first one's lock."""
    seen: list[str] = []

    def other() -> None:
        try:
            with in_chain(north):
                unsaved = Recorder(pk=recorder.pk, sealed=b"x", name="Office", store_id=1)
                from stores.services.recorders_breaker import _first_try

                with _first_try(unsaved) as is_ours:
                    seen.append("mine" if is_ours else "busy")
        finally:
            connections.close_all()

    with log_in_guarded(recorder):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(20)
    assert seen == ["busy"]
    assert issubclass(BusyError, Exception)


def test_no_password_no_breaker(store):
    folder = Recorder.objects.create(store=store, name="Folder", driver="folder")
    with log_in_guarded(folder):
        pass
    assert not RecorderState.objects.filter(recorder=folder).exists()
