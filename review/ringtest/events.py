"""What came in from a register since something was asked for. Reads in the open chain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from review.models import RingStep, StepOutcome
from review.ringtest import clock
from review.ringtest.matching import Asked, Came, answer_to, is_in_time, offset_of
from review.ringtest.steps import BY_NAME, WAVE
from transactions.models import FileState, SourceFile, Standing, Transaction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from review.models import RingTest
    from review.ringtest.clock import Offset

FAR_OFF: Final = timedelta(hours=26)
"""A clock in another time zone, or a day wrong, is still found."""
LATE: Final = timedelta(days=3)
MOST: Final = 200
MOST_OFFERED: Final = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """What a waiting step can be answered with: ``match`` was read as asked for; ``others``
    came in from the same register meanwhile, the newest first."""

    match: Transaction | None
    others: Sequence[Transaction]


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What else the store sent since: where to look when nothing came.

    ``elsewhere`` are events read as asked for, but of other registers; ``held`` files that
    could not be read; ``odd_times`` a time of a file that is days from now.
    """

    files: int
    held: int
    elsewhere: Sequence[Transaction]
    odd_times: datetime | None


def steps_of(test: RingTest) -> list[RingStep]:
    return list(test.steps.select_related("transaction__source_file", "camera"))


def offset_measured(test: RingTest, steps: Sequence[RingStep]) -> Offset | None:
    """What the steps seen say of the register's clock; None when they do not agree."""
    return clock.common(each for step in steps if (each := _bounds(step)) is not None)


def _bounds(step: RingStep) -> Offset | None:
    if step.occurred_at is None or step.received_at is None or step.asked_at is None:
        return None
    return clock.bounds(step.asked_at, step.occurred_at, step.received_at)


def finding_for(test: RingTest, step: RingStep, steps: Sequence[RingStep]) -> Finding:
    """For a step that waits, or one that was left without an answer."""
    if step.asked_at is None or step.step == WAVE:
        return Finding(None, [])
    rows = list(_rows(test, step, steps))
    came = {row.pk: _came(row) for row in rows}
    asked = _asked(test, step, steps)
    match = answer_to(asked, list(came.values()))
    others = [row for row in rows if match is None or row.pk != match.id]
    if step.ended_at is not None:
        others = [row for row in others if is_in_time(came[row.pk], asked)]
    found = next((row for row in rows if match is not None and row.pk == match.id), None)
    others.sort(key=lambda row: (row.occurred_at, row.pk), reverse=True)
    return Finding(found, others[:MOST_OFFERED])


def offset_said_by(test: RingTest, step: RingStep, row: Transaction) -> Offset | None:
    """What one event that answers ``step`` says of the clock; None when it tells no time."""
    found = offset_of(_came(row), _asked(test, step, []))
    return found if found is not None and found.low <= found.high else None


def _asked(test: RingTest, step: RingStep, steps: Sequence[RingStep]) -> Asked:
    register = test.register
    return Asked(
        step=BY_NAME[step.step],
        since=step.asked_at or test.started_at,
        until=step.ended_at,
        known=timedelta(milliseconds=register.clock_offset_ms if register else 0),
        measured=offset_measured(test, [each for each in steps if each.pk != step.pk]),
    )


def _came(row: Transaction) -> Came:
    return Came(
        id=row.pk,
        event_type=row.event_type,
        flags=row.flags,
        occurred=row.occurred_at,
        received=row.source_file.received_at,
        time_quality=row.time_quality,
    )


def _rows(test: RingTest, step: RingStep, steps: Sequence[RingStep]) -> QuerySet[Transaction]:
    """Not what answers another step already, and not what somebody said was not it."""
    since = step.asked_at or test.started_at
    until = min(timezone.now(), since + LATE)
    taken = [each.transaction_id for each in steps if each.pk != step.pk and each.transaction_id]
    rows = Transaction.objects.filter(
        store=test.store_id,
        standing=Standing.COUNTED,
        is_baseline=False,
        occurred_at__gte=since - FAR_OFF,
        occurred_at__lte=until + FAR_OFF,
        source_file__received_at__gte=since,
        source_file__received_at__lte=until,
    ).exclude(pk__in=[*taken, *step.rejected])
    if test.register_id is not None:
        rows = rows.filter(register=test.register_id)
    return rows.select_related("source_file", "register").order_by("pk")[:MOST]


def meanwhile(test: RingTest, step: RingStep) -> Meanwhile:
    """Three looks that each end at what came in since the step was asked for."""
    since = step.asked_at or test.started_at
    files = SourceFile.objects.filter(
        store=test.store_id, received_at__gte=since, upload__is_backfill=False
    ).order_by("-id")[:MOST]
    rows = list(files.values_list("state", "first_at"))
    now = timezone.now()
    odd = [at for _state, at in rows if at is not None and abs(at - now) > FAR_OFF]
    return Meanwhile(
        files=len(rows),
        held=sum(state == FileState.QUARANTINED for state, _at in rows),
        elsewhere=_elsewhere(test, step, since),
        odd_times=odd[0] if odd else None,
    )


def _elsewhere(test: RingTest, step: RingStep, since: datetime) -> list[Transaction]:
    if test.register_id is None:
        return []
    rows = (
        Transaction.objects.filter(
            store=test.store_id,
            standing=Standing.COUNTED,
            occurred_at__gte=since - timedelta(minutes=10),
            source_file__received_at__gte=since,
        )
        .exclude(register=test.register_id)
        .exclude(register=None)
        .select_related("register", "source_file")
        .order_by("-occurred_at")[:MOST]
    )
    asked = BY_NAME[step.step]
    return [row for row in rows if asked.fits(row.event_type, row.flags)][:1]


def is_waiting(step: RingStep) -> bool:
    return step.outcome == StepOutcome.WAITING
