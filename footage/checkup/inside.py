"""From the log-in to the footage: what the driver is told by the recorder itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from footage.calibration import WrittenTime, clock_offset, find_time_base, told_zone
from footage.checkup.findings import Step, Verdict
from footage.clock import IGNORED_BELOW_SECONDS, WARNED_ABOVE_SECONDS
from footage.errors import (
    AuthRejectedError,
    FootageError,
    LockedError,
    NoPermissionError,
    UnsupportedError,
)
from footage.window import UtcWindow

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo
    from zoneinfo import ZoneInfo

    from footage.checkup.findings import CheckUp
    from footage.recorders.base import ClockReading, Coverage, RecorderDriver

    Report = Callable[[Step], None]
    Reopen = Callable[[str], RecorderDriver]

LOOK_BACK: Final = timedelta(hours=24)
MOST_CHANNELS: Final = 64
_CALIBRATED_BY: Final = 4
"""Cameras asked for their newest recording: one that records by motion only may have none."""
_HALF_HOUR: Final = 1800.0
STALE_AFTER: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known of a recorder's times, and how to ask it knowing more."""

    zone: ZoneInfo
    time_base: str = ""
    reopened: Reopen | None = None
    """The same recorder, asked with another ``time_base``. None: it needs none."""
    proves_log_in: bool = True
    """Saying what it is takes a log-in."""


def check_inside(
    result: CheckUp, driver: RecorderDriver, habits: Habits, report: Report = lambda _step: None
) -> bool:
    """Findings for log-in, permission, clock and footage; True when footage can be asked."""
    report(Step.LOG_IN)
    if not _check_log_in(result, driver, habits):
        result.skip(Step.PERMISSION, Step.CLOCK, Step.FOOTAGE)
        return False
    report(Step.PERMISSION)
    if not _check_permission(result, driver):
        result.skip(Step.CLOCK, Step.FOOTAGE)
        return False
    report(Step.CLOCK)
    _check_clock(result, driver, habits)
    report(Step.FOOTAGE)
    if habits.reopened is not None and result.time_base not in {"", habits.time_base}:
        driver = habits.reopened(result.time_base)
    return _check_footage(result, driver)


def _check_log_in(result: CheckUp, driver: RecorderDriver, habits: Habits) -> bool:
    try:
        result.device = driver.identify()
    except UnsupportedError:
        # A recorder that tells nothing of itself: its list of cameras is the first log-in.
        result.add(Step.LOG_IN, Verdict.UNSURE, "device_not_told")
        return True
    except FootageError as error:
        _refuse(result, Step.LOG_IN, error)
        return False
    told = result.device
    if not habits.proves_log_in:
        result.add(Step.LOG_IN, Verdict.UNSURE, "log_in_later")
        return True
    result.add(
        Step.LOG_IN, Verdict.OK, "logged_in", model=told.model, firmware=told.firmware or "?"
    )
    return True


def _check_permission(result: CheckUp, driver: RecorderDriver) -> bool:
    try:
        result.channels = list(driver.channels())[:MOST_CHANNELS]
    except FootageError as error:
        _refuse(result, Step.PERMISSION, error)
        return False
    if not result.channels:
        result.add(Step.PERMISSION, Verdict.WRONG, "no_cameras")
        return False
    # Such codecs leave out pictures that a clip needs: some recorders then play nothing.
    smart = [each.name or each.id for each in result.channels if each.codec.endswith("+")]
    if smart:
        result.add(Step.PERMISSION, Verdict.UNSURE, "smart_codec", cameras=", ".join(smart))
    else:
        result.add(Step.PERMISSION, Verdict.OK, "cameras_listed", n=len(result.channels))
    return True


def _refuse(result: CheckUp, step: Step, error: FootageError) -> None:
    if isinstance(error, AuthRejectedError | LockedError):
        result.refusal = error
        step = Step.LOG_IN
        result.findings = [each for each in result.findings if each.step is not Step.LOG_IN]
    result.add(step, Verdict.WRONG, error.code, **error.params)


