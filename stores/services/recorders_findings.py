"""What a look at a recorder found, written down. In the caller's transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from footage.checkup.findings import CheckUp, Step, Verdict
from stores.models import Camera, Recorder
from stores.recorder_kinds import KINDS
from stores.services.recorders_breaker import state_of
from stores.services.recorders_clock import keep_sample
from stores.services.recorders_jobs import ask_for_expiries, ask_for_stills

if TYPE_CHECKING:
    from collections.abc import Sequence

    from footage.recorders.base import Channel
    from stores.models import RecorderState

BREAKER = ("recorder_blocked", "recorder_locked")


@dataclass(slots=True)
class Found:
    """A check-up, or (``kinds`` not None) a look from outside."""

    check_up: CheckUp
    kinds: Sequence[dict[str, Any]] | None = None
    notes: dict[str, Any] = field(default_factory=dict)
    """What else a page shows, like the certificate to be confirmed."""

    @property
    def problem_code(self) -> str:
        wrong = self.check_up.first_wrong
        return wrong.code if wrong is not None else ""


def write_found(recorder: Recorder, found: Found) -> None:
    state = state_of(recorder)
    now = timezone.now()
    state.checked_at = now
    if found.check_up.is_reached:
        state.reached_at = now
    if found.kinds is not None:
        state.found = _looked(found)
    else:
        state.found = {**state.found, **_checked(recorder, found)}
        _write_check(recorder, found.check_up, state)
    _write_problem(recorder, found, state)
    state.save()


def _looked(found: Found) -> dict[str, Any]:
    findings = [each.to_json() for each in found.check_up.findings]
    return {"kinds": list(found.kinds or ()), "look": findings, **found.notes}


def _checked(recorder: Recorder, found: Found) -> dict[str, Any]:
    result = found.check_up
    kept: dict[str, Any] = {"check": [each.to_json() for each in result.findings], **found.notes}
    if result.channels:
        kept["channels"] = [_channel(recorder, each) for each in result.channels]
    return kept


def _small(recorder: Recorder, each: Channel) -> str:
    """The channel that brings the camera's small pictures; "" where there is none."""
    kind = KINDS.get(recorder.driver)
    return f"{each.id}{kind.small}" if kind and kind.small and each.sub_track else ""


def _channel(recorder: Recorder, each: Channel) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name[:80],
        "sub": _small(recorder, each),
        "codec": each.codec[:40],
        "recording": each.is_recording,
    }


def _write_check(recorder: Recorder, result: CheckUp, state: RecorderState) -> None:
    """What the recorder says of itself. Of another recorder at the same address nothing is
    taken over: a person must say that it was replaced."""
    device = result.device
    changed = bool(device and device.serial and recorder.serial not in {"", device.serial})
    state.found["new_serial"] = device.serial if device and changed else ""
    if changed:
        return
    if device is not None:
        _write_device(recorder, result)
    if result.oldest is not None:
        state.oldest_at, state.oldest_asked_at = result.oldest, state.checked_at
        ask_for_expiries(recorder.pk)
    if result.time_base and recorder.time_base != result.time_base:
        recorder.time_base = result.time_base
    if result.offset is not None and result.clock is not None:
        keep_sample(recorder, result.offset, result.clock.zone_text)
    recorder.save(update_fields=["time_base"])
    if recorder.is_draft and result.channels:
        _draft_cameras(recorder, result)


def _write_device(recorder: Recorder, result: CheckUp) -> None:
    assert result.device is not None  # noqa: S101 - the caller has looked
    device = result.device
    recorder.model_name, recorder.firmware = device.model[:80], device.firmware[:80]
    recorder.serial = device.serial[:80] or recorder.serial
    known = KINDS[recorder.driver].quirks if recorder.driver in KINDS else frozenset()
    learnt = {name: value for name, value in device.quirks.items() if name in known}
    recorder.options = {**recorder.options, **learnt}
    recorder.save(update_fields=["model_name", "firmware", "serial", "options"])


def _draft_cameras(recorder: Recorder, result: CheckUp) -> None:
    known = set(recorder.cameras.values_list("channel", flat=True))
    for each in result.channels:
        if each.id not in known and len(each.id) <= 60:
            name = each.name[:80] or _("Camera %(channel)s") % {"channel": each.id}
            Camera.objects.create(
                recorder=recorder, channel=each.id, name=name, sub_channel=_small(recorder, each)
            )
    footage = next((f for f in result.findings if f.step is Step.FOOTAGE), None)
    if footage is not None and footage.verdict is not Verdict.WRONG:
        ask_for_stills(recorder.pk)


def _write_problem(recorder: Recorder, found: Found, state: RecorderState) -> None:
    """The first thing that is wrong. What tripped the breaker stays said until cleared."""
    if state.is_blocked and state.problem_code in BREAKER:
        return
    wrong = found.check_up.first_wrong
    if wrong is not None:
        state.problem_code, state.problem_params = wrong.code, dict(wrong.params)
    elif serial := state.found.get("new_serial"):
        state.problem_code = "serial_changed"
        state.problem_params = {
            "recorder": recorder.name,
            "found": serial,
            "known": recorder.serial,
        }
    else:
        state.problem_code, state.problem_params = "", {}
