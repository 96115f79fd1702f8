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
from review.ringtest.events import finding_for, is_waiting, steps_of
from review.ringtest.offered import other_event, seen_event
from review.ringtest.outcomes import outcome_sentence
from review.ringtest.services import current
from review.ringtest.steps import BY_NAME, WAVE
from review.ringtest.trouble import Hint, hints
from review.ringtest.wave_page import WavePart, wave_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

    from review.models import RingStep, RingTest
    from review.ringtest.events import Finding
    from review.ringtest.offered import Offered
    from review.ringtest.steps import Step
    from stores.access import Member

PATIENCE: Final = timedelta(seconds=60)
LONG_AGO: Final = timedelta(minutes=15)
CURRENT: Final = "current"


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
    match = seen_event(test, row, steps, finding.match) if finding and finding.match else None
    others = [other_event(test, each) for each in finding.others] if finding else []
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
