"""The jobs about recorders: asking for them, when they come again, how far one is.

One row per recorder and kind, put off again and again; asking twice is asking once.
"""

from __future__ import annotations

import zlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.tenancy import current_chain
from jobs import doorbell
from jobs.models import Job, JobState, Lane
from jobs.services import enqueue
from stores.models import Recorder

if TYPE_CHECKING:
    from datetime import datetime

    from footage.checkup.findings import Step
    from jobs.registry import Claimed

CHECK, CHECK_POOL = "check_recorder", "fetch"
STILLS, STILLS_POOL = "camera_stills", "video"
EXPIRIES = "refresh_expiries"
SUSPECTS = "mark_suspects"
WAITS_FOR_LOG_IN = ("recorder_blocked", "recorder_locked", "locked")
EVERY = timedelta(days=1)
AWAY_EVERY = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(hours=26)
_SPREAD = 3600


def ask_for_check(recorder_id: int, *, at: datetime | None = None) -> None:
    """Have a recorder looked at, now or at ``at``, in the caller's transaction."""
    enqueue(
        chain=current_chain().schema_name,
        kind=CHECK,
        keys=[str(recorder_id)],
        pool=CHECK_POOL,
        lane=Lane.LIVE if at is None else Lane.BACKFILL,
        run_after=at,
    )


def ask_for_stills(recorder_id: int) -> None:
    enqueue(
        chain=current_chain().schema_name,
        kind=STILLS,
        keys=[str(recorder_id)],
        pool=STILLS_POOL,
        priority=1_000_000_000,
    )


def ask_for_expiries(recorder_id: int) -> None:
    """The recorder said how far back it goes: what is still to be fetched is dated anew, by
    the app that knows clips."""
    enqueue(chain=current_chain().schema_name, kind=EXPIRIES, keys=[str(recorder_id)])


def ask_for_suspects(recorder_id: int) -> None:
    """The recorder's clock jumped: clips of that time may show another moment."""
    enqueue(chain=current_chain().schema_name, kind=SUSPECTS, keys=[str(recorder_id)])


def next_check(recorder_id: int, *, is_reached: bool, now: datetime) -> datetime:
    """Tomorrow, every recorder at a time of its own; sooner for one that is away."""
    if not is_reached:
        return now + AWAY_EVERY
    name = f"{current_chain().schema_name}/{recorder_id}/{now:%j}"
    return now + EVERY + timedelta(seconds=zlib.crc32(name.encode()) % _SPREAD - _SPREAD // 2)


def ask_forgotten() -> int:
    """Recorders in use that nobody has looked at for longer than a day: made before there
    were checks, or whose job was lost. Spread over an hour; answers how many."""
    now = timezone.now()
    late = Q(state=None) | Q(state__checked_at=None)
    late |= Q(state__checked_at__lt=now - FORGOTTEN_AFTER)
    rows = Recorder.objects.filter(late, is_active=True, retired_at=None, store__is_active=True)
    known = set(
        Job.objects.filter(
            chain=current_chain().schema_name, kind=CHECK, state=JobState.QUEUED
        ).values_list("key", flat=True)
    )
    lost = [pk for pk in rows.values_list("pk", flat=True) if str(pk) not in known]
    for pk in lost:
        ask_for_check(pk, at=now + timedelta(seconds=60 + pk * 7 % _SPREAD))
    return len(lost)


def wake_waiting() -> int:
    """Clips that waited because nobody could log in are asked for now, in the caller's
    transaction; those of recorders that are still blocked wait on. Answers how many."""
    count = Job.objects.filter(
        chain=current_chain().schema_name,
        state=JobState.QUEUED,
        outcome__waiting_for__in=WAITS_FOR_LOG_IN,
    ).update(run_after=timezone.now())
    if count:
        transaction.on_commit(lambda: doorbell.ring(STILLS_POOL))
    return count


def report(job: Claimed, step: Step) -> None:
    """What the job is at, for the page that polls."""
    shown = {"step": step.value, "at": timezone.now().isoformat()}
    Job.objects.filter(pk=job.id, fence=job.fence, state=JobState.RUNNING).update(progress=shown)


def job_of(recorder_id: int, kind: str) -> Job | None:
    """The job while it is being worked on or is due; None for one that waits for its day."""
    job = Job.objects.filter(
        chain=current_chain().schema_name, kind=kind, key=str(recorder_id)
    ).first()
    if job is None or job.state not in {JobState.QUEUED, JobState.RUNNING}:
        return None
    if job.state == JobState.QUEUED and job.run_after > timezone.now() + timedelta(seconds=30):
        return None
    return job
