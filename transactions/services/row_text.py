"""Values as COPY reads them."""

from __future__ import annotations

from decimal import Decimal

NULL = "\\N"
FLAG = {True: "t", False: "f", None: NULL}
MOST_MONEY = Decimal("999999999999.99")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": None})


def text_cell(verbatim: str) -> str:
    """What the source wrote, so that COPY reads the same."""
    if verbatim.isprintable() and "\\" not in verbatim:
        return verbatim
    return verbatim.translate(_ESCAPES)


def json_cell(document: bytes) -> str:
    """JSON has its control characters escaped already; its backslashes COPY would take."""
    text = document.decode()
    return text.replace("\\", "\\\\") if "\\" in text else text


def money_cell(value: Decimal | None) -> str:
    """To the cent; an absurd amount stays on the receipt and leaves the column empty."""
    if value is None or not value.is_finite() or abs(value) > MOST_MONEY:
        return NULL
    return str(value)
