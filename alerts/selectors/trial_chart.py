"""The chart of a trial: a bar a day, drawn by the server as SVG without any style of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT, FOOT, LEFT = 720.0, 160.0, 20.0, 30.0
MOST_LABELS = 8


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    title: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the scale, or a label under the bars."""

    at: str
    word: str


@dataclass(frozen=True, slots=True)
class Chart:
    bars: list[Bar]
    scale: list[Mark]
    labels: list[Mark]
    width: int = int(WIDTH)
    height: int = int(HEIGHT + FOOT)
    base: int = int(HEIGHT)
    left: int = int(LEFT)


def chart_of(days: Sequence[tuple[str, int, str]]) -> Chart:
    """``days`` are label, count, and the words for one bar."""
    most = _round_up(max((count for _label, count, _title in days), default=0))
    room = (WIDTH - LEFT) / max(len(days), 1)
    every = -(-len(days) // MOST_LABELS) or 1
    return Chart(
        bars=[
            _bar(LEFT + place * room, room, count / most, title)
            for place, (_label, count, title) in enumerate(days)
            if count
        ],
        scale=[
            Mark(_plain(HEIGHT - HEIGHT * share * 0.92), f"{most * share:g}") for share in (0.5, 1)
        ],
        labels=[
            Mark(_plain(LEFT + (place + 0.5) * room), label)
            for place, (label, _count, _title) in enumerate(days)
            if place % every == every // 2
        ],
    )


def _bar(x: float, room: float, share: float, title: str) -> Bar:
    height = max(HEIGHT * share * 0.92, 1.5)
    gap = min(room * 0.2, 3)
    return Bar(
        _plain(x + gap / 2), _plain(HEIGHT - height), _plain(room - gap), _plain(height), title
    )


def _round_up(count: int) -> int:
    """The top of the scale: even, so that its half is a whole number."""
    for top in (2, 4, 10, 20, 40, 100, 200, 400, 1000, 2000, 4000, 10_000):
        if count <= top:
            return top
    return count + count % 2


def _plain(value: float) -> str:
    return f"{value:.1f}"
