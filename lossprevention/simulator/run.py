"""A whole simulation into a folder: journals, ground truth, and footage when asked for.

``<out>/<store>/PJR/<date>/*.xml`` one event per file; ``<out>/<store>/day/<date>.xml``
the same events in one; ``<out>/labels.jsonl``; ``<out>/stores.json``;
``<out>/<store>/footage/<camera>/*.mp4``; and, when asked for, what other sources say of the
same days (``mouths.py``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from .catalogue import department_roles
from .footage.on_demand import ensure_segments
from .mouths import IN_TURN, blind_line, check_mouths, say, without, write_mouths
from .profiles import default_stores
from .scenes import camera_view, scene_events
from .schemes import SCHEMES, chosen_schemes
from .store_day import generate
from .writers.day_file import write_day_file
from .writers.passport import write_passport_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from pathlib import Path

    from transactions.formats.canonical import EventType

    from .footage.segment import Codec
    from .profiles import RegisterProfile, StoreProfile
    from .store_day import StoreDay

Around = Literal["flagged", "all"]
BEFORE, AFTER = timedelta(seconds=65), timedelta(seconds=125)
"""A clip's minute before and two after, and five seconds to spare on each side."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """What to simulate."""

    out: Path
    start: date
    stores: int = 3
    days: int = 7
    seed: int = 1
    schemes: tuple[str, ...] = tuple(SCHEMES)
    version: str = "3.4"
    footage: bool = False
    codec: Codec = "h264"
    footage_around: Around = "flagged"
    also: tuple[str, ...] = ()
    """Other sources of the same days."""
    spreadsheets: str = IN_TURN
    blind: frozenset[EventType] = frozenset()
    """What the journals leave out, and the register's own reports count all the same."""


@dataclass(slots=True)
class Tally:
    """What came of it."""

    store_days: int = 0
    events: int = 0
    flagged: int = 0
    thefts: int = 0
    look_alikes: int = 0
    segments: int = 0
    reports: int = 0
    """Files of other sources."""
    folders: list[Path] = field(default_factory=list)


def simulate(order: Simulation, report: Callable[[str], None]) -> Tally:
    """Write everything, reporting a line per store day and per register's footage.

    Raises ``ValueError`` for an order that makes no sense, ``OSError`` when the folder
    cannot be written and ``RenderError`` when a segment cannot be encoded.
    """
    chosen_schemes(order.schemes)
    check_mouths(order.also, order.spreadsheets)
    if order.days < 1:
        raise ValueError("a simulation needs at least one day")
    stores = default_stores(order.stores)
    order.out.mkdir(parents=True, exist_ok=True)
    _write_stores(order.out / "stores.json", stores)
    tally = Tally(folders=[order.out / store.code for store in stores])
    days = generate(
        seed=order.seed,
        stores=stores,
        days=order.days,
        start_date=order.start,
        schemes=order.schemes,
    )
    with (order.out / "labels.jsonl").open("w", encoding="utf-8") as labels:
        for day in days:
            _write_day(order, day, tally)
            labels.writelines(label.as_json() + "\n" for label in day.labels)
            labels.writelines(_write_others(order, day, tally))
            report(
                f"{day.profile.code} {day.date}: {len(day.events)} events, "
                f"{len(day.flagged)} flagged, {len(day.labels)} labels"
            )
            if order.footage:
                tally.segments += _write_footage(order, day, report)
    return tally


def _write_day(order: Simulation, day: StoreDay, tally: Tally) -> None:
    folder = order.out / day.profile.code
    told = without(day, order.blind)
    tally.events += write_passport_day(told, folder / "PJR", order.version)
    write_day_file(told, folder / "day")
    tally.store_days += 1
    tally.flagged += len(day.flagged)
    tally.look_alikes += sum(label.honest for label in day.labels)
    tally.thefts += sum(not label.honest for label in day.labels)


def _write_others(order: Simulation, day: StoreDay, tally: Tally) -> list[str]:
    """What other sources say of the day; the lines of the labels about it."""
    said = say(day, order.also, order.seed, order.spreadsheets)
    lines = list(write_mouths(day, said, order.out / day.profile.code))
    tally.reports += len(lines)
    return [*lines, blind_line(day, order.blind)] if order.blind else lines


def _write_footage(order: Simulation, day: StoreDay, report: Callable[[str], None]) -> int:
    total = 0
    for register in day.profile.inside:
        made = sum(
            _film(order, day, register, window)
            for window in _windows(day, register.code, order.footage_around)
        )
        report(f"{day.profile.code} {day.date} {register.name}: {made} segments of footage")
        total += made
    return total


def _film(
    order: Simulation, day: StoreDay, register: RegisterProfile, window: tuple[datetime, datetime]
) -> int:
    """Render a window for every camera of a register; returns how many segments were new."""
    folder = order.out / day.profile.code / "footage"
    scene = scene_events(day.events, register.code)
    made: list[Path] = []
    for camera in register.cameras:
        view = replace(camera_view(day.profile, register, camera), codec=order.codec)
        ensure_segments(folder, view, *window, scene, progress=made.append)
    return len(made)


def _windows(day: StoreDay, register: str, around: Around) -> list[tuple[datetime, datetime]]:
    if around == "all":
        return [(day.start, day.end)]
    return [
        (event.moment - BEFORE, event.moment + AFTER)
        for event in day.flagged
        if event.register == register
    ]


def _write_stores(path: Path, stores: tuple[StoreProfile, ...]) -> None:
    """What a person would type into the product to set these stores up."""
    rows = [
        {
            "code": store.code,
            "name": store.name,
            "city": store.city,
            "time_zone": store.zone.key,
            "registers": [
                {
                    "code": register.code,
                    "name": register.name,
                    "outside": register.outside,
                    "cameras": [
                        {"code": camera.code, "name": camera.name} for camera in register.cameras
                    ],
                }
                for register in store.registers
            ],
            "cashiers": [
                {"code": person.code, "name": person.name, "manager": person.manager}
                for person in store.cashiers
            ],
            "department_roles": department_roles(),
        }
        for store in stores
    ]
    path.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
