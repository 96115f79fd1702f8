"""The people: a cashier seen from behind, customers facing the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .canvas import Canvas, Colour

CASHIER_SIZE = (210, 200)
CUSTOMER_SIZE = (104, 132)

_LOOKS: tuple[tuple[Colour, Colour, Colour, str], ...] = (
    ((74, 104, 148), (92, 64, 44), (232, 190, 160), "cap"),
    ((176, 74, 66), (40, 34, 32), (158, 112, 82), "short"),
    ((92, 128, 88), (196, 160, 96), (240, 206, 178), "long"),
    ((68, 70, 80), (60, 52, 48), (206, 158, 124), "hood"),
    ((206, 160, 76), (28, 26, 28), (110, 78, 58), "short"),
    ((136, 96, 140), (120, 60, 36), (236, 196, 168), "long"),
)


def draw_cashier(canvas: Canvas, *, reaching: bool) -> None:
    """Back of a cashier in the shop's shirt; reaching puts the right arm to the drawer."""
    shirt, dark, skin, hair = (28, 112, 120), (20, 92, 100), (214, 168, 136), (62, 46, 40)
    if reaching:
        canvas.stroke([(112, 96), (142, 124), (166, 132)], 21, shirt)
        canvas.stroke([(166, 132), (192, 140)], 14, skin)
        canvas.oval(184, 132, 204, 150, skin)
    else:
        canvas.stroke([(110, 98), (128, 140), (112, 170)], 22, dark)
    canvas.stroke([(26, 98), (12, 140), (30, 168)], 22, dark)
    canvas.rounded(14, 76, 122, 230, 32, shirt)
    canvas.shape([(62, 78), (74, 78), (72, 200), (64, 200)], dark)
    canvas.box(56, 60, 80, 84, skin)
    canvas.oval(42, 6, 94, 72, hair)
    canvas.oval(38, 36, 46, 52, skin)
    canvas.oval(90, 36, 98, 52, skin)
    canvas.rounded(52, 74, 84, 82, 4, dark)
    canvas.text(68, 112, "STAFF", 16, (240, 248, 248))


def draw_customer(canvas: Canvas, look: int) -> None:
    """Upper body of a customer; ``look`` chooses clothes and hair."""
    coat, hair, skin, style = _LOOKS[look % len(_LOOKS)]
    shade = _darker(coat)
    if style == "long":
        canvas.rounded(28, 12, 76, 74, 22, hair)
    if style == "hood":
        canvas.oval(22, 4, 82, 78, shade)
    canvas.rounded(6, 62, 98, 160, 26, coat)
    canvas.shape([(48, 64), (56, 64), (56, 132), (48, 132)], shade)
    canvas.stroke([(16, 84), (14, 128)], 16, shade)
    canvas.stroke([(88, 84), (90, 128)], 16, shade)
    canvas.box(43, 52, 61, 70, skin)
    canvas.oval(31, 14, 73, 64, skin)
    _head(canvas, hair, style)
    for x in (43, 58):
        canvas.oval(x, 36, x + 4, 41, (44, 36, 34))
    canvas.rounded(46, 51, 58, 53, 1, (150, 84, 74))


def _head(canvas: Canvas, hair: Colour, style: str) -> None:
    if style == "cap":
        canvas.rounded(30, 8, 74, 30, 14, (196, 60, 52))
        canvas.rounded(26, 25, 70, 31, 3, (168, 46, 42))
    elif style == "hood":
        canvas.rounded(34, 10, 70, 26, 10, hair)
    else:
        canvas.rounded(30, 8, 74, 28, 12, hair)
        canvas.box(30, 20, 35, 34, hair)
        canvas.box(69, 20, 74, 34, hair)


def _darker(colour: Colour) -> Colour:
    red, green, blue = (max(0, channel - 22) for channel in colour)
    return (red, green, blue)
