"""Which summaries go out, when and to whom: what a chain said, else what goes without saying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from accounts.roles import Role
from alerts.models import SummaryKind, SummarySchedule
from alerts.models.summaries import DAILY_AT, MONDAY, OWNER_AT
from alerts.summaries.due import Due, next_due
from stores.models import Store

if TYPE_CHECKING:
    from datetime import datetime

OF_STORE: Final = [Role.MANAGER.value]
OF_OWNER: Final = [Role.OWNER.value, Role.ADMIN.value]
Named = tuple[str, int | None]


def by_default(kind: str, store: Store | None) -> SummarySchedule:
    """What holds where nobody said otherwise; not stored."""
    if kind == SummaryKind.WEEKLY:
        return SummarySchedule(kind=kind, at=OWNER_AT, days=list(MONDAY), roles=list(OF_OWNER))
    if store is None:
        return SummarySchedule(kind=kind, at=OWNER_AT, roles=list(OF_OWNER))
    return SummarySchedule(kind=kind, store=store, at=DAILY_AT, roles=list(OF_STORE))


def schedule_of(kind: str, store: Store | None) -> SummarySchedule:
    found = SummarySchedule.objects.filter(kind=kind, store=store).select_related("store").first()
    return found or by_default(kind, store)


def every_schedule() -> list[SummarySchedule]:
    """Of all stores together, then store by store; closed stores have none."""
    kept = {
        (row.kind, row.store_id): row for row in SummarySchedule.objects.select_related("store")
    }
    wanted: list[tuple[str, Store | None]] = [
        (SummaryKind.DAILY, None),
        (SummaryKind.WEEKLY, None),
    ]
    wanted += [(SummaryKind.DAILY, store) for store in Store.objects.filter(is_active=True)]
    return [
        kept.get((kind, store.pk if store else None)) or by_default(kind, store)
        for kind, store in wanted
    ]


def named(schedule: SummarySchedule) -> Named:
    return schedule.kind, schedule.store_id


def zone_of(schedule: SummarySchedule) -> ZoneInfo:
    """A store's own; of all stores the one that was said, else that of the first store."""
    if schedule.store is not None:
        return schedule.store.zone
    if schedule.timezone:
        return ZoneInfo(schedule.timezone)
    return first_zone()


def first_zone() -> ZoneInfo:
    store = Store.objects.filter(is_active=True).order_by("code").first()
    return store.zone if store is not None else ZoneInfo("UTC")


def due_next(schedule: SummarySchedule, now: datetime) -> Due | None:
    """None for one that is off."""
    if not schedule.is_on:
        return None
    return next_due(now, at=schedule.at, days=schedule.days, zone=zone_of(schedule))
