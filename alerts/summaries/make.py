"""``make_summary``: facts of a day, kept as they were, and a mail to each who gets it.

All of one schedule's day in one commit with the messages of the outbox. What was made is
unique on (kind, day, store, set of stores): a second try, a changed hour or an hour that
the clocks show twice finds it made.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from alerts.models import RunState, SummaryKind, SummaryRun
from alerts.summaries import facts, merged, weekly, weekly_said
from alerts.summaries.outbox import hand_over
from alerts.summaries.plan import Wanted, say_missed
from alerts.summaries.recipients import readers_of
from alerts.summaries.schedules import schedule_of, zone_of
from stores.models import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from accounts.models import Chain, User
    from alerts.models import SummarySchedule

MOST_MISSED = 7


def make_summary(chain: Chain, wanted: Wanted, now: datetime) -> int:
    """Answers how many people it goes to."""
    store = Store.objects.filter(pk=wanted.store_id or 0, is_active=True).first()
    if wanted.store_id is not None and store is None:
        return 0
    schedule = schedule_of(wanted.kind, store)
    if not schedule.is_on:
        return 0
    if wanted.due.is_too_late(now):
        say_missed(wanted, now)
        return 0
    return sum(
        _make(chain, schedule, wanted, stores, users, now)
        for stores, users in readers_of(schedule, chain).items()
    )


def _make(
    chain: Chain,
    schedule: SummarySchedule,
    wanted: Wanted,
    stores: Sequence[Store],
    users: Sequence[User],
    now: datetime,
) -> int:
    day = wanted.due.day
    named = {
        "kind": wanted.kind,
        "store_id": wanted.store_id,
        "business_date": day,
        "stores_key": key_of(stores),
    }
    if SummaryRun.objects.filter(**named).exclude(state=RunState.MISSED).exists():
        return 0
    said = gathered(wanted.kind, stores, day, now)
    if wanted.due.is_late(now):
        said["late"] = f"{wanted.due.at.astimezone(zone_of(schedule)):%H:%M}"
    said["missed"] = [each.isoformat() for each in _missed(wanted)]
    quiet = is_quiet(wanted.kind, said) and not schedule.says_quiet
    run, is_new = SummaryRun.objects.get_or_create(
        **named,
        defaults={
            "stores": [store.pk for store in stores],
            "due_at": wanted.due.at,
            "made_at": now,
            "state": RunState.QUIET if quiet else RunState.MADE,
            "facts": said,
            "parts": schedule.parts,
            "recipients": 0 if quiet else len(users),
        },
    )
    if not is_new or quiet:
        return 0
    hand_over(chain, run, users, by_text=schedule.by_text)
    return len(users)


def gathered(kind: str, stores: Sequence[Store], day: date, now: datetime) -> dict[str, Any]:
    if kind == SummaryKind.WEEKLY:
        return weekly.gather(stores, day, now)
    return facts.gather(stores, day, now)


def is_quiet(kind: str, said: dict[str, Any]) -> bool:
    if kind == SummaryKind.WEEKLY:
        return weekly_said.is_quiet(said)
    return merged.all_quiet(said)


def key_of(stores: Sequence[Store]) -> str:
    ids = ",".join(str(pk) for pk in sorted(store.pk for store in stores))
    return hashlib.sha256(ids.encode()).hexdigest()[:32]


def _missed(wanted: Wanted) -> list[date]:
    """Days of which nothing was sent since the last one of which something was."""
    runs = SummaryRun.objects.filter(
        kind=wanted.kind, store=wanted.store_id, business_date__lt=wanted.due.day
    ).order_by("-business_date")
    found: list[date] = []
    for run in runs[:MOST_MISSED]:
        if run.state != RunState.MISSED:
            break
        found.append(run.business_date)
    return found[::-1]
