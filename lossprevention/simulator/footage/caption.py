"""The band at the top of a frame: which camera this is, and what its clock says."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .planes import Frame

BAND_LUMA, TEXT_LUMA = 22, 232
_ALPHABET = string.digits + string.ascii_uppercase + "-:.+ "


class Caption:
    """Draws the camera's label once and the clock in every frame, from ready-made letters."""

    def __init__(self, width: int, band: int, label: str) -> None:
        size = max(8.0, min(band * 0.62, width / 36))
        self._font = ImageFont.load_default(size)
        self._band = band
        self._width = width
        self._label = label
        self._margin = band // 3
        self._cell = max(self._advance(digit) for digit in string.digits)
        self._letters = {letter: self._letter(letter) for letter in _ALPHABET}

    def draw_label(self, frame: Frame) -> None:
        """The band and the label: they never change."""
        frame.darken(0, self._band, BAND_LUMA)
        picture = self._picture(self._label, round(self._font.getlength(self._label)) + 2)
        room = picture[:, : self._width - self._margin]
        frame.luma[: self._band, self._margin : self._margin + room.shape[1]] = room

    def draw_clock(self, frame: Frame, words: str) -> None:
        """The clock, its last letter always at the same place."""
        line = np.hstack([self._letters[letter] for letter in words])
        right = self._width - self._margin
        frame.luma[: self._band, right - line.shape[1] : right] = line

    def _letter(self, letter: str) -> NDArray[np.uint8]:
        return self._picture(letter, self._cell if letter in string.digits else None)

    def _picture(self, words: str, width: int | None) -> NDArray[np.uint8]:
        image = Image.new("L", (width or self._advance(words), self._band), BAND_LUMA)
        ImageDraw.Draw(image).text(
            (image.width / 2, self._band / 2), words, fill=TEXT_LUMA, font=self._font, anchor="mm"
        )
        return np.asarray(image)

    def _advance(self, words: str) -> int:
        return max(1, round(self._font.getlength(words)))
