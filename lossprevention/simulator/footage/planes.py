"""Frames as the planes a video encoder wants (YUV 4:2:0), and pictures laid onto them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    Bytes = NDArray[np.uint8]
    Words = NDArray[np.uint16]
    Reals = NDArray[np.floating]

NEUTRAL = 128


class Frame:
    """One picture: a single buffer with luma, then both half-size chroma planes."""

    def __init__(self, width: int, height: int, buffer: Bytes | None = None) -> None:
        if width % 2 or height % 2:
            raise ValueError("a frame needs even width and height")
        self.width, self.height = width, height
        size = width * height * 3 // 2
        self.buffer: Bytes = np.zeros(size, dtype=np.uint8) if buffer is None else buffer
        half = (height // 2, width // 2)
        luma_end, blue_end = width * height, width * height * 5 // 4
        self.luma: Bytes = self.buffer[:luma_end].reshape(height, width)
        self.chroma: tuple[Bytes, Bytes] = (
            self.buffer[luma_end:blue_end].reshape(half),
            self.buffer[blue_end:].reshape(half),
        )

    def copy(self) -> Frame:
        return Frame(self.width, self.height, self.buffer.copy())

    def restore(self, other: Frame) -> None:
        """Become the same picture as another frame of the same size."""
        np.copyto(self.buffer, other.buffer)

    def darken(self, top: int, bottom: int, luma: int) -> None:
        """A band without colour across the frame, for text or the strip."""
        self.luma[top:bottom] = luma
        for plane in self.chroma:
            plane[top // 2 : bottom // 2] = NEUTRAL


@dataclass(frozen=True, slots=True)
class Sprite:
    """A picture with soft edges, multiplied out so that laying it down is two operations."""

    width: int
    height: int
    planes: tuple[tuple[Words, Words], ...]
    """For luma and both chroma planes: colour times alpha, and 256 minus alpha."""

    @classmethod
    def from_image(cls, image: Image) -> Sprite:
        pixels = np.asarray(image.convert("RGBA")).astype(np.float32)
        alpha = pixels[..., 3] * (256 / 255)
        luma, blue, red = to_yuv(pixels[..., :3])
        half = _halve(alpha)
        # Colour under transparent pixels must not bleed into the averaged chroma.
        weight = np.maximum(half, 1e-3)
        planes = (
            _multiplied(luma, alpha),
            _multiplied(_halve(blue * alpha) / weight, half),
            _multiplied(_halve(red * alpha) / weight, half),
        )
        return cls(image.width, image.height, planes)

    def lay(self, frame: Frame, x: int, y: int, bottom: int) -> None:
        """Lay this on a frame at even coordinates, cut off at its edges and at ``bottom``."""
        x, y, limit = x - x % 2, y - y % 2, bottom - bottom % 2
        x0, x1 = max(0, x), min(frame.width, x + self.width)
        y0, y1 = max(0, y), min(limit, y + self.height)
        if x0 >= x1 or y0 >= y1:
            return
        for index, target in enumerate((frame.luma, *frame.chroma)):
            step = 1 if index == 0 else 2
            colour, keep = self.planes[index]
            source = (
                slice((y0 - y) // step, (y1 - y) // step),
                slice((x0 - x) // step, (x1 - x) // step),
            )
            view = target[y0 // step : y1 // step, x0 // step : x1 // step]
            view[...] = (view * keep[source] + colour[source]) >> 8


def frame_from_image(image: Image) -> Frame:
    """An opaque picture as a frame."""
    luma, blue, red = to_yuv(np.asarray(image.convert("RGB")).astype(np.float32))
    frame = Frame(image.width, image.height)
    frame.luma[...] = np.rint(luma)
    frame.chroma[0][...] = np.rint(_halve(blue))
    frame.chroma[1][...] = np.rint(_halve(red))
    return frame


def to_yuv(rgb: Reals) -> tuple[Reals, Reals, Reals]:
    """ITU-R BT.601, limited range: what players assume of small pictures."""
    red, green, blue = rgb[..., 0] / 255, rgb[..., 1] / 255, rgb[..., 2] / 255
    return (
        16 + 65.481 * red + 128.553 * green + 24.966 * blue,
        128 - 37.797 * red - 74.203 * green + 112 * blue,
        128 + 112 * red - 93.786 * green - 18.214 * blue,
    )


def _halve(plane: Reals) -> Reals:
    height, width = plane.shape
    halved: Reals = plane.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3))
    return halved


def _multiplied(colour: Reals, alpha: Reals) -> tuple[Words, Words]:
    return (
        np.rint(np.clip(colour, 0, 255) * alpha).astype(np.uint16),
        np.rint(256 - alpha).astype(np.uint16),
    )
