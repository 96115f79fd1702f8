"""One part of one recording, as it is ordered and as it arrives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from footage.window import UtcWindow

if TYPE_CHECKING:
    from pathlib import Path

    from footage.recorders.base import Cancelled, Progress, RawFile
    from footage.recorders.hikvision_isapi.placing import Placed

_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Order:
    """``part``: what of the recording is wanted, real time by the recorder's clock."""

    placed: Placed
    part: UtcWindow
    dest: Path
    name: str
    progress: Progress | None = None
    cancelled: Cancelled | None = None

    @property
    def path(self) -> Path:
        return self.dest / f"{self.name}.mp4"

    @property
    def whole_seconds(self) -> UtcWindow:
        """What to ask for: down to the second at the start, up at the end, but not out of
        the recording."""
        start, end = self.part.start.replace(microsecond=0), self.part.end
        if end.microsecond:
            end = end.replace(microsecond=0) + _SECOND
        start = max(start, self.placed.start)
        return UtcWindow(start, max(min(end, self.placed.end), start + _SECOND))

    def tell(self, fraction: float) -> None:
        if self.progress is not None:
            self.progress("fetch", min(1.0, fraction))


@dataclass(frozen=True, slots=True)
class Fetched:
    raw: RawFile
    time_error: float
    """Seconds that the start of ``raw`` may be off."""
    notes: tuple[str, ...] = ()
