"""Every write of a ring test. Writes in the open chain; two people may be at it at once:
each takes the test's row first, and acts only on the step as they saw it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.models import RingStep, RingTest, StepOutcome
from review.ringtest.errors import RingTestError, StaleStepError
from review.ringtest.events import finding_for, is_waiting, offset_measured, steps_of
from review.ringtest.learning import learned_of
from review.ringtest.steps import BY_NAME, STEPS, WAVE
from stores import audit
from stores.models import AccessKind, Register

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from stores.models import Store
    from transactions.models import Transaction

MOST_REJECTED: Final = 100


def start(*, store: Store, register: Register | None, by: User) -> RingTest:
    """A ring test at ``register``, the first step asked for; the open one if there is one.

    Without a register (none is known yet) the first event that is seen says which it is.
    """
    open_one = RingTest.objects.filter(store=store, register=register, ended_at=None)
    with transaction.atomic():
        if found := open_one.first():
            return found
        try:
            with transaction.atomic():
                test = RingTest.objects.create(store=store, register=register, started_by=by)
        except IntegrityError:  # somebody else began at this register in this very moment
            return open_one.get()
        RingStep.objects.bulk_create(
            RingStep(ring_test=test, step=step.name, position=position)
            for position, step in enumerate(STEPS, start=1)
        )
        ask_next(test)
        _record(test, by, what="started")
    return test


def current(steps: Sequence[RingStep]) -> RingStep | None:
    """The step that is on: the first that waits; one whose pictures are on their way comes
    last. None when all are done."""
    waiting = [step for step in steps if is_waiting(step)]
    return next((step for step in waiting if step.waved_at is None), None) or next(
        iter(waiting), None
    )


def take(*, test: RingTest, name: str, asked: str, transaction_id: int) -> RingStep:
    """Say that this event is what was rung. Raises RingTestError for one that did not come
    in since, or that answers another step; StaleStepError."""
    with transaction.atomic():
        step = locked(test, name, asked)
        row = _offered(test, step, transaction_id)
        _adopt(test, row)
        _answer(step, row)
        ask_next(test)
    return step


def reject(*, test: RingTest, name: str, asked: str, transaction_id: int) -> None:
    """Say that this event is not what was rung: it is not offered for the step again."""
    with transaction.atomic():
        step = locked(test, name, asked)
        if transaction_id not in step.rejected:
            step.rejected = [*step.rejected, transaction_id][-MOST_REJECTED:]
            step.save(update_fields=["rejected"])


def leave(*, test: RingTest, name: str, asked: str, skipped: bool) -> None:
    """Go on without an answer: it was rung and not seen, or it was not rung at all."""
    with transaction.atomic():
        step = locked(test, name, asked)
        close(step, StepOutcome.SKIPPED if skipped else StepOutcome.NOT_SEEN)
        ask_next(test)


def ask_again(*, test: RingTest, name: str) -> None:
    """Ask for a step now, whatever came of it before. Raises RingTestError once the test
    has ended: what it says is not changed any more."""
    with transaction.atomic():
        _lock(test)
        step = test.steps.select_for_update().get(step=name)
        _ask(step)


def end(*, test: RingTest, by: User) -> None:
    """Close the test: what has come in by now is taken; of the rest nobody said that it was
    rung. Ending it twice changes nothing."""
    with transaction.atomic():
        row = RingTest.objects.select_for_update().get(pk=test.pk)
        if row.ended_at is not None:
            return
        steps = steps_of(row)
        for step in filter(is_waiting, steps):
            _settle(row, step, steps)
        row.ended_at = test.ended_at = timezone.now()
        row.save(update_fields=["ended_at"])
        _record(row, by, what="ended", seen=sum(step.outcome == "seen" for step in steps))


def take_late(*, test: RingTest) -> int:
    """Answers of steps that were left, where they have come in since: how many."""
    with transaction.atomic():
        row = RingTest.objects.select_for_update().get(pk=test.pk)
        steps, taken = steps_of(row), 0
        for step in steps:
            if step.outcome == StepOutcome.NOT_SEEN and step.step != WAVE:
                match = finding_for(row, step, steps).match
                if match is not None:
                    _answer(step, match)
                    taken += 1
    return taken


def set_clock(*, test: RingTest, by: User) -> None:
    """Put the register's offset to what was measured. Raises RingTestError without one."""
    with transaction.atomic():
        measured = offset_measured(test, steps_of(test))
        if measured is None or test.register_id is None:
            raise RingTestError(_("The clock could not be measured. Ring something again."))
        register = Register.objects.select_for_update().get(pk=test.register_id)
        register.clock_offset_ms = round(measured.middle / timedelta(milliseconds=1))
        register.save(update_fields=["clock_offset_ms"])
        audit.record(
            AccessKind.CHANGED_SETTINGS,
            user=by,
            about=("store", test.store_id),
            name=test.store.name or test.store.code,
            what="register clock",
            changes=f"{register.code}: {register.clock_offset_ms} ms",
        )


