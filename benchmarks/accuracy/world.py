"""A random recorder: its clock, zone, night, files, keyframes and holes.

Every picture carries its real time in a strip of blocks. Files are named by the recorder's
own clock, which is wrong by a set offset, in local time or UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from footage.clock import ClockOffset
from footage.window import Gap, UtcWindow
from tests.footage.strip import EPOCH, Camera, write_segment

if TYPE_CHECKING:
    import random
    from pathlib import Path

SPAN: Final = timedelta(minutes=9)
_LOCAL: Final = "{camera}/{start:%Y%m%d%H%M%S}_{seconds}.mp4"
_NIGHTS: Final = {
    "America/New_York": (datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)),
    "America/Los_Angeles": (
        datetime(2026, 3, 8, 10, tzinfo=UTC),
        datetime(2026, 11, 1, 9, tzinfo=UTC),
    ),
    "Europe/London": (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    "Australia/Lord_Howe": (
        datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
        datetime(2026, 4, 4, 15, tzinfo=UTC),
    ),
}
"""Zone to the instants at which its clocks go forward and back."""
_PLAIN: Final = ("Asia/Kolkata", "America/Phoenix", "UTC")


@dataclass(frozen=True, slots=True)
class World:
    settings: dict[str, str]
    starts: datetime
    """Real time of the first picture."""
    camera: Camera
    offset: ClockOffset
    holes: tuple[Gap, ...]
    is_doubled: bool
    """Its files lie in the hour that a local clock shows twice."""

    @property
    def window(self) -> UtcWindow:
        return UtcWindow(self.starts, self.starts + SPAN)

    @property
    def shift(self) -> timedelta:
        """From the time in the strip to real time."""
        return self.starts - EPOCH


def make_world(root: Path, rng: random.Random) -> World:
    fps = rng.choice((4, 5, 8, 10))
    camera = Camera(fps=fps, gop=fps * rng.choice((1, 2, 4, 8)), width=192, height=96)
    offset = timedelta(seconds=rng.choice((0, 0, rng.randint(2, 110), -rng.randint(2, 110))))
    zone, starts = _when(rng)
    is_local = zone != "UTC" and rng.random() < 0.7
    return World(
        settings=_settings(root, zone, is_local=is_local),
        starts=starts,
        camera=camera,
        offset=ClockOffset(offset.total_seconds()),
        holes=tuple(_record(root, rng, camera, starts, offset, ZoneInfo(zone), is_local=is_local)),
        is_doubled=is_local and zone in _NIGHTS and abs(starts - _NIGHTS[zone][1]) < _NEAR,
    )


_NEAR: Final = timedelta(hours=1, minutes=20)


def _when(rng: random.Random) -> tuple[str, datetime]:
    """A zone and a real time, half of them within the nights on which clocks change."""
    if rng.random() < 0.5:
        zone = rng.choice(sorted(_NIGHTS))
        change = rng.choice(_NIGHTS[zone])
        return zone, change + timedelta(seconds=rng.randint(-3600, 3600))
    zone = rng.choice(_PLAIN)
    return zone, datetime(2026, 6, 1, tzinfo=UTC) + timedelta(seconds=rng.randint(0, 10**7))


def _settings(root: Path, zone: str, *, is_local: bool) -> dict[str, str]:
    settings = {"path": str(root)}
    if is_local:
        settings |= {"template": _LOCAL, "time_base": "local", "zone": zone}
    return settings


def _record(
    root: Path,
    rng: random.Random,
    camera: Camera,
    starts: datetime,
    offset: timedelta,
    zone: ZoneInfo,
    *,
    is_local: bool,
) -> list[Gap]:
    """Writes the files; answers the holes between them."""
    holes, cursor = [], starts
    while cursor < starts + SPAN:
        seconds = rng.randint(7, 120)
        clock = cursor + offset
        named = (
            f"{clock.astimezone(zone):%Y%m%d%H%M%S}_{seconds}.mp4"
            if is_local
            else f"{clock:%Y%m%dT%H%M%SZ}_{seconds}.mp4"
        )
        write_segment(root / "cam1" / named, cursor - starts + EPOCH, seconds, camera)
        cursor += timedelta(seconds=seconds)
        if rng.random() < 0.2:
            hole = timedelta(seconds=rng.randint(3, 40))
            holes.append(Gap(cursor, cursor + hole, "not_recorded"))
            cursor += hole
    return holes
