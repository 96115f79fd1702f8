"""Whether a row is a receipt, a line of one, or a sum: seen from how numbers repeat."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transactions.formats.tabular.roles import ITEMS, NUMBERS, Role
from transactions.formats.tabular.values import COMMA, POINT, read_amount
from transactions.formats.tabular.values_codes import code_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from transactions.formats.tabular.cells import Row


@dataclass(slots=True)
class Runs:
    """Rows of one transaction number that follow each other, and which columns differ there."""

    number: int | None
    """The transaction number's column."""
    place: tuple[int, ...]
    """Columns of store and register: the same number elsewhere is another receipt."""
    items: tuple[int, ...]
    money: tuple[int, ...]
    texts: tuple[int, ...]
    """Columns of type and status, which tell a repeated row from another."""
    product: tuple[int, int] | None = None
    """Columns of quantity and unit price."""
    runs: int = 0
    """Runs of two rows and more."""
    with_items: int = 0
    """Of these, in which the item columns differ."""
    repeated: int = 0
    """Of these, in which type and items are the same throughout."""
    continued: int = 0
    """Rows with an item and no number of their own, below one that has."""
    varying: Counter[int] = field(default_factory=Counter)
    """Money columns, with the number of runs in which they differ."""
    products: Counter[int] = field(default_factory=Counter)
    """Money columns, with the rows in which they are quantity times price."""
    priced: int = 0
    """Rows with a quantity other than one, and a price."""
    _run: list[Row] = field(default_factory=list)
    _key: tuple[str, ...] = ()

    def see(self, row: Row) -> None:
        """A data row, in the order of the sheet."""
        if self.product:
            self._see_product(row)
        if self.number is None:
            return
        number = _text(row, self.number)
        if not number:
            if self._run and any(_text(row, index) for index in self.items):
                self.continued += 1
                self._run.append(row)
            return
        key = (number, *(_text(row, index) for index in self.place))
        if key != self._key:
            self.end()
            self._key = key
        self._run.append(row)

    def end(self) -> None:
        """The last run is over."""
        rows, self._run = self._run, []
        if len(rows) < 2:
            return
        self.runs += 1
        differ = len({tuple(_text(row, i) for i in self.items) for row in rows}) > 1
        self.with_items += differ
        kinds = Counter(tuple(_text(row, i) for i in (*self.texts, *self.items)) for row in rows)
        self.repeated += max(kinds.values()) > 1 and not differ
        for index in self.money:
            self.varying[index] += len({_text(row, index) for row in rows}) > 1

    def _see_product(self, row: Row) -> None:
        quantity, price = (_number(row, index) for index in self.product or ())
        if quantity is None or price is None or quantity == 1:
            return
        self.priced += 1
        for index in self.money:
            amount = _number(row, index)
            if amount is not None and abs(abs(amount) - abs(quantity * price)) < 1:
                self.products[index] += abs(abs(amount) - abs(round(quantity * price, 2))) < _CENT


_CENT = read_amount("0.011", POINT) or 0


def runs_for(columns: Sequence[str]) -> Runs:
    """A counter for a sheet whose columns have these roles."""
    at = {role: index for index, role in reversed(list(enumerate(columns))) if role}
    quantity, price = at.get(Role.QUANTITY), at.get(Role.UNIT_PRICE)
    return Runs(
        number=at.get(Role.TRANSACTION_NO),
        place=_of(columns, Role.STORE, Role.REGISTER, Role.TILL),
        items=_of(columns, *ITEMS),
        money=tuple(
            i for i, role in enumerate(columns) if role in NUMBERS and role != Role.QUANTITY
        ),
        texts=_of(columns, Role.TYPE, Role.STATUS),
        product=(quantity, price) if quantity is not None and price is not None else None,
    )


def _of(columns: Sequence[str], *roles: str) -> tuple[int, ...]:
    return tuple(index for index, role in enumerate(columns) if role in roles)


def _text(row: Row, index: int) -> str:
    return code_text(row.cells[index]) if index < len(row.cells) else ""


def _number(row: Row, index: int) -> Decimal | None:
    for mark in (POINT, COMMA):
        try:
            return read_amount(row.cells[index] if index < len(row.cells) else None, mark)
        except ValueError:
            continue
    return None
