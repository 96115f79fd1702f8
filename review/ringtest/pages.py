"""One step as the person at the register sees it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from review.models import StepOutcome
from review.ringtest import clock
from review.ringtest.events import (
    finding_for,
    is_waiting,
    offset_measured,
    offset_said_by,
    steps_of,
)
from review.ringtest.learning import elements_of
from review.ringtest.matching import TIMELESS
from review.ringtest.services import current
from review.ringtest.steps import BY_NAME, WAVE
from review.ringtest.trouble import Hint, hints
from review.ringtest.wave_page import WavePart, wave_part
from review.ringtest.words import length, read_as, seen_after, told, written_as

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

    from review.models import RingStep, RingTest
    from review.ringtest.clock import Offset
    from review.ringtest.events import Finding
    from review.ringtest.steps import Step
    from stores.access import Member
    from transactions.models import Transaction

PATIENCE: Final = timedelta(seconds=60)
LONG_AGO: Final = timedelta(minutes=15)
CURRENT: Final = "current"


@dataclass(frozen=True, slots=True)
class Offered:
    """An event that may be what was rung. ``sentence`` says how it was read."""

    id: int
    told: str
    read_as: str
    sentence: str = ""
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One step in the list of all. ``state`` is an outcome, or ``current``."""

    title: StrOrPromise
    state: str
    word: str
    href: str


@dataclass(frozen=True, slots=True)
class StepPage:
    """``state`` is waiting, nothing, stale, seen, other, done, or wave. ``asked`` goes back
    with every answer, so that only the step as it was shown is acted on."""

    step: Step
    number: int
    total: int
    asked: str
    asked_at: datetime | None
    state: str
    match: Offered | None
    others: Sequence[Offered]
    hints: Sequence[Hint]
    marks: Sequence[Mark]
    wave: WavePart | None
    outcome: str
    said: str
    back_href: str
    version: str = field(default="")

    @property
    def polls(self) -> bool:
        if self.wave is not None:
            return self.wave.is_coming
        return self.state != "done"


def step_page(test: RingTest, name: str, member: Member) -> StepPage:
    """Raises KeyError for a step that there is not."""
    steps = steps_of(test)
    row = {each.step: each for each in steps}[name]
    finding = finding_for(test, row, steps) if is_waiting(row) else None
    state = _state(row, finding)
    match = _seen(test, row, steps, finding.match) if finding and finding.match else None
    others = [_other(test, each) for each in finding.others] if finding else []
    wave = wave_part(row, test, member) if name == WAVE else None
    page = StepPage(
        step=BY_NAME[name],
        number=row.position,
        total=len(steps),
        asked=row.asked_at.isoformat() if row.asked_at else "",
        asked_at=row.asked_at,
        state=state,
        match=match,
        others=others,
        hints=hints(test, row) if state in {"nothing", "other"} else [],
        marks=[_mark(test, each, current(steps)) for each in steps],
        wave=wave,
        outcome=row.outcome,
        said=outcome_sentence(row, test, steps),
        back_href=_back(test, row, steps),
    )
    return _versioned(page, row)


def _versioned(page: StepPage, row: RingStep) -> StepPage:
    """Changes with whatever is shown, but for the running seconds."""
    seen = (
        page.asked,
        page.state,
        row.outcome,
        page.match,
        page.others,
        page.hints,
        [mark.state for mark in page.marks],
        page.wave.version if page.wave else "",
    )
    page_version = hashlib.sha256(repr(seen).encode()).hexdigest()[:16]
    object.__setattr__(page, "version", page_version)
    return page


def _state(row: RingStep, finding: Finding | None) -> str:
    if finding is None:
        return "done"
    if row.step == WAVE:
        return "wave"
    if finding.match is not None:
        return "seen"
    if finding.others:
        return "other"
    waited = timezone.now() - (row.asked_at or timezone.now())
    if waited < PATIENCE:
        return "waiting"
    return "nothing" if waited < LONG_AGO else "stale"


def _seen(test: RingTest, row: RingStep, steps: Sequence[RingStep], match: Transaction) -> Offered:
    said = offset_said_by(test, row, match)
    earlier = offset_measured(test, steps)
    measured = clock.common(each for each in (earlier, said) if each is not None)
    known = _known(test)
    written = match.source_file.parsed_at or match.source_file.received_at
    delay = written - match.occurred_at - _used(known, measured)
    way = written_as(match.source_event_tag, elements_of(match))
    words = {"seen": seen_after(delay), "tag": way, "what": read_as(match.event_type, match.flags)}
    off = measured is not None and clock.is_off(measured, known)
    return Offered(
        id=match.pk,
        told=told(match, test.store.zone),
        read_as=words["what"],
        sentence=gettext("%(seen)s: the register writes it as %(tag)s; read as %(what)s.") % words,
        clock=_off_words(measured, known) if off and measured else _timeless(match),
    )


def _timeless(match: Transaction) -> str:
    if match.time_quality not in TIMELESS:
        return ""
    return gettext("It came without a time that can be right: look at the clock of the register.")


def _known(test: RingTest) -> timedelta:
    return timedelta(milliseconds=test.register.clock_offset_ms if test.register else 0)


def _used(known: timedelta, measured: Offset | None) -> timedelta:
    """The offset that delays are told with: the known one unless it cannot be right."""
    if measured is None or measured.holds(known):
        return known
    return measured.middle


def _off_words(measured: Offset, known: timedelta) -> str:
    gap = measured.middle - known
    words = {"time": length(gap)}
    if gap > timedelta(0):
        return (
            gettext(
                "The clock of the register is about %(time)s slow. "
                "The certificate offers to put it right."
            )
            % words
        )
    return (
        gettext(
            "The clock of the register is about %(time)s fast. "
            "The certificate offers to put it right."
        )
        % words
    )


def _other(test: RingTest, row: Transaction) -> Offered:
    return Offered(
        id=row.pk,
        told=told(row, test.store.zone),
        read_as=read_as(row.event_type, row.flags),
    )


def _mark(test: RingTest, row: RingStep, on: RingStep | None) -> Mark:
    is_on = on is not None and on.pk == row.pk
    waits = is_waiting(row)
    word = "" if waits and row.waved_at is None else str(StepOutcome(row.outcome).label)
    return Mark(
        title=BY_NAME[row.step].title,
        state=CURRENT if is_on else row.outcome,
        word=gettext("now") if is_on else word,
        href=step_href(test, row.step) if is_on or not waits else "",
    )


def step_href(test: RingTest, name: str) -> str:
    return reverse("review:ring_step", args=[test.pk, name])


def _back(test: RingTest, row: RingStep, steps: Sequence[RingStep]) -> str:
    earlier = [each for each in steps if each.position < row.position]
    return step_href(test, earlier[-1].step) if earlier else ""


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
    used = _used(_known(test), offset_measured(test, steps))
    return max(timedelta(milliseconds=row.delay_ms) - used, timedelta(0))
