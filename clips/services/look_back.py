"""Everything that one cashier did lately and that is worth seeing, ordered in one action."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction as database
from django.utils import timezone

from accounts.roles import Action
from clips.models import Clip, ClipState, Purpose
from clips.services import schedule
from clips.services.again import can_retry, order_again
from clips.services.expiry import expires_at
from clips.services.plan import plan
from clips.services.uplink import MB, Cost, cost_of, spent_today
from clips.services.wanted import Wanted, wanted_of
from stores import audit
from stores.models import AccessKind
from transactions.models import Standing, Transaction

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stores.access import Member
    from stores.models import Cashier

FEWEST_DAYS, MOST_DAYS = 1, 60
MOST = 500
"""Transactions in one order: more than a person watches in weeks."""


class What(StrEnum):
    FLAGGED = "flagged"
    CASH = "cash"


CASH_TYPES = ("no_sale", "refund", "void", "post_void")
_THERE = (ClipState.READY, ClipState.REQUESTED, ClipState.WAITING, ClipState.FETCHING)


@dataclass(frozen=True, slots=True)
class LookBack:
    """``cashier``'s last ``days``. ``what``: all that was flagged, or every no sale, refund
    and void whether flagged or not."""

    cashier: Cashier
    days: int
    what: What

    def transactions(self, now: datetime) -> QuerySet[Transaction]:
        rows = Transaction.objects.filter(
            store=self.cashier.store_id,
            cashier=self.cashier,
            occurred_at__gte=now - timedelta(days=self.days),
            standing=Standing.COUNTED,
        )
        if self.what is What.FLAGGED:
            return rows.filter(review__isnull=False)
        return rows.filter(event_type__in=CASH_TYPES)


@dataclass(frozen=True, slots=True)
class Bill:
    """What a look-back would fetch. ``days`` with the store's daily limit, None without
    one; ``there`` and ``lost`` count transactions that have their clips, and those whose
    footage is overwritten; ``no_camera`` those that no camera saw."""

    transactions: int
    cost: Cost
    days: int | None
    there: int
    lost: int
    no_camera: int
    is_cut: bool


def bill_of(look: LookBack, now: datetime | None = None) -> Bill:
    """What :func:`order_look_back` would do, told before it is done."""
    now = now or timezone.now()
    found = _sorted(look, now)
    qualities = [each.quality(camera) for each in found.wanted for camera in each.cameras]
    cost = cost_of(look.cashier.store, qualities)
    return Bill(
        transactions=len(found.wanted),
        cost=cost,
        days=_days(look, cost, now),
        there=found.there,
        lost=found.lost,
        no_camera=found.no_camera,
        is_cut=found.is_cut,
    )


def order_look_back(member: Member, look: LookBack) -> dict[str, int]:
    """Order them all, within the store's daily limit. The caller has looked the cashier up
    within the member's stores."""
    member.check(Action.UPLOAD_CLIPS)
    wanted = _sorted(look, timezone.now()).wanted
    with database.atomic():
        done = plan(
            member.chain,
            [each.asked(Purpose.LOOK_BACK, member.user, schedule.INVESTIGATED) for each in wanted],
        )
        done["again"] = _try_again(member, wanted)
        audit.record(
            AccessKind.ASKED_FOR_FOOTAGE,
            user=member.user,
            about=("store", look.cashier.store_id),
            cashier=look.cashier.code,
            days=look.days,
            what=look.what.value,
            clips=done["new"] + done["again"],
        )
    return done


def _try_again(member: Member, wanted: list[Wanted]) -> int:
    """Those that could not be had once are asked for afresh."""
    clips = Clip.objects.filter(
        transaction__in=[each.transaction.pk for each in wanted], state=ClipState.UNAVAILABLE
    )
    again = [clip for clip in clips.select_related("camera__recorder") if can_retry(clip)]
    for clip in again:
        clip.purpose = Purpose.LOOK_BACK
    order_again(member.chain, again, risk=schedule.INVESTIGATED)
    return len(again)


class _Sorted(NamedTuple):
    wanted: list[Wanted]
    there: int
    lost: int
    no_camera: int
    is_cut: bool


def _sorted(look: LookBack, now: datetime) -> _Sorted:
    """Those worth fetching, and why the others are not among them."""
    rows = look.transactions(now).order_by("-occurred_at")
    ids = list(rows.values_list("pk", flat=True)[: MOST + 1])
    have = set(
        Clip.objects.filter(transaction__in=ids, state__in=_THERE).values_list(
            "transaction", flat=True
        )
    )
    missing = [pk for pk in ids[:MOST] if pk not in have]
    found = [
        each.asked(Purpose.LOOK_BACK, None, schedule.INVESTIGATED)
        for each in wanted_of(Transaction.objects.filter(pk__in=missing))
    ]
    seen = [each for each in found if each.cameras]
    kept = [each for each in seen if not _is_lost(each, now)]
    return _Sorted(
        wanted=kept,
        there=len(have),
        lost=len(seen) - len(kept),
        no_camera=len(found) - len(seen),
        is_cut=len(ids) > MOST,
    )


def _is_lost(wanted: Wanted, now: datetime) -> bool:
    ends = [expires_at(camera, wanted.moment) for camera in wanted.cameras]
    return all(at is not None and at <= now for at in ends)


def _days(look: LookBack, cost: Cost, now: datetime) -> int | None:
    cap = look.cashier.store.daily_clip_mb
    if not cap:
        return None
    left = max(0, cap * MB - spent_today(look.cashier.store, now))
    return 1 + max(0, -(-(cost.size - left) // (cap * MB)))
