"""Which of ``.`` and ``,`` is a column's decimal mark, seen over all of its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transactions.formats.tabular.values import COMMA, POINT, read_amount

if TYPE_CHECKING:
    from transactions.formats.tabular.cells import Cell

_GROUP: Final = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}", re.ASCII)
_MARKED: Final = re.compile(r"[0-9][0-9.,]*[0-9]|[.,][0-9]+", re.ASCII)


@dataclass(slots=True)
class MarkVotes:
    """How many cells can be read under one mark only, and how many under either."""

    point: int = 0
    comma: int = 0
    either: int = 0
    """``1,234`` and ``1.234``: a thousand, or one and a bit."""

    def see(self, cell: Cell) -> None:
        if not isinstance(cell, str) or ("." not in cell and "," not in cell):
            return
        for number in _MARKED.findall(cell)[:1]:
            self._count(number)

    def _count(self, number: str) -> None:
        last = max(number.rfind(POINT), number.rfind(COMMA))
        mark = number[last]
        other = COMMA if mark == POINT else POINT
        if number.count(mark) > 1:
            self._for(other)
        elif other in number or not _GROUP.fullmatch(number):
            self._for(mark)
        else:
            self.either += 1

    def _for(self, mark: str) -> None:
        if mark == POINT:
            self.point += 1
        else:
            self.comma += 1

    @property
    def decided(self) -> str:
        """The one mark that the cells show, "" where they show none or both."""
        if self.point and not self.comma:
            return POINT
        return COMMA if self.comma and not self.point else ""

    @property
    def is_mixed(self) -> bool:
        return bool(self.point and self.comma)


def written_otherwise(cell: Cell, mark: str) -> bool:
    """Whether a cell that cannot be read under the column's mark can be under the other."""
    try:
        return read_amount(cell, COMMA if mark == POINT else POINT) is not None
    except ValueError:
        return False
