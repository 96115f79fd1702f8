"""Which rows, next to each other, tell of one receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from transactions.formats.tabular.mapping_terms import Grain
from transactions.formats.tabular.reader_events import add_trait, receipt_event
from transactions.formats.tabular.reader_lines import has_goods
from transactions.formats.tabular.reader_money import stated_amount
from transactions.formats.tabular.roles import Role
from transactions.formats.tabular.types import TRAITS, Meaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from transactions.formats.canonical import Event, FormatContext
    from transactions.formats.tabular.mapping import Mapping
    from transactions.formats.tabular.reader_facts import Facts
    from transactions.formats.tabular.reader_meaning import RowMeaning

Said = tuple["Facts", "RowMeaning"]

_WHOLE: Final = frozenset({Meaning.SALE, Meaning.RESUME})
_MOST_LINES: Final = 5_000
"""A receipt longer than this is a column that is no transaction number."""


class Groups:
    """Gathers rows that belong together; gives a group back once the next one begins."""

    def __init__(self, mapping: Mapping) -> None:
        self._is_lines = mapping.grain == Grain.LINE
        self._rows: list[Said] = []
        self._key: tuple[str, ...] = ()

    def add(self, row: Said) -> Iterator[list[Said]]:
        facts = row[0]
        if self._rows and self.continues(facts):
            self._rows.append(row)
            return
        key = self._key_of(facts)
        if self._rows and key and key == self._key and len(self._rows) < _MOST_LINES:
            self._rows.append(row)
            return
        yield from self.rest()
        self._rows, self._key = [row], key

    def rest(self) -> Iterator[list[Said]]:
        if self._rows:
            yield self._rows
        self._rows, self._key = [], ()

    def continues(self, facts: Facts) -> bool:
        """An item below its receipt's first row, which alone names the receipt."""
        return (
            self._is_lines
            and bool(self._rows)
            and not facts.text(Role.TRANSACTION_NO)
            and not facts.when_raw
            and has_goods(facts)
        )

    def _key_of(self, facts: Facts) -> tuple[str, ...]:
        number = facts.text(Role.TRANSACTION_NO)
        if not number and not self._is_lines:
            return ()
        place = facts.text(Role.STORE), facts.text(Role.REGISTER, Role.TILL)
        return (*place, number or f"at {facts.when_raw}")


def is_one_receipt(group: Sequence[Said]) -> bool:
    """One sale, and rows beside it that tell what was done to it."""
    if len(group) < 2:
        return False
    meanings = [said.meaning for _, said in group]
    return sum(m in _WHOLE for m in meanings) == 1 and sum(m in TRAITS for m in meanings) == (
        len(meanings) - 1
    )


def merged_event(group: Sequence[Said], mapping: Mapping, context: FormatContext) -> Event:
    """The sale, with what the rows beside it tell of it."""
    main = next(row for row in group if row[1].meaning in _WHOLE)
    event = receipt_event(*main, mapping, context)
    for facts, said in group:
        if said is main[1]:
            continue
        add_trait(event, facts, said, stated_amount(facts, context.totals_formula))
        event.approver = event.approver or facts.text(Role.APPROVER)
        event.reason_text = event.reason_text or facts.text(Role.REASON)
        if said.is_training:
            event.is_training = True
    return event
