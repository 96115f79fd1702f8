"""The breaker of a recorder: one refused password, and nobody logs in to it any more.

Five wrong passwords lock a recorder for half an hour, and then the right one is refused as
well. So the first refusal ends all log-ins, by whichever worker, until a person has looked
at the password and cleared it. A lock that somebody else caused, on a password that had
opened the recorder before, opens by itself when its time is over.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from accounts.tenancy import current_chain
from footage.errors import AuthRejectedError, BusyError, FootageError, LockedError
from stores import audit
from stores.models import AccessKind, RecorderState
from stores.services.recorders_jobs import wake_waiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from accounts.models import User
    from stores.models import Recorder

log = structlog.get_logger(__name__)

MARGIN = timedelta(seconds=60)
"""After a lock's end, before the first log-in: recorders round, and clocks differ."""
USUAL_LOCK = timedelta(minutes=30)
SAID_EVERY = timedelta(hours=1)


class RecorderBlockedError(FootageError):
    """Nothing logs in to this recorder now; what wants its footage waits."""

    code = "recorder_blocked"
    retries = True

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(**params)
        self.code = code


def state_of(recorder: Recorder) -> RecorderState:
    state, _made = RecorderState.objects.get_or_create(recorder=recorder)
    return state


def check_may_log_in(recorder: Recorder) -> RecorderState:
    """The recorder's state. Raises RecorderBlockedError while nobody may log in."""
    state = state_of(recorder)
    if state.is_blocked:
        raise RecorderBlockedError("recorder_blocked", recorder=recorder.name)
    if state.locked_until is not None and state.locked_until + MARGIN > timezone.now():
        raise RecorderBlockedError(
            "recorder_locked", recorder=recorder.name, until=state.locked_until
        )
    return state


@contextmanager
def log_in_guarded(recorder: Recorder, *, proves: bool = True) -> Iterator[None]:
    """The body may log in. A refusal inside it trips the breaker and is raised as
    RecorderBlockedError; an end without one proves the password.

    A password that never opened the recorder is tried by one worker at a time: two would
    be two wrong passwords. The others find the recorder busy.
    """
    if not recorder.sealed:
        yield
        return
    state = check_may_log_in(recorder)
    if state.logged_in_at is not None:
        with _tripping(recorder, state, proves=proves):
            yield
        return
    with _first_try(recorder) as is_ours:
        if not is_ours:
            raise BusyError
        with _tripping(recorder, check_may_log_in(recorder), proves=proves):
            yield


@contextmanager
def _tripping(recorder: Recorder, state: RecorderState, *, proves: bool) -> Iterator[None]:
    try:
        yield
    except AuthRejectedError as refused:
        _trip(recorder, blocked=True, locked_until=None, tries_left=refused.tries_left)
        raise RecorderBlockedError("recorder_blocked", recorder=recorder.name) from None
    except LockedError as locked:
        until = locked.until or timezone.now() + USUAL_LOCK
        _trip(recorder, blocked=state.logged_in_at is None, locked_until=until)
        raise RecorderBlockedError("recorder_locked", recorder=recorder.name, until=until) from None
    if proves:
        _worked(recorder, state)


def _trip(
    recorder: Recorder,
    *,
    blocked: bool,
    locked_until: datetime | None,
    tries_left: int | None = None,
) -> None:
    code = "recorder_locked" if locked_until else "recorder_blocked"
    shown = {"recorder": recorder.name}
    if locked_until is not None:
        shown["until"] = locked_until.isoformat()
    if tries_left is not None:
        shown["tries_left"] = str(tries_left)
    with transaction.atomic():
        RecorderState.objects.update_or_create(
            recorder=recorder,
            defaults={"problem_code": code, "problem_params": shown, "locked_until": locked_until}
            | ({"is_blocked": True} if blocked else {}),
        )
        _record(recorder, None, code)
    log.warning("recorder_log_in_refused", recorder=recorder.pk, code=code)


def _worked(recorder: Recorder, state: RecorderState) -> None:
    now = timezone.now()
    if state.logged_in_at is not None and now - state.logged_in_at < SAID_EVERY:
        return
    with transaction.atomic():
        RecorderState.objects.filter(recorder=recorder, is_blocked=False).update(
            logged_in_at=now, reached_at=now, locked_until=None
        )
        if state.logged_in_at is None or state.locked_until is not None:
            wake_waiting()


def clear_block(*, recorder: Recorder, by: User | None) -> bool:
    """A person looked at it: log-ins may go on. Answers whether there was a block."""
    with transaction.atomic():
        cleared = RecorderState.objects.filter(recorder=recorder, is_blocked=True).update(
            is_blocked=False, problem_code="", problem_params={}
        )
        if cleared:
            _record(recorder, by, "cleared_block")
            wake_waiting()
    return bool(cleared)


def forget_log_in(recorder: Recorder) -> None:
    """Another password or another address: nothing is known of it yet. A lock stays, for
    it is the recorder's, not the password's."""
    state = state_of(recorder)
    state.is_blocked, state.logged_in_at = False, None
    state.problem_code, state.problem_params = "", {}
    state.save(update_fields=["is_blocked", "logged_in_at", "problem_code", "problem_params"])


def _record(recorder: Recorder, by: User | None, what: str) -> None:
    audit.record(
        AccessKind.CHANGED_RECORDER,
        user=by,
        about=("recorder", recorder.pk),
        name=recorder.name,
        store=recorder.store.code,
        what=what,
    )


@contextmanager
def _first_try(recorder: Recorder) -> Iterator[bool]:
    """True while no other worker tries this recorder's new password; ends with us."""
    name = [f"stores:log_in:{current_chain().uuid}:{recorder.pk}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", name)
        held = bool(cursor.fetchone()[0])
    try:
        yield held
    finally:
        if held:
            _give_back(name)


def _give_back(name: list[str]) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", name)
    except (OperationalError, InterfaceError):
        log.warning("first_try_lost", name=name[0])  # it ended with its connection
