"""The other mouths of a store: what a back office and the register's own reports say of a day.

``<store>/modisoft/``: the list of transactions and the reports of voids, refunds and no
sales; ``<store>/msm/``: the register's counts per shift and day. A line in ``labels.jsonl``
per file says what it holds and what is wrong with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from transactions.formats.canonical import EventType

from .tallies import figures_of, shifts_of
from .writers.modisoft import key_of, modisoft_reports, noise_of
from .writers.movement import day_report, shift_report
from .writers.table_files import CONTAINERS, write_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from transactions.formats.canonical import Metric

    from .journal import JournalEvent
    from .store_day import StoreDay
    from .tallies import Figure

MODISOFT, MSM = "modisoft", "msm"
MOUTHS: Final = (MODISOFT, MSM)
IN_TURN: Final = "mixed"
BLIND_TO: Final = (
    *(EventType.NO_SALE, EventType.VOID, EventType.REFUND),
    *(EventType.PAID_OUT, EventType.SAFE_DROP),
)
"""What a register's journal can be made to leave out: each has a count of the register's own
to find it by."""


@dataclass(frozen=True, slots=True)
class Said:
    """A file of a day: its path below the store's folder, and the truth about it."""

    path: str
    content: bytes
    truth: dict[str, Any] = field(default_factory=dict)


def check_mouths(names: Sequence[str], container: str) -> None:
    """Raises ``ValueError`` for one that does not exist."""
    for name in names:
        if name not in MOUTHS:
            raise ValueError(f"no such source: {name} (known: {', '.join(MOUTHS)})")
    if container != IN_TURN and container not in CONTAINERS:
        known = ", ".join((IN_TURN, *CONTAINERS))
        raise ValueError(f"no such kind of spreadsheet: {container} (known: {known})")


def without(day: StoreDay, blind: Collection[EventType]) -> StoreDay:
    """The day as a journal tells it that never writes some kinds of event."""
    kept = [each for each in day.events if each.expected_type not in blind]
    return replace(day, events=kept)


def say(
    day: StoreDay, mouths: Sequence[str], seed: int, container: str = IN_TURN
) -> Iterator[Said]:
    """Every file about ``day`` that the named sources write."""
    if MODISOFT in mouths:
        yield from modisoft_files(day, seed, container)
    if MSM in mouths:
        yield from msm_files(day)


def modisoft_files(day: StoreDay, seed: int, container: str = IN_TURN) -> Iterator[Said]:
    """Containers ``mixed`` take turns from day to day."""
    kinds = list(CONTAINERS)
    chosen = kinds[day.date.toordinal() % len(kinds)] if container == IN_TURN else container
    noise = noise_of(day, seed)
    for report in modisoft_reports(day, noise):
        extension, content = write_table(report.table, chosen)
        truth = {"kind": report.kind, "container": chosen, **_held(report.events)}
        if report.kind == "modisoft_transactions":
            truth |= {"missing": _listed(noise.missing), "unsure": _listed(noise.unsure)}
        yield Said(f"{MODISOFT}/{report.name}{extension}", content, truth)


def msm_files(day: StoreDay) -> Iterator[Said]:
    """One per till and shift, and that of the day."""
    for period in shifts_of(day):
        name, content = shift_report(day.profile, period)
        truth = {"kind": "msm_shift", "register": period.register, "shift": period.number}
        yield Said(f"{MSM}/{name}", content, truth | {"figures": _told(figures_of(period.events))})
    name, content = day_report(day)
    truth = {"kind": "msm_day", "figures": _told(figures_of(day.events))}
    yield Said(f"{MSM}/{name}", content, truth)


def write_mouths(day: StoreDay, said: Iterable[Said], folder: Path) -> Iterator[str]:
    """Write the files into a store's folder; a line of the labels for each."""
    for each in said:
        target = folder / each.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(each.content)
        yield _line(day, f"{day.profile.code}/{each.path}", each.truth)


def blind_line(day: StoreDay, blind: Collection[EventType]) -> str:
    """The line of the labels that says what the day's journal keeps to itself."""
    left_out = [each for each in day.events if each.expected_type in blind]
    truth = {"kind": "journal", "missing": _listed(map(key_of, left_out))}
    return _line(day, f"{day.profile.code}/PJR/{day.date.isoformat()}", truth)


def _line(day: StoreDay, path: str, truth: dict[str, Any]) -> str:
    row = {"file": path, "store": day.profile.code, "business_date": day.date.isoformat(), **truth}
    return json.dumps(row) + "\n"


def _held(events: Sequence[JournalEvent]) -> dict[str, Any]:
    by_type: dict[str, int] = {}
    for event in events:
        by_type[event.expected_type] = by_type.get(event.expected_type, 0) + 1
    return {"rows": len(events), "by_type": by_type}


def _listed(keys: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"register": register, "transaction_no": no} for register, no in sorted(keys)]


def _told(figures: Mapping[Metric, Figure]) -> dict[str, dict[str, Any]]:
    return {
        metric.value: {"count": figure.count, "amount": str(figure.amount)}
        for metric, figure in figures.items()
    }
