"""Who gets a summary: members of the chosen roles, each of the stores that they may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.models import Membership
from accounts.roles import Action, may
from alerts.models import SummaryKind
from stores.models import Store, StoreAccess

if TYPE_CHECKING:
    from accounts.models import Chain, User
    from alerts.models import SummarySchedule

Readers = dict[tuple[Store, ...], list["User"]]


@dataclass(frozen=True, slots=True)
class _Reader:
    user: User
    store_ids: frozenset[int] | None


def readers_of(schedule: SummarySchedule, chain: Chain) -> Readers:
    """People by the set of stores that theirs is of; nobody with none. A person who may
    see nothing of a store is told nothing of it, whatever the schedule says."""
    stores = list(Store.objects.filter(is_active=True).order_by("code"))
    if schedule.store_id is not None:
        stores = [store for store in stores if store.pk == schedule.store_id]
    found: defaultdict[tuple[Store, ...], list[User]] = defaultdict(list)
    for reader in _readers(schedule, chain):
        seen = tuple(
            store for store in stores if reader.store_ids is None or store.pk in reader.store_ids
        )
        if seen:
            found[seen].append(reader.user)
    return dict(found)


def action_for(kind: str) -> Action:
    """The week compares cashiers with each other, which not everybody may see."""
    return Action.SEE_SCORES if kind == SummaryKind.WEEKLY else Action.SEE_TRANSACTIONS


def _readers(schedule: SummarySchedule, chain: Chain) -> list[_Reader]:
    needed = action_for(schedule.kind)
    allowed = [role for role in sorted(schedule.role_set) if may(role, needed)]
    members = Membership.objects.filter(
        chain=chain, is_active=True, user__is_active=True, role__in=allowed
    ).select_related("user")
    limits: defaultdict[int, set[int]] = defaultdict(set)
    limited = [member.user_id for member in members if member.limited_to_stores]
    rows = StoreAccess.objects.filter(user__in=limited).values_list("user_id", "store_id")
    for user_id, store_id in rows:
        limits[user_id].add(store_id)
    return [
        _Reader(
            member.user, frozenset(limits[member.user_id]) if member.limited_to_stores else None
        )
        for member in members.order_by("user_id")
    ]
