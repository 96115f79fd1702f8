"""Drawing with Pillow in the scene's own coordinates, smooth at any frame size.

The scene is designed on 640 x 360. A :class:`Canvas` draws three times as large as
the frame asked for and shrinks the result, which gives clean edges.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence

DESIGN_WIDTH, DESIGN_HEIGHT = 640, 360
SMOOTHING = 3

Colour = tuple[int, int, int]


class Canvas:
    """A picture of ``width`` x ``height`` design units, transparent until drawn on."""

    def __init__(self, width: int, height: int, scale: float) -> None:
        self.scale = scale
        self._factor = scale * SMOOTHING
        self._size = (even(width * scale), even(height * scale))
        self.image = Image.new("RGBA", (self._size[0] * SMOOTHING, self._size[1] * SMOOTHING))
        self._draw = ImageDraw.Draw(self.image)

    def box(self, x0: float, y0: float, x1: float, y1: float, colour: Colour) -> None:
        self._draw.rectangle(self._corners(x0, y0, x1, y1), fill=colour)

    def rounded(
        self, x0: float, y0: float, x1: float, y1: float, radius: float, colour: Colour
    ) -> None:
        self._draw.rounded_rectangle(
            self._corners(x0, y0, x1, y1), radius * self._factor, fill=colour
        )

    def oval(self, x0: float, y0: float, x1: float, y1: float, colour: Colour) -> None:
        self._draw.ellipse(self._corners(x0, y0, x1, y1), fill=colour)

    def shape(self, points: Sequence[tuple[float, float]], colour: Colour) -> None:
        self._draw.polygon([(x * self._factor, y * self._factor) for x, y in points], fill=colour)

    def stroke(
        self, points: Sequence[tuple[float, float]], thickness: float, colour: Colour
    ) -> None:
        """A thick line with round ends, for arms."""
        scaled = [(x * self._factor, y * self._factor) for x, y in points]
        width = thickness * self._factor
        self._draw.line(scaled, fill=colour, width=round(width), joint="curve")
        for x, y in scaled:
            half = width / 2
            self._draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def text(self, x: float, y: float, words: str, size: float, colour: Colour) -> None:
        """Words with their middle at a point."""
        font = ImageFont.load_default(size * self._factor)
        self._draw.text(
            (x * self._factor, y * self._factor), words, fill=colour, font=font, anchor="mm"
        )

    def finish(self) -> Image.Image:
        return self.image.resize(self._size, Image.Resampling.BOX)

    def _corners(
        self, x0: float, y0: float, x1: float, y1: float
    ) -> tuple[float, float, float, float]:
        factor = self._factor
        return (x0 * factor, y0 * factor, x1 * factor - 1, y1 * factor - 1)


def even(length: float) -> int:
    """The nearest even number of pixels: chroma has half the resolution."""
    return max(2, 2 * round(length / 2))
