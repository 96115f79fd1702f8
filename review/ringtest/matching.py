"""Which event answers a step: the rules, apart from where events come from. Pure.

What came in since the step was asked for is compared with the time in which it can have
been rung, by the register's clock. That clock may be minutes off: before anything was
seen, ten minutes are allowed; afterwards only what the events seen so far leave open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from review.ringtest.clock import Offset, bounds

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from review.ringtest.steps import Step

AT_FIRST: Final = timedelta(minutes=10)
SLACK: Final = timedelta(seconds=10)
AFTER_LEAVING: Final = timedelta(seconds=90)
"""Somebody goes on a little before they have finished ringing."""
TIMELESS: Final = frozenset({"assumed", "date_only", "implausible"})
"""Qualities of a time that says nothing about when an event was rung."""


@dataclass(frozen=True, slots=True)
class Came:
    """An event that came in; ``occurred`` is the register's time in UTC."""

    id: int
    event_type: str
    flags: Collection[str]
    occurred: datetime
    received: datetime
    time_quality: str = "exact"

    @property
    def tells_time(self) -> bool:
        return self.time_quality not in TIMELESS


@dataclass(frozen=True, slots=True)
class Asked:
    """When a step was asked for, and until when it can have been rung (None: still)."""

    step: Step
    since: datetime
    until: datetime | None
    known: timedelta
    """The offset of the register's clock that the product uses."""
    measured: Offset | None = None
    """What the steps seen so far say of it."""


def offset_of(came: Came, asked: Asked) -> Offset | None:
    """The offsets at which ``came`` was rung for this step; None when no time is told."""
    if not came.tells_time:
        return None
    left = asked.until + AFTER_LEAVING if asked.until else came.received
    return bounds(asked.since, came.occurred, min(came.received, left))


def is_in_time(came: Came, asked: Asked) -> bool:
    """Whether the register's time fits what is known of its clock."""
    if came.received < asked.since:
        return False
    implied = offset_of(came, asked)
    if implied is None:
        return came.time_quality != "implausible"
    if implied.high < implied.low:
        return False
    if asked.measured is not None:
        return implied.meets(asked.measured, SLACK)
    return implied.meets(Offset(asked.known - AT_FIRST, asked.known + AT_FIRST))


def answer_to(asked: Asked, came: Sequence[Came]) -> Came | None:
    """The first that was read as what was asked for, in time."""
    fitting = [
        each
        for each in came
        if asked.step.fits(each.event_type, each.flags) and is_in_time(each, asked)
    ]
    return min(fitting, key=lambda each: (each.occurred, each.id), default=None)