def is_zone_mistake(offset: float) -> bool:
    """Whether the clock is right but for its time zone: off by half hours."""
    halves = round(offset / _HALF_HOUR)
    return halves != 0 and abs(offset - halves * _HALF_HOUR) <= WARNED_ABOVE_SECONDS


def _check_clock(result: CheckUp, driver: RecorderDriver, habits: Habits) -> None:
    try:
        result.clock = driver.clock()
        if habits.reopened is not None:
            result.time_base = _calibrated(result, driver, result.clock, habits)
    except UnsupportedError:
        result.add(Step.CLOCK, Verdict.UNSURE, "clock_not_told")
        return
    except FootageError as error:
        result.add(Step.CLOCK, Verdict.UNSURE, error.code, **error.params)
        return
    base = result.time_base or habits.time_base
    result.offset = clock_offset(result.clock, _zone_of(result.clock, base, habits.zone))
    _judge_clock(result, result.offset.seconds, habits.zone)


def _zone_of(reading: ClockReading, base: str, zone: ZoneInfo) -> tzinfo:
    """A recorder that writes UTC makes it from its own zone, whatever the store's is; one
    that writes its wall clock is read in the store's, and a wrong zone is an offset."""
    return (told_zone(reading) or zone) if base == "utc" else zone


def _calibrated(
    result: CheckUp, driver: RecorderDriver, reading: ClockReading, habits: Habits
) -> str:
    """``local`` or ``utc`` as the newest recordings tell, of the first camera that does."""
    newest_end = getattr(driver, "newest_end", None)
    if newest_end is None:
        return ""
    zone = told_zone(reading) or habits.zone
    for channel in result.channels[:_CALIBRATED_BY]:
        found = find_time_base(reading, zone, partial(newest_end, channel.id))
        if found.base is not WrittenTime.UNKNOWN:
            return found.base.value
        if found.why == "same":
            break
    return ""


def _judge_clock(result: CheckUp, offset: float, zone: ZoneInfo) -> None:
    shown = {"offset": f"{offset:+.0f}", "zone": zone.key}
    if is_zone_mistake(offset):
        hours = f"{offset / 3600:+.1f}"
        result.add(Step.CLOCK, Verdict.UNSURE, "clock_zone", hours=hours, **shown)
    elif abs(offset) > WARNED_ABOVE_SECONDS:
        result.add(Step.CLOCK, Verdict.UNSURE, "clock_far_off", **shown)
    else:
        code = "clock_right" if abs(offset) < IGNORED_BELOW_SECONDS else "clock_off"
        result.add(Step.CLOCK, Verdict.OK, code, **shown)


def _check_footage(result: CheckUp, driver: RecorderDriver) -> bool:
    now = datetime.now(UTC)
    window = UtcWindow(now - LOOK_BACK, now)
    try:
        held = [driver.coverage(channel.id, window) for channel in result.channels]
    except NoPermissionError as error:
        result.add(Step.FOOTAGE, Verdict.WRONG, "no_playback", **error.params)
        return False
    except FootageError as error:
        result.add(Step.FOOTAGE, Verdict.WRONG, error.code, **error.params)
        return False
    return _judge_footage(result, held, now)


def _judge_footage(result: CheckUp, held: list[Coverage], now: datetime) -> bool:
    if not any(each.is_known for each in held):
        result.add(Step.FOOTAGE, Verdict.UNSURE, "footage_not_told")
        return True
    oldest = [each.oldest for each in held if each.oldest is not None]
    newest = [each.newest for each in held if each.newest is not None]
    result.oldest, result.newest = max(oldest, default=None), max(newest, default=None)
    if result.oldest is None or result.newest is None:
        result.add(Step.FOOTAGE, Verdict.WRONG, "no_footage_at_all")
        return False
    shown = {"oldest": result.oldest.isoformat(), "days": (now - result.oldest).days}
    if now - result.newest > STALE_AFTER:
        newest_at = result.newest.isoformat()
        result.add(Step.FOOTAGE, Verdict.UNSURE, "footage_stale", nearest=newest_at, **shown)
    else:
        result.add(Step.FOOTAGE, Verdict.OK, "footage_held", **shown)
    return True
