"""Puts backdrop, people, drawer and goods together into one frame."""

from __future__ import annotations

import zlib
from functools import partial
from typing import TYPE_CHECKING

from . import strip
from .backdrop import COUNTER_TOP, draw_backdrop, draw_drawer, draw_goods, draw_register
from .canvas import DESIGN_HEIGHT, DESIGN_WIDTH, Canvas
from .figures import CASHIER_SIZE, CUSTOMER_SIZE, draw_cashier, draw_customer
from .planes import Frame, Sprite, frame_from_image
from .scene import LOOKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from .scene import SceneState

_CUSTOMER_AWAY, _CUSTOMER_HERE, _CUSTOMER_TOP = 668, 274, 104
_CASHIER_AWAY, _CASHIER_IDLE, _CASHIER_TOP = -220, 84, 148
_STEP_TO_REGISTER, _STEP_TO_DRAWER = 50, 54
_REGISTER_AT, _GOODS_AT = (364, 190), (270, 236)
_DRAWER_LEFT, _DRAWER_SHUT, _DRAWER_TRAVEL = 380, 272, 32
_DRAWER_FACE = 296


class Stage:
    """All pictures of one camera at one frame size, drawn once."""

    def __init__(self, width: int, height: int, camera: str) -> None:
        self._scale = width / DESIGN_WIDTH
        self._stretch = height / DESIGN_HEIGHT
        self._foot = height - strip.strip_height(height)
        self.backdrop = self._backdrop(width, height, camera)
        self._customers = [
            self._sprite(CUSTOMER_SIZE, partial(draw_customer, look=look)) for look in range(LOOKS)
        ]
        self._cashiers = {
            reaching: self._sprite(CASHIER_SIZE, partial(draw_cashier, reaching=reaching))
            for reaching in (False, True)
        }
        self._register = self._sprite((150, 92), draw_register)
        self._drawer = self._sprite((108, 40), draw_drawer)
        self._goods = [
            self._sprite((100, 34), partial(draw_goods, count=count)) for count in range(6)
        ]

    def compose(self, frame: Frame, state: SceneState) -> None:
        """Draw a state over the backdrop that the frame already holds, far things first."""
        if state.customer > 0:
            x = _between(_CUSTOMER_AWAY, _CUSTOMER_HERE, state.customer)
            self._lay(self._customers[state.look], frame, x, _CUSTOMER_TOP, COUNTER_TOP)
        self._lay(self._register, frame, *_REGISTER_AT)
        if state.goods:
            self._lay(self._goods[state.goods], frame, *_GOODS_AT)
        if state.drawer > 0:
            y = _DRAWER_SHUT + _DRAWER_TRAVEL * state.drawer
            self._lay_below(self._drawer, frame, _DRAWER_LEFT, y, _DRAWER_FACE)
        if state.cashier > 0:
            steps = _STEP_TO_REGISTER * state.serving + _STEP_TO_DRAWER * state.drawer
            x = _between(_CASHIER_AWAY, _CASHIER_IDLE + steps, state.cashier)
            self._lay(self._cashiers[state.drawer > 0], frame, x, _CASHIER_TOP)

    def _lay(
        self, sprite: Sprite, frame: Frame, x: float, y: float, bottom: float | None = None
    ) -> None:
        limit = self._foot if bottom is None else round(bottom * self._stretch)
        sprite.lay(frame, round(x * self._scale), round(y * self._stretch), limit)

    def _lay_below(self, sprite: Sprite, frame: Frame, x: float, y: float, top: float) -> None:
        """Lay only what comes out from under an edge."""
        edge = round(top * self._stretch)
        edge -= edge % 2
        kept = frame.copy()
        self._lay(sprite, frame, x, y)
        frame.luma[:edge] = kept.luma[:edge]
        for plane, before in zip(frame.chroma, kept.chroma, strict=True):
            plane[: edge // 2] = before[: edge // 2]

    def _backdrop(self, width: int, height: int, camera: str) -> Frame:
        canvas = Canvas(DESIGN_WIDTH, DESIGN_HEIGHT, self._scale)
        draw_backdrop(canvas, zlib.crc32(camera.encode()))
        return frame_from_image(canvas.finish().resize((width, height)))

    def _sprite(self, size: tuple[int, int], draw: Callable[[Canvas], None]) -> Sprite:
        canvas = Canvas(*size, self._scale)
        draw(canvas)
        return Sprite.from_image(canvas.finish())


def _between(away: float, here: float, share: float) -> float:
    return away + (here - away) * share
