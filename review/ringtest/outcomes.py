"""What came of a step that is done, and how long the way took."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from review.models import StepOutcome
from review.ringtest.events import is_waiting, offset_measured
from review.ringtest.steps import WAVE
from review.ringtest.words import read_as, seen_after, written_as

if TYPE_CHECKING:
    from collections.abc import Sequence

    from review.models import RingStep, RingTest
    from review.ringtest.clock import Offset


def outcome_sentence(row: RingStep, test: RingTest, steps: Sequence[RingStep]) -> str:
    """What came of a step that is done; "" while it waits."""
    way = written_as(row.source_tag, row.learned.get("elements", []))
    words = {
        "tag": way,
        "what": read_as(row.learned.get("read_as", ""), row.learned.get("flags", [])),
    }
    if row.step == WAVE and not is_waiting(row):
        return _wave_sentence(row)
    match row.outcome:
        case StepOutcome.SEEN:
            delay = corrected_delay(row, test, steps)
            words["seen"] = seen_after(delay) if delay is not None else gettext("Seen")
            return gettext("%(seen)s: the register writes it as %(tag)s; read as %(what)s.") % words
        case StepOutcome.SEEN_AS_OTHER:
            return gettext("It came, written as %(tag)s, and is read as %(what)s.") % words
        case StepOutcome.NOT_SEEN:
            return gettext("It was rung, and nothing came.")
        case StepOutcome.SKIPPED:
            return gettext("It was not rung.")
    return ""


def _wave_sentence(row: RingStep) -> str:
    if row.outcome == StepOutcome.SKIPPED and row.waved_at is not None:
        return gettext("Nobody said which camera shows the register.")
    if row.outcome == StepOutcome.SKIPPED:
        return gettext("Nobody waved.")
    if row.camera is None:
        return gettext("No camera showed the register.")
    return gettext("%(camera)s shows the register best.") % {"camera": row.camera.name}


def corrected_delay(row: RingStep, test: RingTest, steps: Sequence[RingStep]) -> timedelta | None:
    """From the event to our row in true time, by what is known of the register's clock."""
    if row.delay_ms is None or row.occurred_at is None:
        return None
    used = used_offset(known_offset(test), offset_measured(test, steps))
    return max(timedelta(milliseconds=row.delay_ms) - used, timedelta(0))


def known_offset(test: RingTest) -> timedelta:
    return timedelta(milliseconds=test.register.clock_offset_ms if test.register else 0)


def used_offset(known: timedelta, measured: Offset | None) -> timedelta:
    """The offset that delays are told with: the known one unless it cannot be right."""
    if measured is None or measured.holds(known):
        return known
    return measured.middle
