"""Rings planned events at registers, one after another, and numbers them.

Inside registers have a counter each, without gaps; all pumps share one. The desk keeps
counters over days, so a store's numbers go on where yesterday ended.
"""

from __future__ import annotations

import heapq
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from .profiles import OUTSIDE_CASHIER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from .journal import JournalEvent
    from .profiles import StoreProfile

    Act = Callable[["Moment"], JournalEvent]

PUMPS = "outside"
_FIRST_INSIDE, _FIRST_OUTSIDE, _FIRST_FILE = 9500, 9200, 5138000
_LAST_NUMBER = 999_999
_EARLY = datetime(1970, 1, 1, tzinfo=UTC)
_PAUSE, _PATIENCE = timedelta(seconds=3), timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class Moment:
    """What an act may know: where, who, when, and the luck of that moment."""

    profile: StoreProfile
    register: str
    cashier: str
    now: datetime
    rng: random.Random


@dataclass(slots=True, order=True)
class Plan:
    """Something that shall happen at a register, not before ``at``."""

    at: datetime
    serial: int
    register: str = field(compare=False)
    cashier: str = field(compare=False)
    act: Act = field(compare=False)


@dataclass(slots=True)
class Counters:
    """The last numbers given out; hand them on to continue a store's sequence."""

    transactions: dict[str, int] = field(default_factory=dict)
    """Register code (or ``outside`` for all pumps) to its last transaction number."""
    files: int = _FIRST_FILE

    @classmethod
    def starting(cls, profile: StoreProfile, seed: int) -> Counters:
        """Where a store's registers stand when its history begins."""
        rng = random.Random(f"counters:{seed}:{profile.code}")
        tills = {
            register.code: _FIRST_INSIDE + rng.randrange(40_000) for register in profile.inside
        }
        tills[PUMPS] = _FIRST_OUTSIDE + rng.randrange(40_000)
        return cls(tills, _FIRST_FILE + rng.randrange(100_000))

    def next_transaction(self, counter: str) -> str:
        number = self.transactions.get(counter, 0) % _LAST_NUMBER + 1
        self.transactions[counter] = number
        return str(number)

    def next_file(self) -> int:
        self.files += 1
        return self.files


class Desk:
    """All registers of one store."""

    def __init__(
        self,
        profile: StoreProfile,
        seed: int,
        counters: Counters,
        business_date: Callable[[datetime], date],
    ) -> None:
        self.profile = profile
        self.counters = counters
        self._seed = seed
        self._business_date = business_date
        self._outside = {register.code for register in profile.pumps}
        self._free: dict[str, datetime] = {}
        self._waiting: list[Plan] = []
        self._serial = 0

    def plan(self, at: datetime, register: str, cashier: str, act: Act) -> None:
        """Let something happen; the cashier is ignored at pumps."""
        self._serial += 1
        person = OUTSIDE_CASHIER if register in self._outside else cashier
        heapq.heappush(self._waiting, Plan(at, self._serial, register, person, act))

    def forget_before(self, instant: datetime) -> None:
        """Drop what was planned for earlier: somebody else has rung it."""
        self._waiting = [plan for plan in self._waiting if plan.at >= instant]
        heapq.heapify(self._waiting)

    def busy_at(self, register: str, instant: datetime) -> bool:
        """Whether a customer who comes now would have to queue for long."""
        return self._free.get(register, _EARLY) > instant + _PATIENCE

    def ring_until(self, instant: datetime | None = None) -> Iterator[JournalEvent]:
        """Everything planned at or before an instant (or at all), in the order it was begun."""
        while self._waiting and (instant is None or self._waiting[0].at <= instant):
            yield self._ring(heapq.heappop(self._waiting))

    def _ring(self, plan: Plan) -> JournalEvent:
        begin = max(plan.at, self._free.get(plan.register, _EARLY)).replace(microsecond=0)
        luck = random.Random(f"{self._seed}:{self.profile.code}:{plan.at}:{plan.serial}")
        event = plan.act(Moment(self.profile, plan.register, plan.cashier, begin, luck))
        outside = plan.register in self._outside
        event.register = plan.register
        event.outside = outside
        event.transaction_no = self.counters.next_transaction(PUMPS if outside else plan.register)
        event.sequence = "1"
        event.business_date = self._business_date(begin)
        # Not the end: a prepay's fuel flows while the cashier serves the next customer.
        self._free[plan.register] = max(begin, event.moment) + _PAUSE
        return event


def in_file_order(events: Iterable[JournalEvent]) -> list[JournalEvent]:
    """As the store's controller writes them: by the time each was finished."""
    return sorted(events, key=lambda e: (e.ended, e.register, int(e.transaction_no)))
