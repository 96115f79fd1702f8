"""The picture of a summary: bars by day with the usual band behind them, as a PNG.

Drawn at twice its size for sharp screens, in few colours, on a ground of its own, so that it
reads the same in dark mail programs. The typeface is the one that Pillow brings.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from alerts.summaries.pictured import Picture

SCALE: Final = 2
WIDTH, HEIGHT = 552, 184
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 8, 28, 32
_GROUND, _BAND, _BAR = "#f5f6f8", "#dbe3ee", "#8f9aa8"
_LAST, _OVER, _INK, _LINE = "#1d5bb8", "#825000", "#434b55", "#c4cad2"
_COLOURS: Final = 32


def draw(picture: Picture) -> bytes:
    """A PNG of ``WIDTH`` by ``HEIGHT``, times two."""
    canvas = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), _GROUND)
    _Drawing(canvas, picture).all()
    out = io.BytesIO()
    small = canvas.quantize(_COLOURS, dither=Image.Dither.NONE)
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


class _Drawing:
    def __init__(self, canvas: Image.Image, picture: Picture) -> None:
        self.pen, self.picture = ImageDraw.Draw(canvas), picture
        self.font = ImageFont.load_default(18 * SCALE)
        highest = max((bar for bar in picture.bars if bar is not None), default=0)
        self.top = max(highest, picture.usual.high if picture.usual else 0, 1)
        self.step = (WIDTH - _LEFT - _RIGHT) * SCALE / max(len(picture.bars), 1)

    def all(self) -> None:
        self._band()
        self._base()
        for place, bar in enumerate(self.picture.bars):
            self._bar(place, bar)
        for place, label in self.picture.labels.items():
            self._label(place, label)

    def _y(self, count: float) -> float:
        room = HEIGHT - _TOP - _BOTTOM
        return (HEIGHT - _BOTTOM - room * count / self.top) * SCALE

    def _x(self, place: int) -> float:
        return _LEFT * SCALE + place * self.step

    def _band(self) -> None:
        usual = self.picture.usual
        if usual is None:
            return
        ends = (_LEFT * SCALE, (WIDTH - _RIGHT) * SCALE)
        top, bottom = self._y(usual.high), max(self._y(usual.low), self._y(usual.high) + SCALE)
        self.pen.rectangle((ends[0], top, ends[1], bottom), fill=_BAND)

    def _base(self) -> None:
        y = self._y(0)
        self.pen.line((_LEFT * SCALE, y, (WIDTH - _RIGHT) * SCALE, y), fill=_LINE, width=SCALE)

    def _bar(self, place: int, bar: int | None) -> None:
        """A day that was not heard is a gap with a dot, so that it does not look quiet."""
        left, right = self._x(place) + 2 * SCALE, self._x(place + 1) - 2 * SCALE
        if bar is None:
            middle, y = (left + right) / 2, self._y(0) - 4 * SCALE
            self.pen.ellipse((middle - SCALE, y - SCALE, middle + SCALE, y + SCALE), fill=_BAR)
            return
        if bar:
            self.pen.rectangle((left, self._y(bar), right, self._y(0)), fill=self._colour(place))
        if place == len(self.picture.bars) - 1:
            self._above((left + right) / 2, bar)

    def _colour(self, place: int) -> str:
        if place < len(self.picture.bars) - 1:
            return _BAR
        usual, bar = self.picture.usual, self.picture.bars[place]
        return _OVER if usual and bar is not None and bar > usual.high else _LAST

    def _above(self, middle: float, bar: int) -> None:
        said = str(bar)
        left = min(middle - self.font.getlength(said) / 2, self._right(said))
        self.pen.text((left, self._y(bar) - 24 * SCALE), said, fill=_INK, font=self.font)

    def _label(self, place: int, label: str) -> None:
        middle = (self._x(place) + self._x(place + 1)) / 2
        left = middle - self.font.getlength(label) / 2
        left = max(_LEFT * SCALE, min(left, self._right(label)))
        self.pen.text((left, self._y(0) + 6 * SCALE), label, fill=_INK, font=self.font)

    def _right(self, said: str) -> float:
        """As far right as it may begin."""
        return (WIDTH - _RIGHT) * SCALE - self.font.getlength(said)
