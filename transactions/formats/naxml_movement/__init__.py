"""NAXML-MovementReport: what registers add up themselves at the close of shift and day."""

from __future__ import annotations

from typing import Final

from transactions.formats.naxml_movement.reader import MovementReader
from transactions.formats.prolog import read_prolog

__all__ = ["MovementReader", "recognises"]

_ROOTS: Final = frozenset({"naxml-movementreport", "naxmlmovementreport"})
_RECEIPTS: Final = ("naxml-ack", "naxmlack")
"""Files that only say that another one was received."""


def recognises(head: bytes) -> bool:
    prolog = read_prolog(head)
    root = prolog.root.lower()
    return not prolog.has_doctype and (root in _ROOTS or root.startswith(_RECEIPTS))
