"""Rectangles over a picture, in shares of its width and height. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class MaskError(ValueError):
    """What was asked for is no rectangle inside the picture."""


@dataclass(frozen=True, slots=True)
class Mask:
    """A rectangle in shares of the picture's width and height."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def of(cls, numbers: Sequence[float]) -> Mask:
        """From left, top, width, height; trimmed to the picture. Raises MaskError."""
        if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
            raise MaskError
        left, top = max(0.0, numbers[0]), max(0.0, numbers[1])
        right = min(1.0, numbers[0] + numbers[2])
        bottom = min(1.0, numbers[1] + numbers[3])
        if right - left <= 0 or bottom - top <= 0:
            raise MaskError
        return cls(left, top, right - left, bottom - top)

    @classmethod
    def around(cls, corners: Sequence[Sequence[float]]) -> Mask:
        """The rectangle around a polygon: never less than what was drawn. Raises MaskError."""
        if len(corners) < 3 or any(len(corner) != 2 for corner in corners):
            raise MaskError
        xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
        return cls.of((min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)))

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, width, height; rounded outwards, so that no edge shows through."""
        left, top = math.floor(self.left * width), math.floor(self.top * height)
        right = math.ceil((self.left + self.width) * width)
        bottom = math.ceil((self.top + self.height) * height)
        return left, top, min(right, width) - left, min(bottom, height) - top