def locked(test: RingTest, name: str, asked: str) -> RingStep:
    """The step, if it still waits since ``asked`` (ISO time, as the page had it)."""
    _lock(test)
    step = test.steps.select_for_update().get(step=name)
    since = step.asked_at.isoformat() if step.asked_at else ""
    if not is_waiting(step) or since != asked:
        raise StaleStepError
    return step


def _lock(test: RingTest) -> None:
    row = RingTest.objects.select_for_update().get(pk=test.pk)
    if row.ended_at is not None:
        raise RingTestError(_("This ring test has ended. Start a new one to ring something."))
    test.register_id = row.register_id


def _offered(test: RingTest, step: RingStep, transaction_id: int) -> Transaction:
    finding = finding_for(test, step, steps_of(test))
    rows = [*finding.others, *([finding.match] if finding.match else [])]
    for row in rows:
        if row.pk == transaction_id:
            return row
    raise RingTestError(_("This event no longer answers the step. Look at what is offered now."))


def _adopt(test: RingTest, row: Transaction) -> None:
    """Where no register was known to choose, the first event says which one it is."""
    if test.register_id is not None or row.register_id is None:
        return
    try:
        with transaction.atomic():
            RingTest.objects.filter(pk=test.pk).update(register=row.register_id)
    except IntegrityError as taken:
        raise RingTestError(
            _("A ring test at this register is open already. Go on with that one.")
        ) from taken
    test.register = row.register


def _answer(step: RingStep, row: Transaction) -> None:
    fits = BY_NAME[step.step].fits(row.event_type, row.flags)
    file = row.source_file
    written = file.parsed_at or timezone.now()
    step.transaction = row
    step.source_tag = row.source_event_tag
    step.learned = learned_of(row)
    step.delay_ms = _milliseconds(written - row.occurred_at)
    tells_time = row.time_quality not in {"assumed", "date_only"}
    step.occurred_at = row.occurred_at if tells_time else None
    step.received_at = file.received_at
    close(step, StepOutcome.SEEN if fits else StepOutcome.SEEN_AS_OTHER)


MOST_MILLISECONDS: Final = 2_147_483_647


def _milliseconds(length: timedelta) -> int:
    """As far as the column goes: 24 days; a clock that is years off is told apart."""
    value = round(length / timedelta(milliseconds=1))
    return max(-MOST_MILLISECONDS, min(value, MOST_MILLISECONDS))


def close(step: RingStep, outcome: StepOutcome) -> None:
    """The step is done, with whatever was set on it."""
    step.outcome = outcome
    step.ended_at = step.ended_at or timezone.now()
    step.save()


def _settle(test: RingTest, step: RingStep, steps: Sequence[RingStep]) -> None:
    match = finding_for(test, step, steps).match
    if match is not None:
        _answer(step, match)
        return
    close(step, StepOutcome.SKIPPED)


def ask_next(test: RingTest) -> None:
    """Begin to wait for the step that is on now; one that waits already goes on waiting, so
    that what came meanwhile is not lost."""
    step = current(steps_of(test))
    if step is not None and step.asked_at is None:
        _ask(step)


def _ask(step: RingStep) -> None:
    """Forget what came of it, and wait from now on."""
    step.outcome, step.asked_at, step.ended_at = StepOutcome.WAITING, timezone.now(), None
    step.transaction, step.source_tag, step.delay_ms = None, "", None
    step.occurred_at = step.received_at = step.waved_at = step.camera = None
    step.learned, step.rejected = {}, []
    step.save()


def _record(test: RingTest, by: User, **more: Any) -> None:
    audit.record(
        AccessKind.RAN_RING_TEST,
        user=by,
        about=("store", test.store_id),
        name=test.store.name or test.store.code,
        ring_test=test.pk,
        **more,
    )
