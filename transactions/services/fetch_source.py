r"""``fetch_source``: one look at a scheduled source, then the next one's time.

    due --> running --> done    --> due again by its schedule
                   \--> failed  --> due again after a back-off
                               \--> stopped (its log-in was refused three times)

The job of a source is one row that is put off again and again, so that one source is
never asked twice at once and its failures hold up no other.
"""

from __future__ import annotations

import random
import time
from contextlib import closing
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.utils import timezone

from jobs.services import finish, put_off
from stores.models import Source
from stores.schedule import back_off
from stores.services.sources import ask_at, due_after
from transactions.services.source_asking import asked
from transactions.services.source_runs import close_run, forget_absent, keep_batch, open_run
from transactions.sources import FETCHERS
from transactions.sources.base import SourceError
from transactions.sources.bounded import iterate_bounded
from transactions.sources.reasons import PERMANENT

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime

    from jobs.registry import Claimed
    from stores.models import SourceRun
    from transactions.sources.base import Batch

TURN_SECONDS = 60.0
"""A source with a great deal to give lets others have their turn after this."""
SILENT_SECONDS = {"folder": 120.0}
MOST_SILENT_SECONDS = 420.0
REFUSALS = 3


def fetch_source(job: Claimed) -> None:
    """Ask the source whose id is the job's key, and put the job off until it is due again.

    Raises StaleFenceError when another worker took the job over meanwhile.
    """
    source = Source.objects.select_related("store").filter(pk=int(job.key)).first()
    if source is None or not _is_wanted(source) or source.next_run_at is None:
        finish(job, {"nothing_to_do": True})
        return
    due = source.next_run_at if source.next_run_at > timezone.now() else _run(source)
    with transaction.atomic():
        if due is None:
            finish(job, {"stopped": source.pk})
        else:
            put_off(job, until=due, reason="next_fetch", counted=False)


def _is_wanted(source: Source) -> bool:
    return source.is_active and not source.is_live and source.store.is_active


def _run(source: Source) -> datetime | None:
    """Answers when the source is due again; None for never."""
    run = open_run(source)
    failure, is_over = None, True
    try:
        is_over = _take(source, run)
    except SourceError as error:
        failure = error
    return settle(source, run, failure, is_over=is_over)


def _take(source: Source, run: SourceRun) -> bool:
    """Keep batch after batch; False when the turn was over before the source was empty."""
    until = time.monotonic() + TURN_SECONDS
    fetcher = FETCHERS[source.kind](asked(source))
    batches = iterate_bounded(
        cast("Generator[Batch]", fetcher.batches()),
        seconds=SILENT_SECONDS.get(source.kind, MOST_SILENT_SECONDS),
        code="folder_hangs" if source.kind == "folder" else "no_answer",
        path=source.settings.get("path", ""),
        host=source.settings.get("host", source.name),
    )
    with closing(cast("Generator[Batch]", batches)):
        for batch in batches:
            with closing(batch):
                keep_batch(source, run, batch)
            if batch.present is not None:
                forget_absent(source, batch.present)
            if time.monotonic() > until and batch.files:
                return False
    return True


def settle(
    source: Source, run: SourceRun, failure: SourceError | None, *, is_over: bool = True
) -> datetime | None:
    """The run's end, and when the source is due again, in one commit."""
    now = timezone.now()
    with transaction.atomic():
        # somebody may have changed it meanwhile
        source.refresh_from_db(fields=["times", "every_minutes"])
        close_run(run, failure)
        if failure is None:
            source.failures = 0
            source.next_run_at = due_after(source, now) if is_over else now
        else:
            source.failures += 1
            source.next_run_at = _again(source, failure, now)
        Source.objects.filter(pk=source.pk).update(
            failures=source.failures, next_run_at=source.next_run_at
        )
    return source.next_run_at


def _again(source: Source, failure: SourceError, now: datetime) -> datetime | None:
    """When to try once more after a failure; None when trying does harm."""
    if failure.code in PERMANENT and source.failures >= REFUSALS:
        return None
    wait = now + back_off(source.failures, jitter=random.random())  # noqa: S311 - spreads load
    return max(wait, failure.retry_at) if failure.retry_at else wait


def bury(source_id: int) -> None:
    """The worker died of this source three times: said, and tried again when it is due."""
    source = Source.objects.select_related("store").filter(pk=source_id).first()
    if source is None or not _is_wanted(source):
        return
    due = settle(source, open_run(source), SourceError("failed"))
    if due is not None:
        ask_at(source.pk, due)
