"""What one store's register showed: the certificate, every word of it ready to print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext

from review.models import StepOutcome
from review.ringtest import clock
from review.ringtest.events import finding_for, offset_measured, steps_of
from review.ringtest.outcomes import corrected_delay, outcome_sentence
from review.ringtest.selectors import register_word
from review.ringtest.steps import BY_NAME, RUNG, WAVE
from review.ringtest.words import clock_words, length, offset_words, read_as, written_as
from stores.models import RegisterCamera
from transactions.health.seen import measure_name, never_seen
from transactions.selectors.wording import full_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

    from review.models import RingStep, RingTest
    from review.ringtest.clock import Offset


@dataclass(frozen=True, slots=True)
class Line:
    """One step. ``transaction_id`` leads a reader of the page to what was rung."""

    name: str
    title: StrOrPromise
    outcome: str
    word: str
    sentence: str
    read_as: str
    written: str
    elements: str
    delay: str
    number: str
    transaction_id: int | None


@dataclass(frozen=True, slots=True)
class Certificate:
    store: str
    code: str
    register: str
    register_code: str
    who: str
    started: str
    ended: str
    zone: str
    lines: Sequence[Line]
    seen: int
    rung: int
    blind: Sequence[str]
    """Sentences: what raises nothing at this store, since it was never seen there."""
    delay_median: str
    delay_worst: str
    clock: str
    clock_is_off: bool
    clock_known: str
    clock_proposed: str
    cameras: Sequence[str]
    readers: Sequence[str]
    late: int
    """Answers that came in since the test ended and are not on the certificate yet."""
    printed: str


def certificate_of(test: RingTest) -> Certificate:
    steps = steps_of(test)
    rung = [step for step in steps if step.step != WAVE]
    measured = offset_measured(test, steps)
    known = timedelta(milliseconds=test.register.clock_offset_ms if test.register else 0)
    delays = [each for step in rung if (each := corrected_delay(step, test, steps)) is not None]
    zone = test.store.zone
    return Certificate(
        store=test.store.name or test.store.code,
        code=test.store.code,
        register=register_word(test),
        register_code=test.register.code if test.register else "",
        who=str(test.started_by or ""),
        started=full_time(test.started_at, zone),
        ended=full_time(test.ended_at, zone) if test.ended_at else "",
        zone=test.store.timezone,
        lines=[_line(step, test, steps) for step in steps],
        seen=sum(step.outcome == StepOutcome.SEEN for step in rung),
        rung=len(RUNG),
        blind=_blind(test, rung),
        delay_median=length(median_of(delays)) if delays else "",
        delay_worst=length(max(delays)) if delays else "",
        clock=clock_words(measured) if measured else _no_clock(rung),
        clock_is_off=measured is not None and clock.is_off(measured, known),
        clock_known=offset_words(known) if known else "",
        clock_proposed=_proposed(measured),
        cameras=_cameras(test),
        readers=_readers(rung),
        late=_late(test, steps),
        printed=full_time(timezone.now(), zone),
    )


def median_of(delays: Sequence[timedelta]) -> timedelta:
    """Of the two in the middle the longer one."""
    return sorted(delays)[len(delays) // 2]


def _no_clock(rung: Sequence[RingStep]) -> str:
    if any(step.occurred_at for step in rung):
        return gettext("not measured: what was rung does not agree on it")
    return gettext("not measured")


def _proposed(measured: Offset | None) -> str:
    return offset_words(measured.middle) if measured else ""


def _line(step: RingStep, test: RingTest, steps: Sequence[RingStep]) -> Line:
    delay = corrected_delay(step, test, steps)
    learned = step.learned
    came = step.outcome in {StepOutcome.SEEN, StepOutcome.SEEN_AS_OTHER} and step.step != WAVE
    return Line(
        name=step.step,
        title=BY_NAME[step.step].title,
        outcome=step.outcome,
        word=_word(step),
        sentence=outcome_sentence(step, test, steps),
        read_as=read_as(learned.get("read_as", ""), learned.get("flags", [])) if came else "",
        written=written_as(step.source_tag, learned.get("elements", [])) if came else "",
        elements=", ".join(learned.get("elements", [])) if came else "",
        delay=length(delay) if delay is not None else "",
        number=learned.get("number", "") if came else "",
        transaction_id=step.transaction_id,
    )


def _word(step: RingStep) -> str:
    return {
        StepOutcome.SEEN: gettext("Seen"),
        StepOutcome.SEEN_AS_OTHER: gettext("Read as something else"),
        StepOutcome.NOT_SEEN: gettext("Not seen"),
        StepOutcome.SKIPPED: gettext("Not rung"),
        StepOutcome.WAITING: gettext("Not finished"),
    }[StepOutcome(step.outcome)]


def _blind(test: RingTest, rung: Sequence[RingStep]) -> list[str]:
    """What this register did not show, and whether anything at the store ever did."""
    if test.ended_at is None:
        return []
    never = never_seen(test.store)
    dark = [BY_NAME[step.step].measure for step in rung if step.outcome != StepOutcome.SEEN]
    unseen = [measure_name(measure) for measure in dark if measure in never]
    before = [measure_name(measure) for measure in dark if measure not in never]
    said = []
    if unseen:
        sentence = gettext("Never seen at this store: %(what)s.")
        said.append(sentence % {"what": ", ".join(unseen)})
    if before:
        sentence = gettext("Seen at this store before, but not in this test: %(what)s.")
        said.append(sentence % {"what": ", ".join(before)})
    return said


def _cameras(test: RingTest) -> list[str]:
    if test.register_id is None:
        return []
    rows = RegisterCamera.objects.filter(register=test.register_id, until=None).order_by(
        "position", "pk"
    )
    return list(rows.values_list("camera__name", flat=True))


def _readers(rung: Sequence[RingStep]) -> list[str]:
    """``naxml_journal 3.4, reader 2, Gilbarco-VeederRoot``, each once."""
    found: dict[str, None] = {}
    for step in rung:
        learned = step.learned
        if learned.get("format"):
            version = learned.get("parser_version", "")
            reader = gettext("reader %(version)s") % {"version": version} if version else ""
            head = f"{learned['format']} {learned.get('format_version', '')}".strip()
            found.setdefault(", ".join(filter(None, [head, reader, learned.get("vendor", "")])))
    return list(found)


def _late(test: RingTest, steps: Sequence[RingStep]) -> int:
    if test.ended_at is None:
        return 0
    left = [step for step in steps if step.outcome == StepOutcome.NOT_SEEN and step.step != WAVE]
    return sum(finding_for(test, step, steps).match is not None for step in left)
