"""Is this store watched? One judgment for the header, the list and the page. Pure.

A reason is a code and its parameters; ``sentences.py`` words it. The order of ``REASONS``
is the order of weight: the first that holds heads the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

QUIET_AFTER = timedelta(minutes=30)
"""Of opening hours, without any event."""
BY_HAND_OLD = timedelta(days=2)
BACKLOG_OLD = timedelta(minutes=10)
LATE = timedelta(minutes=15)
"""From event to receipt, for the slowest twentieth of the last day."""


class State(IntEnum):
    """Sorted by what needs attention first."""

    NOT_WATCHING = 0
    PARTLY = 1
    WATCHING = 2


@dataclass(frozen=True, slots=True)
class SourceTrouble:
    """A source that should have spoken: ``code`` is ``silent`` or ``failing``; ``why`` and
    its parameters are a reason of ``transactions.sources.reasons``."""

    name: str
    code: str
    since: datetime | None
    why: str = ""
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Some:
    """A number of things, and since when the oldest of them."""

    count: int = 0
    since: datetime | date | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """What is known of one store, gathered by ``watching.py``.

    ``received_at`` is when the newest event came in, ``occurred_at`` when it happened;
    ``silence`` the opening hours since it came in. ``by_hand``: somebody uploaded it, and
    nothing sends by itself here. ``heard_apart``: programs at the store send by themselves,
    so that its registers are heard without its sources. ``lag_p95`` in seconds.
    """

    now: datetime
    received_at: datetime | None = None
    occurred_at: datetime | None = None
    by_hand: bool = False
    silence: timedelta = timedelta()
    quiet_after: timedelta = QUIET_AFTER
    troubles: tuple[SourceTrouble, ...] = ()
    active_sources: int = 0
    heard_apart: bool = False
    waiting: Some = Some()
    unread: Some = Some()
    layouts: Some = Some()
    missing: Some = Some()
    blind_to: tuple[str, ...] = ()
    differing: Some = Some()
    unfamiliar: Some = Some()
    implausible: int = 0
    undecided: int = 0
    lag_p95: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """``since`` is a moment, or a business date where only that is known. ``trouble`` is the
    source that it is about."""

    code: str
    state: State
    since: datetime | date | None = None
    params: Mapping[str, str] = field(default_factory=dict)
    count: int = 0
    trouble: SourceTrouble | None = None


@dataclass(frozen=True, slots=True)
class Judgment:
    """``reasons`` in order of weight; empty for a store that is watched in full."""

    state: State
    reasons: tuple[Reason, ...] = ()

    @property
    def since(self) -> datetime | date | None:
        return self.reasons[0].since if self.reasons else None

    @property
    def only_by_hand(self) -> bool:
        """Nothing is wrong but that people bring the journals."""
        return [reason.code for reason in self.reasons] == ["by_hand"]

    @property
    def never_heard(self) -> bool:
        return bool(self.reasons) and self.reasons[0].code == "never_heard"


def judge(signs: Signs) -> Judgment:
    """The gravest state wins; reasons of that state come first, each kind by weight."""
    found = list(_reasons(signs))
    reasons = tuple(sorted(found, key=lambda reason: (reason.state, _WEIGHT[reason.code])))
    return Judgment(reasons[0].state if reasons else State.WATCHING, reasons)


REASONS = (
    "never_heard",
    "nothing_heard",
    "by_hand_old",
    "source_failing",
    "source_silent",
    "files_waiting",
    "files_unread",
    "layouts_waiting",
    "numbers_missing",
    "blind",
    "counts_differ",
    "unfamiliar",
    "by_hand",
    "late",
    "clock",
    "undecided",
)
_WEIGHT = {code: weight for weight, code in enumerate(REASONS)}


def _reasons(signs: Signs) -> Iterator[Reason]:
    yield from _heard(signs)
    yield from _sources(signs)
    if signs.waiting.count and _older(signs.waiting.since, signs.now - BACKLOG_OLD):
        yield _some("files_waiting", signs.waiting)
    for code, some in (
        ("files_unread", signs.unread),
        ("layouts_waiting", signs.layouts),
        ("numbers_missing", signs.missing),
        ("counts_differ", signs.differing),
        ("unfamiliar", signs.unfamiliar),
    ):
        if some.count:
            yield _some(code, some)
    if signs.blind_to:
        yield Reason("blind", State.PARTLY, params={"metrics": " ".join(signs.blind_to)})
    if signs.lag_p95 is not None and signs.lag_p95 > LATE.total_seconds():
        yield Reason("late", State.PARTLY, params={"seconds": str(signs.lag_p95)})
    for code, count in (("clock", signs.implausible), ("undecided", signs.undecided)):
        if count:
            yield Reason(code, State.PARTLY, count=count)


def _heard(signs: Signs) -> Iterator[Reason]:
    if signs.received_at is None:
        yield Reason("never_heard", State.NOT_WATCHING)
    elif signs.by_hand:
        last = signs.occurred_at or signs.received_at
        old = signs.now - last > BY_HAND_OLD
        yield Reason(
            "by_hand_old" if old else "by_hand", State(0) if old else State.PARTLY, since=last
        )
    elif signs.silence > signs.quiet_after:
        seconds = str(int(signs.silence.total_seconds()))
        yield Reason(
            "nothing_heard", State.NOT_WATCHING, signs.received_at, params={"seconds": seconds}
        )


def _sources(signs: Signs) -> Iterator[Reason]:
    """When every source is in trouble nothing comes in any more, whatever came before:
    unless the registers are heard another way, and only the sources are not."""
    all_of_them = 0 < signs.active_sources <= len(signs.troubles)
    state = State.NOT_WATCHING if all_of_them and not signs.heard_apart else State.PARTLY
    for trouble in signs.troubles:
        params = {"source": trouble.name}
        yield Reason(f"source_{trouble.code}", state, trouble.since, params, trouble=trouble)


def _some(code: str, some: Some) -> Reason:
    return Reason(code, State.PARTLY, some.since, count=some.count)


def _older(since: datetime | date | None, limit: datetime) -> bool:
    return isinstance(since, datetime) and since < limit
