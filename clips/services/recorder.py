"""A store's recorder as the pure package's driver, asked in real time.

The recorder's clock is put right here, in one place: what we ask is moved onto its clock,
what it answers is moved back. A positive offset means that its clock is ahead.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from clips.services.quality import channel_of
from footage.clock import ClockOffset, combined_error, real_time, recorder_window
from footage.errors import FootageError, NotYetRecordedError
from footage.window import UtcWindow
from stores.services.recorders_open import opened

if TYPE_CHECKING:
    from pathlib import Path

    from clips.models import Clip
    from footage.recorders.base import Cancelled, Progress, RawMedia
    from stores.models import Recorder

_TIMES = frozenset({"nearest", "oldest", "retry_at"})


@dataclass(frozen=True, slots=True)
class Obtained:
    """Raw footage in real time, and how its time was come by."""

    raw: RawMedia
    clock: ClockOffset
    driver: str

    @property
    def offset_ms(self) -> int:
        """What was taken off the recorder's time."""
        return round(self.clock.applied.total_seconds() * 1000)

    def error_ms(self, time_error: float) -> int:
        return round(combined_error(self.clock.error, time_error) * 1000)


def clock_of(recorder: Recorder) -> ClockOffset:
    return ClockOffset(recorder.clock_offset_ms / 1000, recorder.clock_error_ms / 1000)


def obtain(
    clip: Clip, dest: Path, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> Obtained:
    """Ask the clip's recorder for its window. Raises FootageError."""
    assert clip.camera is not None  # noqa: S101 - clips without a camera are not fetched
    recorder = clip.camera.recorder
    clock = clock_of(recorder)
    window = UtcWindow(clip.window_start, clip.window_end)
    try:
        with opened(recorder) as driver:
            raw = driver.fetch(
                channel_of(clip),
                recorder_window(window, clock),
                dest,
                progress=progress,
                cancelled=cancelled,
            )
    except FootageError as error:
        _put_right(error, clock)
        raise
    return Obtained(in_real_time(raw, clock), clock, recorder.driver)


def _put_right(error: FootageError, clock: ClockOffset) -> None:
    """Times in a refusal are the recorder's; whoever reads them thinks in real time."""
    for name in _TIMES & error.params.keys():
        at = datetime.fromisoformat(error.params[name])
        error.params[name] = real_time(at, clock).isoformat()
    if isinstance(error, NotYetRecordedError):
        error.retry_at = real_time(error.retry_at, clock)


def in_real_time(raw: RawMedia, clock: ClockOffset) -> RawMedia:
    """What a recorder stamped by its own clock, by real time."""

    def real(at: datetime) -> datetime:
        return real_time(at, clock)

    return replace(
        raw,
        asked=UtcWindow(real(raw.asked.start), real(raw.asked.end)),
        files=tuple(replace(file, start=real(file.start)) for file in raw.files),
        gaps=tuple(replace(gap, start=real(gap.start), end=real(gap.end)) for gap in raw.gaps),
    )
