"""How a sheet writes dates, numbers and types: decided over all its cells, or asked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from transactions.formats.tabular.dates import DAY_FIRST, MONTH_FIRST
from transactions.formats.tabular.dates_order import OrderVotes, order_shown
from transactions.formats.tabular.header_words import normalise, type_key
from transactions.formats.tabular.mapping_terms import Grain
from transactions.formats.tabular.proposal_terms import Question, TypeWord
from transactions.formats.tabular.roles import METRIC_ROLES, NUMBERS, Role
from transactions.formats.tabular.types import SETTLED, Meaning, meaning_of_word
from transactions.formats.tabular.values import COMMA, POINT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from transactions.formats.tabular.cells import Cell
    from transactions.formats.tabular.mapping import Mapping
    from transactions.formats.tabular.proposal_profile import ColumnProfile

_ORDERS = (MONTH_FIRST, DAY_FIRST)
_MARKS = (POINT, COMMA)
_OF_LINES = frozenset({Meaning.PAYMENT, Meaning.TAX})
"""Meanings that only a line of a receipt can have."""


def decide_order(
    clocks: Sequence[ColumnProfile], headings: OrderVotes, above: Iterable[Cell]
) -> tuple[str, list[Question]]:
    """The order of day and month over all dates of the sheet, its titles included."""
    votes = _sum_of([*(profile.order for profile in clocks), headings])
    for cell in above:
        for word in str(cell or "").split():
            votes.see(word.strip(",;()"))
    questions = []
    if votes.is_mixed:
        examples = {order: _example(clocks, order) for order in _ORDERS}
        questions.append(Question("mixed_dates", "date_order", examples, _ORDERS, MONTH_FIRST))
    elif not votes.decided and votes.either:
        examples = {"value": _example(clocks, "either")}
        questions.append(Question("date_order", "date_order", examples, _ORDERS, MONTH_FIRST))
    if any(profile.serials for profile in clocks):
        questions.append(Question("serial_dates", "serial_epoch", {}, ("1900", "1904"), "1900"))
    return votes.decided or MONTH_FIRST, questions


def _sum_of(parts: Iterable[OrderVotes]) -> OrderVotes:
    total = OrderVotes()
    for part in parts:
        total.month_first += part.month_first
        total.day_first += part.day_first
        total.either += part.either
    return total


def _example(clocks: Sequence[ColumnProfile], shows: str) -> str:
    texts = (text for profile in clocks for text in profile.words)
    return next((text for text in texts if order_shown(text) == shows), "")


def decide_marks(
    mapping: Mapping, profiles: Sequence[ColumnProfile]
) -> tuple[str, dict[str, str], list[Question]]:
    """The sheet's decimal mark, and columns that differ; undecided columns follow the rest."""
    numbers = [
        (index, profiles[index].marks)
        for index, role in enumerate(mapping.columns)
        if role in NUMBERS or role in METRIC_ROLES
    ]
    decided = Counter(votes.decided for _, votes in numbers if votes.decided)
    usual = decided.most_common(1)[0][0] if decided else POINT
    marks = {str(i): v.decided for i, v in numbers if v.decided and v.decided != usual}
    questions = []
    for index, votes in numbers:
        open_either = votes.either and not votes.decided and len(decided) != 1
        if votes.is_mixed or open_either:
            code = "mixed_marks" if votes.is_mixed else "decimal_mark"
            example = next((t for t in profiles[index].words if "," in t or "." in t), "")
            params = {"column": mapping.headers[index], "value": example}
            questions.append(Question(code, "decimal_marks", params, _MARKS, usual))
    return usual, marks, questions


def type_words(
    mapping: Mapping,
    profiles: Sequence[ColumnProfile],
    headings: Counter[str],
    grain: Grain,
) -> tuple[TypeWord, ...]:
    """The words of type and status columns (and of headings that name a type), the most
    frequent first, with what each would be read as."""
    if grain is Grain.SUMMARY:
        return ()
    types = Counter(headings)
    statuses: Counter[str] = Counter()
    for profile, role in zip(profiles, mapping.columns, strict=True):
        if role == Role.TYPE:
            types += profile.words
        elif role == Role.STATUS:
            statuses += profile.words
    statuses = Counter({word: n for word, n in statuses.items() if normalise(word) not in SETTLED})
    merged: Counter[str] = Counter()
    for word, count in (types + statuses).items():
        merged[type_key(word)] += count
    return tuple(_word(word, count, grain) for word, count in merged.most_common())


def _word(word: str, count: int, grain: Grain) -> TypeWord:
    meaning = meaning_of_word(word)
    if meaning in _OF_LINES and grain is not Grain.LINE:
        meaning = Meaning.UNKNOWN
    return TypeWord(word, count, str(meaning), meaning is not Meaning.UNKNOWN)
