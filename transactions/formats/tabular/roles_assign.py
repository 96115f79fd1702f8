"""Columns to roles: by name first, then by what the cells show; doubt is said, not settled."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from transactions.formats.tabular.header_words import joined
from transactions.formats.tabular.proposal_terms import Question
from transactions.formats.tabular.roles import CLOCKS, CRITICAL, NUMBERS, YES_NO, Role
from transactions.formats.tabular.roles_match import Match, match_name
from transactions.formats.tabular.types import Meaning, meaning_of_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from transactions.formats.tabular.proposal_profile import ColumnProfile

_MANY: Final = frozenset({Role.UNKNOWN, Role.IGNORE, Role.REASON, Role.STATUS})
_ALSO_MONEY: Final = {Role.IS_VOID: Role.VOID_AMOUNT, Role.IS_REFUND: Role.REFUND_AMOUNT}
_BARE: Final = "transaction"
"""A name that says neither number nor type."""


def roles_by_name(names: Sequence[str]) -> list[str]:
    """The role of each column by its name alone, before its cells were seen."""
    found: list[str] = []
    for name in names:
        match = match_name(name)
        role = match.role if match else str(Role.UNKNOWN)
        found.append(Role.TRANSACTION_NO if joined(name) == _BARE else role)
    return found


class Assignment:
    """Settles the roles of one sheet's columns; ``roles``, ``why`` and ``questions`` after."""

    def __init__(
        self, names: Sequence[str], profiles: Sequence[ColumnProfile], equal: set[tuple[int, int]]
    ) -> None:
        self._names, self._profiles, self._equal = names, profiles, equal
        self.roles = roles_by_name(names)
        self.why = [self._how(match_name(name)) for name in names]
        self.questions: list[Question] = []
        self.doubted: set[int] = set()
        """Columns between which a person must choose the amount."""
        for index in range(len(names)):
            self._fit(index)
        for role, count in Counter(self.roles).items():
            if count > 1 and role not in _MANY:
                self._choose(role)
        self._confirm_spellings()

    def set(self, index: int, role: str, why: str) -> None:
        self.roles[index], self.why[index] = role, why

    def name(self, index: int) -> str:
        return self._names[index]

    def at(self, role: str) -> list[int]:
        return [index for index, each in enumerate(self.roles) if each == role]

    @staticmethod
    def _how(match: Match | None) -> str:
        return match.how if match else "unknown"

    def _fit(self, index: int) -> None:
        """Whether the cells can be what the name says."""
        role, profile = self.roles[index], self._profiles[index]
        if not profile.filled:
            return
        if joined(self._names[index]) == _BARE:
            self._fit_bare(index)
        elif role in YES_NO:
            self._fit_answer(index)
        elif role in NUMBERS and not profile.half(profile.numbers):
            self._deny(index, critical=role in CRITICAL)
        elif role in CLOCKS and not profile.half(profile.moments):
            self._deny(index, critical=True)
        elif role == Role.DATE and profile.clocks and not self._has_clock_column():
            self.set(index, Role.DATE_TIME, "content")

    def _fit_bare(self, index: int) -> None:
        words = self._profiles[index].words
        known = sum(n for word, n in words.items() if meaning_of_word(word) is not Meaning.UNKNOWN)
        if known * 2 > words.total():
            self.set(index, Role.TYPE, "content")
        elif any(any(c.isdigit() for c in word) for word in words):
            self.set(index, Role.TRANSACTION_NO, "content")
        else:
            self.set(index, Role.UNKNOWN, "unknown")

    def _fit_answer(self, index: int) -> None:
        profile, role = self._profiles[index], self.roles[index]
        said = sum(n for word, n in profile.words.items() if meaning_of_word(word) != "unknown")
        if profile.mostly(profile.answers + said):
            return
        if role in _ALSO_MONEY and profile.mostly(profile.numbers):
            self.set(index, _ALSO_MONEY[Role(role)], "content")
        else:
            self._deny(index, critical=False)

    def _deny(self, index: int, *, critical: bool) -> None:
        """A column whose cells are not what its name says is left out, and that is said."""
        role = self.roles[index]
        self.set(index, Role.UNKNOWN, "not_fitting")
        if critical:
            example = next(iter(self._profiles[index].examples), "")
            params = {"column": self._names[index], "value": example}
            self.questions.append(Question("not_fitting", "columns", params, (role, ""), ""))

    def _has_clock_column(self) -> bool:
        return any(role in (Role.TIME, Role.START_TIME, Role.END_TIME) for role in self.roles)

    def _choose(self, role: str) -> None:
        """Of several columns for one role the best name; for money and time a person."""
        columns = sorted(self.at(role), key=self._quality)
        first, others = columns[0], columns[1:]
        if role == Role.TYPE:
            first = max(columns, key=self._understood)
            others = [index for index in columns if index != first]
        differing = [index for index in others if not self._same(first, index)]
        for index in others:
            self.set(index, Role.IGNORE, "second")
        if role in CRITICAL and differing:
            self._ask_between(role, [first, *differing])

    def _ask_between(self, role: str, columns: list[int]) -> None:
        names = tuple(self._names[index] for index in columns)
        for index in columns:
            self.set(index, Role.UNKNOWN, "second")
        if role == Role.AMOUNT:
            self.doubted.update(columns)
        params = {"role": role, "columns": ", ".join(names)}
        self.questions.append(Question("two_columns", "columns", params, names))

    def _quality(self, index: int) -> tuple[int, int]:
        match = match_name(self._names[index])
        if match is None or not self._profiles[index].filled:
            return 9, index
        return ("exact", "words", "spelling").index(match.how), match.rank

    def _understood(self, index: int) -> tuple[int, int]:
        words = self._profiles[index].words
        known = sum(n for word, n in words.items() if meaning_of_word(word) != "unknown")
        return known, -index

    def _same(self, one: int, other: int) -> bool:
        pair = (min(one, other), max(one, other))
        return pair in self._equal or not self._profiles[other].filled

    def _confirm_spellings(self) -> None:
        """A misspelt name of money or time is a guess, and a person is asked."""
        for index, role in enumerate(self.roles):
            if role in CRITICAL and self.why[index] == "spelling":
                params = {"column": self._names[index], "role": role}
                self.questions.append(
                    Question("spelling", "columns", params, (role, ""), default=role)
                )
