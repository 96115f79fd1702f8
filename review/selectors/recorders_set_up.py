"""A recorder that is being added: the one question that comes next, and what is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from footage.checkup import words
from footage.checkup.findings import Finding, Step, Verdict
from footage.errors import AddressRefusedError
from review.selectors import recorders as rows
from stores.recorder_kinds import KINDS, label_of, offered
from stores.selectors import recorders as selectors
from stores.selectors.recorders import Stage

if TYPE_CHECKING:
    from stores.models import Camera, Recorder, RecorderState

LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind of recorder to choose; ``share`` in percent of certainty that it is this one."""

    name: str
    label: str
    about: str
    evidence: list[str]
    is_found: bool
    asks: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class SetUpPage:
    """The one question that comes next, and what is known so far."""

    stage: str
    findings: list[rows.FindingRow]
    is_well: bool
    is_reached: bool
    kinds: list[KindRow]
    cameras: list[Camera]
    step: str
    steps: list[tuple[str, str]]
    certificate: str
    network: str
    kind: str
    is_taking_stills: bool
    version: str

    @property
    def is_busy(self) -> bool:
        return self.stage in {Stage.LOOKING, Stage.CHECKING}


def set_up_page(recorder: Recorder, wanted: str = "") -> SetUpPage:
    """``wanted``: a question answered before that the person goes back to."""
    state = selectors.known_state(recorder)
    stage = selectors.stage_of(recorder)
    if wanted in {Stage.KIND, Stage.LOG_IN} and stage in {Stage.LOG_IN, Stage.CHECKED, Stage.KIND}:
        stage = Stage(wanted)
    what = "look" if stage in {Stage.LOOKING, Stage.KIND, Stage.LOG_IN} else "check"
    findings = selectors.findings_of(recorder, what)
    if stage is Stage.LOG_IN and not findings:
        findings = selectors.findings_of(recorder, "check")
    step = selectors.step_at(recorder)
    cameras = rows.cameras_of(recorder)
    kinds = _kinds(recorder, state)
    taking = selectors.is_taking_stills(recorder)
    return SetUpPage(
        stage=stage.value,
        findings=[rows.finding_row(each, recorder.store) for each in findings],
        is_well=selectors.went_well(findings),
        is_reached=_is_reached(findings) or any(each.is_found for each in kinds),
        kinds=kinds,
        cameras=cameras,
        step=rows.step_word(step),
        steps=_progress(step),
        certificate=_certificate(state, recorder),
        network=_network(findings, recorder),
        kind=label_of(recorder.driver),
        is_taking_stills=taking,
        version=rows.version_of(recorder, state, step, stage, taking, cameras),
    )


def _is_reached(findings: list[Finding]) -> bool:
    network = {Step.NAME, Step.ROUTE, Step.PORT}
    return not any(each.verdict is Verdict.WRONG and each.step in network for each in findings)


def _kinds(recorder: Recorder, state: RecorderState) -> list[KindRow]:
    """Every kind there is a driver for, the likeliest first."""
    found = {each["driver"]: each for each in state.found.get("kinds", [])}
    kinds = []
    for name, kind in offered().items():
        if not kind.is_networked:
            continue
        seen = found.get(name, {})
        asks = [
            (key, str(label), str(recorder.options.get(key, "")))
            for key, label in (kind.asks or {}).items()
        ]
        confidence = float(seen.get("confidence", 0))
        kinds.append(
            (
                confidence,
                KindRow(
                    name=name,
                    label=str(kind.label),
                    about=str(kind.about),
                    evidence=[str(each) for each in seen.get("evidence", [])],
                    is_found=confidence >= LIKELY,
                    asks=asks,
                ),
            )
        )
    order = list(KINDS)
    return [row for _share, row in sorted(kinds, key=lambda r: (-r[0], order.index(r[1].name)))]


def _progress(at: str) -> list[tuple[str, str]]:
    """The steps of a check with what each is: done, doing, to come."""
    order = list(words.STEPS)
    place = order.index(at) if at in order else 0
    states = ("done", "doing", "coming")
    return [
        (_(words.STEPS[step]), states[(index >= place) + (index > place)])
        for index, step in enumerate(order)
    ]


def _certificate(state: RecorderState, recorder: Recorder) -> str:
    """In groups of four, as recorders show it; "" when there is none to confirm."""
    shown = str(state.found.get("certificate", ""))
    if not shown or shown == recorder.options.get("certificate"):
        return ""
    return shown


def _network(findings: list[Finding], recorder: Recorder) -> str:
    """What support would be asked to approve: the /24 around a private number."""
    refused = any(each.code == AddressRefusedError("", "no_route").code for each in findings)
    parts = str(recorder.options.get("host", "")).split(".")
    if not refused or len(parts) != 4 or not all(part.isdecimal() for part in parts):
        return ""
    return ".".join([*parts[:3], "0/24"])
