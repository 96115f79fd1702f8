"""Recorders as pages ask for them: whose, in what state, at which step of being added."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils import timezone

from footage.checkup.findings import Finding, Step, Verdict
from stores.models import Recorder, RecorderState
from stores.services.recorders_jobs import CHECK, STILLS, job_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from stores.access import Member

UNREACHED_CODES = frozenset(
    {"name_unknown", "no_answer", "unreachable", "proxy_away", "port_refused", "port_silent"}
)


class Stage(StrEnum):
    """Where the adding of a recorder is: which question comes next."""

    LOOKING = "looking"
    KIND = "kind"
    LOG_IN = "log_in"
    CHECKING = "checking"
    CHECKED = "checked"


class Condition(StrEnum):
    """One word for how a recorder is, the worst first."""

    BLOCKED = "blocked"
    LOCKED = "locked"
    CHANGED = "changed"
    WRONG = "wrong"
    DRAFT = "draft"
    UNKNOWN = "unknown"
    OK = "ok"
    OFF = "off"
    RETIRED = "retired"


def recorders_of(member: Member) -> QuerySet[Recorder]:
    """Those of the stores one may see, with their state."""
    rows = Recorder.objects.filter(store__is_active=True).select_related("store", "state")
    return member.only(rows)


def recorders_at(store_id: int) -> list[Recorder]:
    """All of a store, the ones in use first, those that were replaced last."""
    rows = Recorder.objects.filter(store=store_id).select_related("store", "state")
    counted = rows.annotate(cameras_n=Count("cameras"))
    return sorted(counted, key=lambda row: (row.retired_at is not None, row.is_draft, row.name))


def recorders_in_use(store_id: int) -> list[Recorder]:
    """Those of a store that clips are asked of."""
    return [row for row in recorders_at(store_id) if row.is_active and row.retired_at is None]


def known_state(recorder: Recorder) -> RecorderState:
    """Its state; an empty one where nobody has looked at it yet."""
    try:
        return recorder.state
    except RecorderState.DoesNotExist:
        return RecorderState(recorder=recorder)


def condition_of(recorder: Recorder) -> Condition:
    state = known_state(recorder)
    ends = state.locked_until
    tests = (
        (Condition.RETIRED, recorder.retired_at is not None),
        (Condition.BLOCKED, state.is_blocked),
        (Condition.LOCKED, ends is not None and ends > timezone.now()),
        (Condition.DRAFT, recorder.is_draft),
        (Condition.OFF, not recorder.is_active),
        (Condition.CHANGED, state.problem_code == "serial_changed"),
        (Condition.WRONG, bool(state.problem_code)),
        (Condition.UNKNOWN, state.checked_at is None),
    )
    return next((word for word, holds in tests if holds), Condition.OK)


def stage_of(recorder: Recorder) -> Stage:
    """Where a draft is. What was answered stays answered, however often it is opened."""
    found = known_state(recorder).found
    is_folder = recorder.driver == "folder"
    if job_of(recorder.pk, CHECK) is not None:
        has_log_in = bool(recorder.sealed and recorder.driver)
        return Stage.CHECKING if has_log_in or is_folder else Stage.LOOKING
    if "check" in found or is_folder:
        return Stage.CHECKED
    return Stage.LOG_IN if recorder.driver else Stage.KIND


def is_taking_stills(recorder: Recorder) -> bool:
    return job_of(recorder.pk, STILLS) is not None


def step_at(recorder: Recorder) -> str:
    """Which step a running check is at; "" when none runs."""
    job = job_of(recorder.pk, CHECK)
    return str(job.progress.get("step", "")) if job is not None else ""


def findings_of(recorder: Recorder, what: str) -> list[Finding]:
    """``look`` or ``check``: what the last one found."""
    return list(_readable(known_state(recorder).found.get(what, ())))


def _readable(stored: Iterable[Any]) -> Iterable[Finding]:
    for each in stored:
        try:
            yield Finding.from_json(each)
        except (ValueError, KeyError, TypeError):
            continue  # written by another version


def went_well(findings: list[Finding]) -> bool:
    """Footage can be asked for: nothing that matters is wrong."""
    needed = {Step.LOG_IN, Step.PERMISSION}
    by_step = {each.step: each.verdict for each in findings}
    return bool(by_step) and all(
        by_step.get(step) in {Verdict.OK, Verdict.UNSURE, None} for step in needed
    )


def new_cameras(recorder: Recorder) -> list[dict[str, Any]]:
    """Cameras the recorder lists and we do not have."""
    known = set(recorder.cameras.values_list("channel", flat=True))
    listed = known_state(recorder).found.get("channels", [])
    return [each for each in listed if each.get("id") and each["id"] not in known]


def with_problems() -> QuerySet[Recorder]:
    """In use, and somebody should look at them."""
    wrong = Q(state__is_blocked=True) | ~Q(state__problem_code="")
    return Recorder.objects.filter(wrong, is_active=True, retired_at=None, state__isnull=False)


def overwritten_before(recorder: Recorder, now: datetime | None = None) -> datetime | None:
    """What is older than this is gone: its oldest footage when asked, and the recorder has
    gone on overwriting since."""
    state = known_state(recorder)
    if state.oldest_at is None or state.oldest_asked_at is None:
        return None
    return state.oldest_at + ((now or datetime.now(UTC)) - state.oldest_asked_at)
