"""What happens behind the counter at any instant, from the register's events.

Pure: a :class:`Timeline` answers with a :class:`SceneState` for an instant, and the
answer depends on that instant and the events alone, so that segments rendered apart
join without a jump. Times are UTC; inside, seconds since 1970.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

DRAWER_KINDS = frozenset(
    {"sale", "refund", "void", "no_sale", "paid_out", "paid_in", "safe_drop", "open_close"}
)
"""Kinds of event at which the cash drawer opens; ``card_sale`` and ``suspend`` leave it shut."""

DRAWER_OPEN_SECONDS = 4.5
DRAWER_SLIDE_SECONDS = 0.4
ARRIVES_BEFORE, LEAVES_AFTER = 35.0, 8.0
WALK_SECONDS, STEP_SECONDS = 3.0, 0.8
CASHIER_BEFORE, CASHIER_AFTER = 50.0, 25.0
BREAK_BLOCK_SECONDS = 120
LOOKS = 6


@dataclass(frozen=True, slots=True)
class SceneEvent:
    """Something that the register did while the camera watched."""

    at: datetime
    """Aware; the moment the drawer would open."""
    kind: str
    """An event type's name, or ``card_sale``."""
    customer: bool = True
    """Whether a customer stands at the counter."""


@dataclass(frozen=True, slots=True)
class SceneState:
    """Where everything is, in fractions: 0 is away (or shut), 1 is in place (or open)."""

    cashier: float
    serving: float
    customer: float
    look: int
    goods: int
    drawer: float


@dataclass(slots=True)
class _Visit:
    arrives: float
    pays: float
    leaves: float


class Timeline:
    """The events around one register, ready to be asked about any instant."""

    def __init__(self, events: Iterable[SceneEvent]) -> None:
        ordered = sorted(events, key=lambda event: event.at)
        self._moments = [event.at.timestamp() for event in ordered]
        self._drawer = [event.at.timestamp() for event in ordered if event.kind in DRAWER_KINDS]
        self._visits = _visits([event.at.timestamp() for event in ordered if event.customer])

    def state(self, instant: float) -> SceneState:
        visit = self._visit_at(instant)
        drawer = max((_drawer(instant - opened) for opened in self._drawer), default=0.0)
        return SceneState(
            cashier=self._cashier(instant),
            serving=self._serving(instant, visit),
            customer=_presence(instant, visit),
            look=0 if visit is None else int(visit.pays) % LOOKS,
            goods=_goods(instant, visit),
            drawer=drawer,
        )

    def _visit_at(self, instant: float) -> _Visit | None:
        for visit in self._visits:
            if visit.arrives - WALK_SECONDS <= instant <= visit.leaves + WALK_SECONDS:
                return visit
        return None

    def _serving(self, instant: float, visit: _Visit | None) -> float:
        """1 when the cashier has stepped up to the register."""
        spans = [(moment - 6, moment + 8) for moment in self._moments]
        if visit is not None:
            spans.append((visit.arrives, visit.leaves))
        return max((_ramp(instant, *span, STEP_SECONDS) for span in spans), default=0.0)

    def _cashier(self, instant: float) -> float:
        """1 at the counter, 0 in the back room; walking in between."""
        return max(
            _ramp(instant, moment - CASHIER_BEFORE, moment + CASHIER_AFTER)
            for moment in [*self._moments, *_idle_stays(instant)]
        )


def _visits(payments: list[float]) -> list[_Visit]:
    """One visit per payment; payments too close together belong to one customer."""
    visits: list[_Visit] = []
    for pays in payments:
        arrives = pays - ARRIVES_BEFORE
        last = visits[-1] if visits else None
        if last is not None and arrives < last.leaves + 2 * WALK_SECONDS:
            if pays - last.pays < 25:
                last.leaves = pays + LEAVES_AFTER
                continue
            last.leaves = last.pays + LEAVES_AFTER / 2
            arrives = last.leaves + 2 * WALK_SECONDS
        visits.append(_Visit(arrives, pays, pays + LEAVES_AFTER))
    return visits


def _idle_stays(instant: float) -> list[float]:
    """Moments near an instant at which an idle cashier is at the counter anyhow."""
    block = int(instant) // BREAK_BLOCK_SECONDS
    return [
        index * BREAK_BLOCK_SECONDS + offset
        for index in (block - 1, block, block + 1)
        for offset in (CASHIER_BEFORE, BREAK_BLOCK_SECONDS - CASHIER_AFTER)
        if zlib.crc32(index.to_bytes(8, "big")) % 4
    ] or [instant - BREAK_BLOCK_SECONDS]


def _ramp(instant: float, begin: float, end: float, slide: float = WALK_SECONDS) -> float:
    """1 between begin and end, falling to 0 within ``slide`` seconds on either side."""
    if instant < begin:
        return max(0.0, 1 - (begin - instant) / slide)
    return 1.0 if instant <= end else max(0.0, 1 - (instant - end) / slide)


def _presence(instant: float, visit: _Visit | None) -> float:
    return 0.0 if visit is None else _ramp(instant, visit.arrives, visit.leaves)


def _goods(instant: float, visit: _Visit | None) -> int:
    """Articles on the counter: they pile up while being rung and go with the customer."""
    if visit is None or not visit.arrives + 3 <= instant <= visit.leaves - 1:
        return 0
    wanted = 1 + int(visit.pays) % 5
    return min(wanted, 1 + int((instant - visit.arrives - 3) / 4))


def _drawer(elapsed: float) -> float:
    return _ramp(elapsed, DRAWER_SLIDE_SECONDS, DRAWER_OPEN_SECONDS, DRAWER_SLIDE_SECONDS)
