"""What live folders brought, kept in their chain; and how their state is written down.

A live source has one open run for as long as all is well, a new one each day; it closes
as failed when the folder cannot be read, once for each time that this begins.
"""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.tenancy import in_chain
from stores.models import RunState, Source, SourceKind, SourceRun
from stores.services.sources import ask_at
from transactions.services.source_asking import asked, seen_of
from transactions.services.source_runs import KEPT_RUNS, close_run, forget_absent, keep_batch
from transactions.sources.eye import Eye

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import Chain
    from transactions.sources.base import SourceError
    from transactions.sources.eye import Glance

LOOKED = "looked_at"
SAY_LOOKED_EVERY = timedelta(seconds=30)
OVERDUE = timedelta(minutes=5)


def live_sources() -> list[Source]:
    """Of the open chain."""
    rows = Source.objects.filter(
        is_active=True, is_live=True, kind=SourceKind.FOLDER, store__is_active=True
    )
    return list(rows.select_related("store"))


def ask_forgotten() -> None:
    """Scheduled sources whose time passed and whose job was lost: asked again."""
    late = timezone.now() - OVERDUE
    due = Source.objects.filter(is_active=True, is_live=False, next_run_at__lt=late)
    for source_id in due.values_list("pk", flat=True):
        ask_at(source_id, timezone.now())


class LiveFolder:
    """One live source of one chain. Built and told with the chain open."""

    def __init__(self, chain: Chain, source: Source) -> None:
        self.chain, self.source = chain, source
        self.wish = _wish(source)
        seen = seen_of(source)
        self._eye = Eye(asked(source, secrets={}, seen=seen), seen)
        self._run: SourceRun | None = None
        self._failing = ""
        self._said_at = timezone.now() - SAY_LOOKED_EVERY

    def is_as(self, source: Source) -> bool:
        """Whether it watches what the source now says."""
        return self.wish == _wish(source)

    def tick(self) -> bool:
        """True when something was kept. Raises the database's own errors: what was not
        committed is found again at the next look."""
        glance = self._eye.tick()
        if glance is None:
            return False
        with in_chain(self.chain), closing(glance.batch):
            if glance.failure is not None:
                self._fail(glance.failure)
                return False
            return self._keep(glance)

    def close(self) -> None:
        self._eye.close()
        if self._run is not None:
            close_run(self._run)

    def _keep(self, glance: Glance) -> bool:
        run = self._open_run()
        batch = glance.batch
        if batch.digests:
            keep_batch(self.source, run, batch)
            self._eye.kept(batch)
        if batch.present is not None:
            forget_absent(self.source, batch.present)
        self._say_looked()
        return bool(batch.files)

    def _say_looked(self) -> None:
        now = timezone.now()
        if now - self._said_at < SAY_LOOKED_EVERY:
            return
        self._said_at = now
        cursor = {LOOKED: now.isoformat()}
        Source.objects.filter(pk=self.source.pk).update(cursor=cursor, failures=0)

    def _open_run(self) -> SourceRun:
        """Today's, by the store's clock."""
        zone = self.source.store.zone
        if self._run is not None:
            began = self._run.started_at.astimezone(zone).date()
            if began == timezone.now().astimezone(zone).date():
                return self._run
        self._failing = ""
        with transaction.atomic():
            left = self.source.runs.filter(state=RunState.RUNNING)
            left.update(state=RunState.DONE, ended_at=timezone.now())
            self._run = SourceRun.objects.create(source=self.source)
            oldest = self.source.runs.values_list("pk", flat=True)[KEPT_RUNS : KEPT_RUNS + 1]
            self.source.runs.filter(pk__in=list(oldest)).delete()
            Source.objects.filter(pk=self.source.pk).update(failures=0)
        return self._run

    def _fail(self, failure: SourceError) -> None:
        if self._failing == failure.code:
            return
        self._failing = failure.code
        with transaction.atomic():
            run = self._run or SourceRun.objects.create(source=self.source)
            close_run(run, failure)
            Source.objects.filter(pk=self.source.pk).update(failures=1)
        self._run = None


def _wish(source: Source) -> Mapping[str, object]:
    return {"settings": source.settings, "zone": source.store.timezone}
