"""Plain sheets of text as PDF, the same bytes for the same words.

Text goes straight onto the page: nothing in it is read as markup. The fonts come with the
library, for there may be none on the machine; a letter they lack is printed as ``?`` and
the sheet says so.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Iterable

PLAIN: Final = "Vera"
BOLD: Final = "VeraBd"
MARGIN: Final = 54.0
FOOT: Final = 60.0
WIDTH, HEIGHT = LETTER
COLUMN: Final = 150.0


@cache
def _letters() -> frozenset[int]:
    """What the font can print; registers both cuts the first time."""
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    return frozenset(pdfmetrics.getFont(PLAIN).face.charToGlyph)


class Sheet:
    """Goes down the page and on to the next one; ``finish`` gives the bytes."""

    def __init__(self, title: str) -> None:
        self._known = _letters()
        self._out = io.BytesIO()
        self._canvas = Canvas(self._out, pagesize=LETTER, invariant=1)
        self._title, self._page, self._lacks = title, 1, False
        self._canvas.setTitle(self._shown(title))
        self._y = HEIGHT - MARGIN
        self.heading(title, size=15)

    def heading(self, text: str, size: float = 11) -> None:
        self._room(size * 3)
        self._y -= size * 0.6
        self._lines(text, BOLD, size, MARGIN, WIDTH - 2 * MARGIN)
        self._y -= 3

    def text(self, text: str, size: float = 9) -> None:
        for part in text.splitlines():
            self._lines(part, PLAIN, size, MARGIN, WIDTH - 2 * MARGIN)
        self._y -= 4

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """A word in bold, and beside it what it is."""
        for word, value in pairs:
            self._room(14)
            top = self._y
            self._lines(word, BOLD, 8.5, MARGIN, COLUMN - 8)
            below, self._y = self._y, top
            self._lines(value, PLAIN, 8.5, MARGIN + COLUMN, WIDTH - 2 * MARGIN - COLUMN)
            self._y = min(below, self._y) - 1.5

    def amounts(self, rows: Iterable[tuple[str, str]]) -> None:
        """Words on the left, money at the right edge."""
        for words, amount in rows:
            self._room(14)
            shown = self._shown(amount)
            self._canvas.setFont(PLAIN, 9)
            self._canvas.drawRightString(WIDTH - MARGIN, self._y - 9, shown)
            self._lines(words, PLAIN, 9, MARGIN, WIDTH - 2 * MARGIN - 90)

    def blank(self, label: str) -> None:
        """A line to write on by hand."""
        self._room(40)
        self._y -= 28
        self._canvas.line(MARGIN, self._y, MARGIN + 280, self._y)
        self._lines(label, PLAIN, 8, MARGIN, 280)

    def finish(self) -> bytes:
        if self._lacks:
            self.text(gettext("Letters that this sheet cannot print are shown as ?."), size=7)
        self._foot()
        self._canvas.save()
        return self._out.getvalue()

    def _lines(self, text: str, font: str, size: float, x: float, width: float) -> None:
        step = size * 1.35
        for line in simpleSplit(self._shown(text), font, size, width) or [""]:
            self._room(step)
            self._canvas.setFont(font, size)
            self._canvas.drawString(x, self._y - size, line)
            self._y -= step

    def _shown(self, text: str) -> str:
        """Only what the font has; long words without a space get places to break at."""
        shown = "".join(c if ord(c) in self._known or c == " " else "?" for c in text)
        self._lacks = self._lacks or shown != text
        return " ".join(_broken(word) for word in shown.split(" "))

    def _room(self, height: float) -> None:
        if self._y - height < FOOT:
            self._foot()
            self._canvas.showPage()
            self._page, self._y = self._page + 1, HEIGHT - MARGIN

    def _foot(self) -> None:
        self._canvas.setFont(PLAIN, 7)
        self._canvas.drawString(MARGIN, 36, self._shown(self._title)[:90])
        self._canvas.drawRightString(WIDTH - MARGIN, 36, str(self._page))


def _broken(word: str, most: int = 60) -> str:
    return " ".join(word[at : at + most] for at in range(0, len(word), most)) or word
