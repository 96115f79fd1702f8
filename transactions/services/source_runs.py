"""One look at a source, written down: what it took, commit by commit, and how it ended."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from stores.models import RunState, SeenFile, Source, SourceKind, SourceRun
from transactions.models import Channel, FileState, SourceFile
from transactions.services.receive import Incoming, receive_upload

if TYPE_CHECKING:
    from transactions.sources.base import Batch, SourceError

KEPT_RUNS = 300
FORGET_AFTER = timedelta(days=30)
CHANNELS = {SourceKind.FOLDER: Channel.FOLDER, SourceKind.IMAP: Channel.MAIL}


def open_run(source: Source) -> SourceRun:
    """The run that somebody asked for, or a new one; older ones left open were interrupted."""
    with transaction.atomic():
        open_ones = source.runs.select_for_update().filter(state=RunState.RUNNING)
        run = open_ones.filter(asked_by__isnull=False, found=0).first()
        left = open_ones.exclude(pk=run.pk) if run else open_ones
        left.update(state=RunState.FAILED, reason_code="interrupted", ended_at=timezone.now())
        if run is None:
            run = SourceRun.objects.create(source=source)
        _forget_runs(source)
    return run


def _forget_runs(source: Source) -> None:
    oldest = source.runs.values_list("pk", flat=True)[KEPT_RUNS : KEPT_RUNS + 1].first()
    if oldest is not None:
        source.runs.filter(pk__lte=oldest).delete()


def keep_batch(source: Source, run: SourceRun, batch: Batch) -> int:
    """First the files, then ledger, cursor and counts; answers how many files were new.

    Two commits, so that no transaction is open while large files are packed. A crash
    between them loses nothing: the files come once more and are known by their hash.
    """
    states = _received(source, run, batch) if batch.files else Counter()
    with transaction.atomic():
        known = states.pop(FileState.DUPLICATE, 0)
        refused = states.pop(FileState.QUARANTINED, 0)
        taken = sum(states.values())
        _remember(source, batch)
        SourceRun.objects.filter(pk=run.pk).update(
            found=F("found") + batch.found,
            known=F("known") + batch.known + known,
            taken=F("taken") + taken,
            refused=F("refused") + refused + len(batch.refused),
            **_said(batch),
        )
        if taken:
            source.heard_at = timezone.now()
            Source.objects.filter(pk=source.pk).update(heard_at=source.heard_at)
    return taken


def _received(source: Source, run: SourceRun, batch: Batch) -> Counter[str]:
    """Hand the batch's files over; answers how many are in which state."""
    upload = receive_upload(
        store=source.store,
        user=None,
        files=[Incoming(file.name, file.stream) for file in batch.files],
        channel=CHANNELS.get(SourceKind(source.kind), Channel.SCHEDULE),
        name=source.name,
        is_backfill=batch.is_history,
        source=source,
    )
    SourceRun.objects.filter(pk=run.pk).update(upload_id=upload.pk)
    states = SourceFile.objects.filter(upload=upload).values_list("state", flat=True)
    return Counter(str(state) for state in states)


def _remember(source: Source, batch: Batch) -> None:
    if batch.digests:
        rows = [SeenFile(source=source, digest=digest) for digest in batch.digests]
        SeenFile.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    if batch.cursor is not None:
        source.cursor = batch.cursor
        Source.objects.filter(pk=source.pk).update(cursor=batch.cursor)


def _said(batch: Batch) -> dict[str, object]:
    """The first thing that was refused, so that the history says why."""
    if not batch.refused:
        return {}
    return {"reason_code": batch.refused[0].code, "reason_params": batch.refused[0].params}


def close_run(run: SourceRun, failure: SourceError | None = None) -> None:
    """Its end: done, or failed with the reason."""
    ended = {"state": RunState.DONE, "ended_at": timezone.now()}
    if failure is not None:
        ended |= {
            "state": RunState.FAILED,
            "reason_code": failure.code,
            "reason_params": failure.params,
        }
    SourceRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(**ended)


def forget_absent(source: Source, present: frozenset[bytes]) -> None:
    """Files that are long gone from the source need not be remembered."""
    old = SeenFile.objects.filter(source=source, seen_at__lt=timezone.now() - FORGET_AFTER)
    gone = [pk for pk, digest in old.values_list("pk", "digest") if bytes(digest) not in present]
    SeenFile.objects.filter(pk__in=gone).delete()
