"""Recorders as a person sets them up: in words, with what to do about each of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from footage.checkup import words
from footage.checkup.findings import Finding, Step, Verdict
from stores import recorder_reasons
from stores.models import Camera, ClockSample, Recorder
from stores.recorder_kinds import label_of
from stores.selectors import recorders as selectors
from stores.selectors.recorders import Condition
from stores.services.recorders_jobs import CHECK, job_of
from transactions.selectors.wording import short_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from stores.models import RecorderState, Store

SAMPLES = 30


@dataclass(frozen=True, slots=True)
class FindingRow:
    step: str
    verdict: str
    sentence: str
    advice: str


@dataclass(frozen=True, slots=True)
class RecorderRow:
    """A recorder in a list."""

    recorder: Recorder
    condition: str
    tag: str
    sentence: str
    help: str
    checked: str
    href: str


@dataclass(frozen=True, slots=True)
class SampleRow:
    when: str
    offset: str
    error: str
    how: str
    is_jump: bool


@dataclass(frozen=True, slots=True)
class RecorderPage:
    row: RecorderRow
    findings: list[FindingRow]
    samples: list[SampleRow]
    cameras: list[Camera]
    new_cameras: int
    is_busy: bool
    step: str
    oldest: str
    clock: str
    time_base: str
    kind: str
    is_taking_stills: bool
    version: str


_TAGS: Mapping[Condition, tuple[str, Any]] = {
    Condition.BLOCKED: ("escalate", gettext_lazy("Blocked")),
    Condition.LOCKED: ("escalate", gettext_lazy("Locked")),
    Condition.CHANGED: ("escalate", gettext_lazy("Replaced?")),
    Condition.WRONG: ("escalate", gettext_lazy("Look")),
    Condition.DRAFT: ("investigate", gettext_lazy("Being added")),
    Condition.UNKNOWN: ("", gettext_lazy("Not looked at yet")),
    Condition.OK: ("approved", gettext_lazy("Well")),
    Condition.OFF: ("", gettext_lazy("Switched off")),
    Condition.RETIRED: ("", gettext_lazy("Replaced")),
}


def recorder_row(recorder: Recorder) -> RecorderRow:
    condition = selectors.condition_of(recorder)
    state = selectors.known_state(recorder)
    sentence, helps = _said(recorder, state, condition)
    address = "review:recorder_set_up" if recorder.is_draft else "review:recorder"
    return RecorderRow(
        recorder=recorder,
        condition=condition.value,
        tag=_TAGS[condition][0],
        sentence=sentence,
        help=helps,
        checked=_when(recorder.store, state.checked_at),
        href=reverse(address, args=[recorder.pk]),
    )


def tag_word(condition: str) -> str:
    return str(_TAGS[Condition(condition)][1])


def _said(recorder: Recorder, state: RecorderState, condition: Condition) -> tuple[str, str]:
    if condition is Condition.RETIRED:
        when = _when(recorder.store, recorder.retired_at)
        return _("Replaced %(when)s.") % {"when": when}, ""
    if state.problem_code and condition is not Condition.OFF:
        finding = Finding(Step.LOG_IN, Verdict.WRONG, state.problem_code, state.problem_params)
        return _sentence(finding, recorder.store), _advice(state.problem_code)
    if condition is Condition.DRAFT:
        return _("Not finished: open it and answer what is left."), ""
    if condition is Condition.OFF:
        return _("No clip is asked of it."), ""
    oldest = _oldest(recorder)
    return (_("Footage goes back to %(when)s.") % {"when": oldest} if oldest else ""), ""


def recorder_page(recorder: Recorder) -> RecorderPage:
    state = selectors.known_state(recorder)
    findings = selectors.findings_of(recorder, "check")
    step = selectors.step_at(recorder)
    row = recorder_row(recorder)
    cameras = cameras_of(recorder)
    samples = _samples(recorder)
    is_busy = job_of(recorder.pk, CHECK) is not None
    taking = selectors.is_taking_stills(recorder)
    return RecorderPage(
        row=row,
        findings=[finding_row(each, recorder.store) for each in findings],
        samples=samples,
        cameras=cameras,
        new_cameras=len(selectors.new_cameras(recorder)) if not recorder.retired_at else 0,
        is_busy=is_busy,
        step=step_word(step),
        oldest=_oldest(recorder),
        clock=_clock(recorder, samples),
        time_base=recorder.get_time_base_display(),
        kind=label_of(recorder.driver),
        is_taking_stills=taking,
        version=version_of(recorder, state, step, is_busy, taking, cameras),
    )


def finding_row(finding: Finding, store: Store) -> FindingRow:
    return FindingRow(
        step=_(words.STEPS[finding.step]),
        verdict=finding.verdict.value,
        sentence=_sentence(finding, store),
        advice="" if finding.verdict is Verdict.OK else _advice(finding.code),
    )


def _sentence(finding: Finding, store: Store) -> str:
    def show(at: datetime) -> str:
        return _when(store, at)

    if finding.code in recorder_reasons.SENTENCES and "recorder" in finding.params:
        return recorder_reasons.sentence(finding.code, finding.params, show)
    return words.sentence(finding, _, show)


def _advice(code: str) -> str:
    said = words.advice(code, _)
    if not said and code in recorder_reasons.HELP:
        said = _(recorder_reasons.HELP[code])
    return said


def _when(store: Store, at: datetime | None) -> str:
    if at is None:
        return ""
    return short_time(at, store.zone, timezone.now().astimezone(store.zone).date())


def _oldest(recorder: Recorder) -> str:
    """``12 Nov 08:00 (18 days)``: what is older has been overwritten."""
    before = selectors.overwritten_before(recorder)
    if before is None:
        return ""
    days = max(0, (timezone.now() - before).days)
    counted = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    return f"{_when(recorder.store, before)} ({counted})"


def _clock(recorder: Recorder, samples: list[SampleRow]) -> str:
    if not samples and not recorder.clock_offset_ms:
        return ""
    seconds = abs(recorder.clock_offset_ms) / 1000
    shown = {"seconds": f"{seconds:.1f}", "error": f"{recorder.clock_error_ms / 1000:.1f}"}
    if seconds < 2:
        return _("right to ± %(error)s s") % shown
    if recorder.clock_offset_ms > 0:
        return _("%(seconds)s s fast, ± %(error)s s; taken into account") % shown
    return _("%(seconds)s s slow, ± %(error)s s; taken into account") % shown


def _samples(recorder: Recorder) -> list[SampleRow]:
    rows = ClockSample.objects.filter(recorder=recorder)[:SAMPLES]
    return [
        SampleRow(
            when=_when(recorder.store, each.at),
            offset=f"{each.offset_ms / 1000:+z.1f} s".replace("-", "\N{MINUS SIGN}"),
            error=f"± {each.error_ms / 1000:.1f} s",
            how=each.get_how_display(),
            is_jump=each.is_jump,
        )
        for each in rows
    ]


def cameras_of(recorder: Recorder) -> list[Camera]:
    return list(recorder.cameras.order_by("pk").prefetch_related("sightings__register"))


def step_word(step: str) -> str:
    return _(words.STEPS[step]) if step in words.STEPS else ""


def version_of(recorder: Recorder, state: RecorderState, *more: object) -> str:
    cameras = more[-1]
    stills = [str(each.still_at) for each in cameras] if isinstance(cameras, list) else []
    said = [recorder.driver, state.checked_at, state.problem_code, *more[:-1], *stills]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]
