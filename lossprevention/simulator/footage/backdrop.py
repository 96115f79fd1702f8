"""The still parts of the scene: the shop beyond the counter, and the counter itself."""

from __future__ import annotations

import random

from .canvas import DESIGN_HEIGHT, DESIGN_WIDTH, Canvas, Colour

COUNTER_TOP = 222
"""Design units from the top; a customer is seen above this line only."""

_WALL: Colour = (203, 212, 219)
_FLOOR: Colour = (176, 180, 178)
_SHELF: Colour = (108, 117, 128)
_WOOD, _WOOD_EDGE, _CABINET = (196, 154, 108), (160, 119, 78), (92, 72, 58)
_GOODS: tuple[Colour, ...] = (
    (214, 87, 69),
    (236, 179, 76),
    (82, 140, 184),
    (104, 163, 110),
    (226, 226, 218),
    (138, 104, 158),
    (232, 132, 82),
)


def draw_backdrop(canvas: Canvas, seed: int) -> None:
    """The whole frame; ``seed`` chooses the goods on the shelves, so that cameras differ."""
    rng = random.Random(seed)
    canvas.box(0, 0, DESIGN_WIDTH, DESIGN_HEIGHT, _WALL)
    canvas.box(0, 0, DESIGN_WIDTH, 46, (222, 228, 232))
    for x in (70, 280, 490):
        canvas.rounded(x, 31, x + 96, 38, 3, (250, 250, 244))
    canvas.box(0, 176, DESIGN_WIDTH, DESIGN_HEIGHT, _FLOOR)
    for x in range(-40, DESIGN_WIDTH + 80, 56):
        canvas.shape([(x, 176), (x + 2, 176), (x - 10, 230), (x - 13, 230)], (164, 168, 167))
    _shelves(canvas, rng, 14, 150)
    _cooler(canvas, rng, 176, 398)
    _shelves(canvas, rng, 412, 504)
    _door(canvas, 520, 626)
    _counter(canvas)


def draw_register(canvas: Canvas) -> None:
    """Screen, printer and card reader on a 150 x 92 canvas: they stand before a customer."""
    canvas.rounded(18, 74, 112, 90, 4, (58, 63, 70))
    canvas.box(56, 56, 72, 78, (44, 48, 54))
    canvas.rounded(14, 4, 114, 62, 5, (36, 40, 46))
    canvas.box(19, 9, 109, 57, (236, 240, 243))
    canvas.box(19, 9, 109, 17, (34, 116, 140))
    for row in range(3):
        for column in range(3):
            colour = _GOODS[(row * 3 + column) % len(_GOODS)]
            x, y = 64 + column * 15, 21 + row * 12
            canvas.rounded(x, y, x + 12, y + 9, 2, colour)
    for row in range(4):
        canvas.box(23, 22 + row * 8, 57 - row * 5, 25 + row * 8, (150, 160, 168))
    canvas.rounded(120, 60, 146, 88, 3, (70, 75, 82))
    canvas.box(124, 52, 142, 62, (250, 250, 246))
    canvas.box(127, 72, 139, 75, (120, 210, 140))


def draw_drawer(canvas: Canvas) -> None:
    """An open cash drawer on a 108 x 40 canvas, its front at the bottom."""
    canvas.box(2, 0, 106, 30, (38, 41, 46))
    notes: tuple[Colour, ...] = ((133, 168, 121), (150, 181, 137), (120, 156, 112), (158, 186, 146))
    for index, colour in enumerate(notes):
        x = 6 + index * 25
        canvas.box(x, 2, x + 21, 17, (22, 24, 28))
        canvas.box(x + 2, 3, x + 19, 15, colour)
        canvas.oval(x + 7, 5, x + 14, 13, (104, 138, 96))
    for index in range(5):
        x = 6 + index * 20
        canvas.rounded(x, 19, x + 17, 28, 3, (22, 24, 28))
        canvas.oval(x + 4, 21, x + 13, 27, (206, 190, 140) if index % 2 else (190, 194, 198))
    canvas.rounded(0, 28, 108, 40, 2, (74, 80, 88))
    canvas.rounded(42, 32, 66, 36, 2, (150, 157, 165))


