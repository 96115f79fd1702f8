r"""``check_recorder``: a recorder looked at, once when somebody adds it and then every day.

    draft without a password --> looked at from outside: what kind is it?
    anything else            --> checked up: network, log-in, cameras, clock, footage

Seconds pass outside the database; what was found is written in one commit with the job's
end, and the job comes again on the next day.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from footage.checkup.findings import CheckUp, Step, Verdict
from footage.checkup.inside import Habits, check_inside
from footage.checkup.network import check_network
from footage.errors import FootageError
from jobs.services import finish
from stores.granting import recorder_grants
from stores.models import Recorder
from stores.recorder_kinds import KINDS, place_of
from stores.services.recorders_breaker import MARGIN, RecorderBlockedError, check_may_log_in
from stores.services.recorders_findings import Found, write_found
from stores.services.recorders_jobs import ask_for_check, next_check, report
from stores.services.recorders_look import look_at
from stores.services.recorders_open import RecorderRefusedError, open_driver, opened

if TYPE_CHECKING:
    from footage.recorders.base import RecorderDriver
    from jobs.registry import Claimed


def check_recorder(job: Claimed) -> None:
    """Check the recorder whose id is the job's key, and end the job."""
    recorder = Recorder.objects.select_related("store").filter(pk=int(job.key)).first()
    if recorder is None or recorder.retired_at or not (recorder.is_active or recorder.is_draft):
        finish(job, {"nothing_to_do": True})
        return
    if recorder.is_draft and not _may_try(recorder):
        found = look_at(recorder, lambda step: report(job, step))
    else:
        found = Found(examine(recorder, job))
    with transaction.atomic():
        write_found(recorder, found)
        finish(job, {"problem": found.problem_code})
        if not recorder.is_draft:
            _come_again(recorder, found)


def _may_try(recorder: Recorder) -> bool:
    """Whether there is enough to log in with."""
    if recorder.driver == "folder":
        return True
    return bool(recorder.driver and recorder.options.get("user") and recorder.sealed)


def examine(recorder: Recorder, job: Claimed | None = None) -> CheckUp:
    """All there is to say of a recorder. Its own refusals are findings, never raised; one
    of the password trips the breaker."""
    result = CheckUp()
    place = place_of(recorder)
    if place is None:
        result.skip(Step.NAME, Step.ROUTE, Step.PORT, Step.RTSP)
    else:
        _report(job, Step.NAME)
        if not check_network(result, place, recorder_grants(recorder.store)):
            result.skip(Step.LOG_IN, Step.PERMISSION, Step.CLOCK, Step.FOOTAGE)
            return result
    _inside(recorder, result, job)
    return result


def _inside(recorder: Recorder, result: CheckUp, job: Claimed | None) -> None:
    try:
        proves = recorder.driver not in KINDS or KINDS[recorder.driver].proves_log_in
        with opened(recorder, proves_log_in=proves) as driver:
            check_inside(result, driver, _habits(recorder), lambda step: _report(job, step))
            if result.refusal is not None:
                raise result.refusal
    except RecorderBlockedError as blocked:
        if result.refusal is None:
            _not_tried(result, blocked)
    except (RecorderRefusedError, FootageError) as error:
        if result.refusal is None:
            _not_tried(result, error)


def _habits(recorder: Recorder) -> Habits:
    kind = KINDS.get(recorder.driver)
    writes = kind is not None and kind.writes_its_own_time

    def reopened(base: str) -> RecorderDriver:
        recorder.time_base = base
        return open_driver(recorder)

    return Habits(
        recorder.store.zone,
        recorder.time_base,
        reopened if writes else None,
        proves_log_in=kind is None or kind.proves_log_in,
    )


def _not_tried(result: CheckUp, error: FootageError) -> None:
    said = {each.step for each in result.findings}
    if Step.LOG_IN not in said:
        result.add(Step.LOG_IN, Verdict.WRONG, error.code, **error.params)
    rest = (Step.PERMISSION, Step.CLOCK, Step.FOOTAGE)
    result.skip(*(step for step in rest if step not in said))


def _report(job: Claimed | None, step: Step) -> None:
    if job is not None:
        report(job, step)


def _come_again(recorder: Recorder, found: Found) -> None:
    now = timezone.now()
    at = next_check(recorder.pk, is_reached=found.check_up.is_reached, now=now)
    try:
        check_may_log_in(recorder)
    except RecorderBlockedError as blocked:
        if until := blocked.params.get("until"):
            at = min(at, datetime.fromisoformat(until) + 2 * MARGIN)
    ask_for_check(recorder.pk, at=at)
