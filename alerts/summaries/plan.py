"""``plan_summaries``: one job per chain that waits for what is due next, and never ends.

Each time it asks for the summaries that fell due since it last looked, says of those that
are too old that they were missed, and waits for the next: at most an hour, so that changed
hours, zones and stores count soon whoever changed them. Up to where it has looked is kept
(:class:`alerts.models.SummaryMark`), so that a summary falls due once, whatever dies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from alerts.models import RunState, SummaryKind, SummaryMark, SummaryRun
from alerts.summaries.due import Due, due_between, jitter
from alerts.summaries.schedules import due_next, every_schedule, named, zone_of
from jobs.services import enqueue, put_off

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Chain
    from alerts.models import SummarySchedule
    from jobs.registry import Claimed

PLAN, MAKE = "plan_summaries", "make_summary"
KEY: Final = "all"
LONGEST: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a ``make_summary`` job is about; its key says it."""

    kind: str
    store_id: int | None
    due: Due

    @property
    def key(self) -> str:
        stamp = int(self.due.at.timestamp())
        return f"{self.kind}/{self.store_id or 'all'}/{self.due.day}/{stamp}"

    @classmethod
    def read(cls, key: str) -> Wanted:
        kind, store, day, stamp = key.split("/")
        due = Due(date.fromisoformat(day), datetime.fromtimestamp(int(stamp), UTC))
        return cls(SummaryKind(kind), None if store == "all" else int(store), due)


def plan_summaries(chain: Chain, job: Claimed) -> None:
    """Look, and wait again, in one commit."""
    with transaction.atomic():
        now = timezone.now()
        wake = look(chain, now)
        put_off(job, until=wake, reason="next_due", counted=False)


def look(chain: Chain, now: datetime) -> datetime:
    """Ask for what fell due since the last look; answers when to look again."""
    schedules = every_schedule()
    marks = _marks()
    due = [(each, due) for each in schedules for due in _fell_due(each, marks, now)]
    wanted = [Wanted(*named(each), due) for each, due in due if not due.is_too_late(now)]
    for each, missed in due:
        if missed.is_too_late(now):
            say_missed(Wanted(*named(each), missed), now)
    enqueue(chain=chain.schema_name, kind=MAKE, keys=[each.key for each in wanted])
    _keep(schedules, marks, now)
    return _wake(schedules, chain, now)


def _marks() -> dict[tuple[str, int | None], SummaryMark]:
    rows = SummaryMark.objects.select_for_update(of=("self",)).order_by("pk")
    return {(row.kind, row.store_id): row for row in rows}


def _fell_due(
    schedule: SummarySchedule, marks: dict[tuple[str, int | None], SummaryMark], now: datetime
) -> list[Due]:
    """Nothing before it was first looked at: a new store missed nothing."""
    mark = marks.get(named(schedule))
    if mark is None or not schedule.is_on:
        return []
    zone = zone_of(schedule)
    return due_between(mark.until, now, at=schedule.at, days=schedule.days, zone=zone)


def _keep(
    schedules: Iterable[SummarySchedule],
    marks: dict[tuple[str, int | None], SummaryMark],
    now: datetime,
) -> None:
    """A store that was closed and opens again begins afresh."""
    current = {named(each) for each in schedules}
    gone = [mark.pk for name, mark in marks.items() if name not in current]
    SummaryMark.objects.filter(pk__in=gone).delete()
    SummaryMark.objects.filter(until__lt=now).update(until=now)
    SummaryMark.objects.bulk_create(
        [
            SummaryMark(kind=kind, store_id=store, until=now)
            for kind, store in current - marks.keys()
        ],
        ignore_conflicts=True,
    )


def say_missed(wanted: Wanted, now: datetime) -> None:
    """Unless one of that day went out after all."""
    same = {
        "kind": wanted.kind,
        "store_id": wanted.store_id,
        "business_date": wanted.due.day,
    }
    if not SummaryRun.objects.filter(**same).exists():
        SummaryRun.objects.create(
            **same, stores_key="", state=RunState.MISSED, due_at=wanted.due.at, made_at=now
        )


def _wake(schedules: Iterable[SummarySchedule], chain: Chain, now: datetime) -> datetime:
    due = [found.at for each in schedules if (found := due_next(each, now))]
    return min([at + jitter(chain.schema_name) for at in due] + [now + LONGEST])


def ask_for_plan(chain: Chain, *, after: timedelta = timedelta()) -> None:
    """Look now: something changed, or nobody has looked yet. In the caller's transaction."""
    at = timezone.now() + after if after else None
    enqueue(chain=chain.schema_name, kind=PLAN, keys=[KEY], run_after=at)
