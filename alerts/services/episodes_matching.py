"""Which alert an episode is: pure, by the transactions they share."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from alerts.compiling import Episode


@dataclass(slots=True)
class Standing:
    """An alert by its age (``pk``: older ones are smaller) and its transactions."""

    pk: int
    is_withdrawn: bool
    transactions: frozenset[int]


@dataclass(slots=True)
class Plan:
    """``kept``: an episode by its place, and the alert that is it. ``merged``: an alert and the
    one that took it in. ``reopened`` are among those kept."""

    kept: dict[int, int] = field(default_factory=dict)
    new: list[int] = field(default_factory=list)
    merged: dict[int, int] = field(default_factory=dict)
    withdrawn: list[int] = field(default_factory=list)
    reopened: set[int] = field(default_factory=set)


def matched(
    episodes: Sequence[Episode], alerts: Collection[Standing], may_go: Collection[int]
) -> Plan:
    """The oldest alert that shares a transaction stays; others of the same episode are taken
    in by it. One that found nothing is withdrawn if it is among ``may_go``. A withdrawn one
    is taken up again before a new one is written."""
    plan = Plan()
    whose = {pk: place for place, e in enumerate(episodes) for pk in e.transaction_ids}
    active: defaultdict[int, list[int]] = defaultdict(list)
    resting: defaultdict[int, list[int]] = defaultdict(list)
    for alert in sorted(alerts, key=lambda each: each.pk):
        place = _most_shared(alert, whose)
        if place is not None:
            (resting if alert.is_withdrawn else active)[place].append(alert.pk)
        elif not alert.is_withdrawn and alert.pk in may_go:
            plan.withdrawn.append(alert.pk)
    for place in range(len(episodes)):
        _assign(plan, place, active[place], resting[place])
    return plan


def _most_shared(alert: Standing, whose: Mapping[int, int]) -> int | None:
    """The episode with most of its transactions; of equals the first."""
    shared = Counter(whose[pk] for pk in alert.transactions if pk in whose)
    return min(shared, key=lambda place: (-shared[place], place), default=None)


def _assign(plan: Plan, place: int, active: Sequence[int], resting: Sequence[int]) -> None:
    if active:
        plan.kept[place] = active[0]
        plan.merged |= dict.fromkeys(active[1:], active[0])
    elif resting:
        plan.kept[place] = resting[0]
        plan.reopened.add(resting[0])
    else:
        plan.new.append(place)
