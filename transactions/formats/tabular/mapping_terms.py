"""The words of a mapping, and the error of one that cannot be used."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

VERSION: Final = 1


class Grain(StrEnum):
    """What one row is."""

    RECEIPT = "receipt"
    LINE = "line"
    """One item: rows of one transaction number, next to each other, are one receipt."""
    SUMMARY = "summary"
    """A sum over many transactions, such as a cashier's shift."""


class MappingError(ValueError):
    """A mapping that cannot be used; ``code`` and ``params`` make the sentence."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
