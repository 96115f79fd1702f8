"""An incident is one act of theft, or one honest event that looks like it, with its label."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from datetime import date, datetime

    from transactions.formats.canonical import Flag

    from .desk import Act, Desk, Moment
    from .journal import JournalEvent
    from .profiles import CashierProfile, StoreProfile


@dataclass(frozen=True, slots=True)
class Label:
    """The ground truth of one incident."""

    scheme: str
    honest: bool
    store: str
    register: str
    cashier: str
    transaction_nos: tuple[str, ...]
    """The events that carry the expected flags, in order."""
    related_nos: tuple[str, ...]
    """Events that belong to the story but look like any other."""
    occurred_from: datetime
    occurred_to: datetime
    """Aware UTC: the first and last moment at the counter."""
    expected_flags: tuple[str, ...]
    business_date: date
    note: str

    def as_json(self) -> str:
        """One line; times in UTC, ISO 8601."""
        row: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        for name in ("occurred_from", "occurred_to"):
            row[name] = row[name].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        row["business_date"] = self.business_date.isoformat()
        return json.dumps(row)


@dataclass(slots=True)
class Step:
    """One event of an incident; ``event`` is there once the desk has rung it."""

    related: bool
    event: JournalEvent | None = None

    def done(self) -> JournalEvent:
        if self.event is None:
            raise ValueError("this step has not happened yet")
        return self.event


@dataclass(slots=True)
class Incident:
    """Where and by whom, and the steps planned so far."""

    scheme: str
    honest: bool
    profile: StoreProfile
    register: str
    cashier: CashierProfile
    at: datetime
    rng: random.Random
    desk: Desk
    note: str = ""
    steps: list[Step] = field(default_factory=list)

    def then(
        self, minutes: float, act: Callable[[Moment], JournalEvent], *, related: bool = False
    ) -> Step:
        """Plan a step so many minutes after the incident's beginning."""
        step = Step(related)
        self.steps.append(step)
        at = self.at + timedelta(seconds=round(minutes * 60))
        self.desk.plan(at, self.register, self.cashier.code, _remember(step, act))
        return step

    def label(self) -> Label:
        """The truth about it, once every step has happened."""
        events = [step.done() for step in self.steps]
        telling = [step.done() for step in self.steps if not step.related]
        flags: set[Flag] = {flag for event in telling for flag in event.expected_flags}
        return Label(
            scheme=self.scheme,
            honest=self.honest,
            store=self.profile.code,
            register=self.register,
            cashier=self.cashier.code,
            transaction_nos=tuple(event.transaction_no for event in telling),
            related_nos=tuple(step.done().transaction_no for step in self.steps if step.related),
            occurred_from=min(event.moment for event in events),
            occurred_to=max(event.moment for event in events),
            expected_flags=tuple(sorted(flags)),
            business_date=events[0].day,
            note=self.note,
        )

    @property
    def happened(self) -> bool:
        return all(step.event is not None for step in self.steps)


def _remember(step: Step, act: Callable[[Moment], JournalEvent]) -> Act:
    def ring(moment: Moment) -> JournalEvent:
        step.event = act(moment)
        return step.event

    return ring
