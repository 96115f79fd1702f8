"""What the cameras of the demo are going to have seen: a log per store and UTC day.

The registers write it as they sell; the simulated recorder reads it when it is asked for
footage and draws what it says.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lossprevention.simulator.footage.scene import SceneEvent
from lossprevention.simulator.scenes import scene_event

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    from lossprevention.simulator.journal import JournalEvent

_FOLDER = ".scenes"
"""Hidden, so that it is no camera to whoever reads the folder as a recorder's."""


@dataclass(frozen=True, slots=True)
class SceneLog:
    """The log inside a store's footage folder."""

    footage: Path

    def add(self, events: Iterable[JournalEvent]) -> None:
        lines: dict[str, list[str]] = {}
        for event in events:
            seen = scene_event(event)
            at = seen.at.astimezone(UTC)
            row = [event.register, at.isoformat(), seen.kind, seen.customer]
            lines.setdefault(_day(at), []).append(json.dumps(row) + "\n")
        for day, rows in lines.items():
            path = self.footage / _FOLDER / day
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8") as stream:
                stream.write("".join(rows))

    def between(
        self, registers: Collection[str], start: datetime, end: datetime
    ) -> list[SceneEvent]:
        """What happened at these registers from ``start`` to ``end``, each event once."""
        found: dict[tuple[str, datetime], SceneEvent] = {}
        for register, event in self._rows(start, end):
            if register in registers and start <= event.at <= end:
                found[register, event.at] = event
        return list(found.values())

    def forget_before(self, instant: datetime) -> None:
        """Drop the days that nobody will ask about any more."""
        for path in (self.footage / _FOLDER).glob("*.jsonl"):
            if path.name < _day(instant):
                path.unlink(missing_ok=True)

    def _rows(self, start: datetime, end: datetime) -> Iterator[tuple[str, SceneEvent]]:
        day = start.astimezone(UTC)
        while _day(day) <= _day(end.astimezone(UTC)):
            path = self.footage / _FOLDER / _day(day)
            if path.exists():
                for line in path.read_text(encoding="utf-8").splitlines():
                    register, at, kind, customer = json.loads(line)
                    yield register, SceneEvent(datetime.fromisoformat(at), kind, customer)
            day += timedelta(days=1)


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}.jsonl"
