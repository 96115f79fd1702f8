"""Where marks stand: plain numbers for an SVG, no markup. Colours are the stylesheet's."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT, FOOT, LEFT = 720, 200, 22, 44
DOTS_WIDTH: Final = 240
MOST_RATE: Final = 8.0


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    behind_x: float
    behind_y: float
    behind_height: float
    label_x: float


@dataclass(frozen=True, slots=True)
class Line:
    y: float
    value: float


def scale(most: float) -> list[float]:
    """Three or four round numbers from nothing to above ``most``."""
    if most <= 0:
        return [0.0, 1.0]
    step = 10 ** math.floor(math.log10(most / 3))
    step = next(step * factor for factor in (1, 2, 5, 10) if most / (step * factor) <= 4)
    return [step * n for n in range(math.ceil(most / step) + 1)]


def bars(now: Sequence[float], behind: Sequence[float]) -> tuple[list[Bar], list[Line]]:
    """The bars of this period with those of the one before behind them, and the lines."""
    ticks = scale(max((*now, *behind), default=0.0))
    room, top = HEIGHT - FOOT, ticks[-1]
    slot = (WIDTH - LEFT) / max(len(now), 1)

    def tall(value: float) -> float:
        return round((room - 8) * value / top, 2)

    made = []
    for place, (value, was) in enumerate(zip(now, behind, strict=True)):
        x = LEFT + slot * place
        made.append(
            Bar(
                x=round(x + slot * 0.28, 2),
                y=room - tall(value),
                width=round(slot * 0.5, 2),
                height=tall(value),
                behind_x=round(x + slot * 0.12, 2),
                behind_y=room - tall(was),
                behind_height=tall(was),
                label_x=round(x + slot * 0.45, 2),
            )
        )
    return made, [Line(room - tall(tick), tick) for tick in ticks]


@dataclass(frozen=True, slots=True)
class Dot:
    low: float
    high: float
    at: float
    is_cut: bool
    """The interval goes on beyond the right edge."""

    @property
    def width(self) -> float:
        return round(self.high - self.low, 2)


def axis(rates: Sequence[float]) -> float:
    """The greatest multiple of the peers' rate that is shown."""
    return min(MOST_RATE, max(3.0, math.ceil(max(rates, default=3.0))))


def dot(low: float, rate: float, high: float, most: float) -> Dot:
    def at(value: float) -> float:
        return round(DOTS_WIDTH * min(value, most) / most, 2)

    return Dot(low=at(low), high=at(high), at=at(rate), is_cut=high > most)


def level(value: float, most: float) -> int:
    """0 for nothing to 5 for the most: the shade of a cell."""
    return 0 if value <= 0 or most <= 0 else max(1, math.ceil(5 * value / most))