def draw_goods(canvas: Canvas, count: int) -> None:
    """Up to five articles waiting on the counter, on a 100 x 34 canvas."""
    tall = (30, 20, 26, 16, 24)
    for index in range(count):
        x, colour = 2 + index * 19, _GOODS[(index * 3) % len(_GOODS)]
        canvas.rounded(x, 33 - tall[index], x + 14, 33, 3, colour)
        canvas.box(x, 26 - tall[index] / 3, x + 14, 29 - tall[index] / 3, (248, 248, 244))


def _shelves(canvas: Canvas, rng: random.Random, x0: int, x1: int) -> None:
    canvas.rounded(x0, 58, x1, 180, 3, _SHELF)
    for board in range(4):
        bottom = 84 + board * 29
        canvas.box(x0 + 4, bottom - 22, x1 - 4, bottom, (84, 92, 103))
        x = x0 + 6
        while x < x1 - 14:
            width, height = rng.randint(6, 11), rng.randint(11, 20)
            canvas.rounded(x, bottom - height, x + width, bottom, 1, rng.choice(_GOODS))
            x += width + 1
        canvas.box(x0 + 2, bottom, x1 - 2, bottom + 4, (226, 230, 232))


def _cooler(canvas: Canvas, rng: random.Random, x0: int, x1: int) -> None:
    canvas.rounded(x0, 52, x1, 182, 3, (66, 76, 88))
    canvas.text((x0 + x1) / 2, 61, "COLD DRINKS", 10, (214, 238, 246))
    width = (x1 - x0 - 8) / 3
    for door in range(3):
        left = x0 + 4 + door * width
        canvas.box(left + 2, 70, left + width - 2, 178, (182, 214, 226))
        canvas.shape(
            [(left + 14, 70), (left + 42, 70), (left + 24, 178), (left + 2, 178), (left + 2, 130)],
            (200, 226, 236),
        )
        for board in range(4):
            bottom = 94 + board * 27
            for slot in range(6):
                x = left + 7 + slot * 10
                canvas.rounded(x, bottom - 17, x + 7, bottom, 2, rng.choice(_GOODS))
                canvas.box(x + 2, bottom - 21, x + 5, bottom - 16, (240, 244, 244))
            canvas.box(left + 3, bottom, left + width - 3, bottom + 2, (120, 150, 164))
        canvas.rounded(left + width - 8, 112, left + width - 5, 136, 1, (230, 234, 236))


def _door(canvas: Canvas, x0: int, x1: int) -> None:
    canvas.rounded(x0, 50, x1, 190, 2, (72, 80, 90))
    middle = (x0 + x1) / 2
    for left, right in ((x0 + 5, middle - 2), (middle + 2, x1 - 5)):
        canvas.box(left, 56, right, 188, (176, 214, 236))
        canvas.box(left, 132, right, 188, (168, 176, 172))
        canvas.box(left, 126, right, 133, (126, 168, 118))
    canvas.box(x0 + 5, 118, x1 - 5, 123, (150, 158, 166))
    canvas.rounded(x0 + 14, 70, x0 + 44, 84, 3, (204, 62, 56))
    canvas.text(x0 + 29, 77, "OPEN", 9, (255, 250, 240))


def _counter(canvas: Canvas) -> None:
    canvas.shape([(0, COUNTER_TOP), (640, COUNTER_TOP), (640, 286), (0, 286)], _WOOD)
    canvas.box(0, COUNTER_TOP, DESIGN_WIDTH, COUNTER_TOP + 4, (222, 184, 140))
    canvas.box(0, 282, DESIGN_WIDTH, 290, _WOOD_EDGE)
    canvas.box(0, 290, DESIGN_WIDTH, DESIGN_HEIGHT, _CABINET)
    for x in (8, 132, 256, 524):
        canvas.rounded(x, 298, x + 112, 340, 3, (106, 84, 68))
        canvas.rounded(x + 46, 304, x + 66, 308, 2, (160, 140, 120))
    canvas.rounded(378, 296, 490, 312, 2, (58, 63, 70))
    canvas.rounded(424, 301, 444, 305, 2, (140, 147, 155))
    _gum_rack(canvas, 40)
    _gum_rack(canvas, 552)


def _gum_rack(canvas: Canvas, x0: int) -> None:
    canvas.rounded(x0, 236, x0 + 66, 272, 3, (74, 82, 92))
    for index in range(10):
        x, y = x0 + 4 + (index % 5) * 12, 240 + (index // 5) * 16
        canvas.rounded(x, y, x + 10, y + 12, 1, _GOODS[(index + x0) % len(_GOODS)])
