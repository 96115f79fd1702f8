"""What a row is, from its type word, its status, its yes-or-no columns and its report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transactions.formats.tabular.header_words import normalise, type_key
from transactions.formats.tabular.roles import Role
from transactions.formats.tabular.types import SETTLED, TRAITS, Meaning, meaning_of_word

if TYPE_CHECKING:
    from transactions.formats.tabular.mapping import Mapping
    from transactions.formats.tabular.reader_facts import Facts

_OPEN: Final = frozenset({Meaning.SALE, Meaning.UNKNOWN})
"""What a status or a flag may still make into something else."""


@dataclass(frozen=True, slots=True)
class RowMeaning:
    meaning: Meaning
    word: str = ""
    """The type word as it was written."""
    is_said: bool = True
    """False when nothing in the row said it, and it was inferred."""
    has_line_void: bool = False
    is_training: bool | None = None
    is_suspended: bool | None = None


class Meanings:
    """Finds the meaning of rows and counts the words that nobody knows."""

    def __init__(self, mapping: Mapping) -> None:
        self._types = mapping.types
        self._row_type = Meaning(mapping.row_type)
        self.unknown_words: Counter[str] = Counter()

    def of(self, facts: Facts) -> RowMeaning:
        word = facts.text(Role.TYPE)
        meaning, is_said = self._base(word, facts)
        if meaning in _OPEN and (status := self._status(facts)) is not None:
            meaning, is_said = status, True
        answers = facts.answers
        if meaning in _OPEN:
            if answers.get(Role.IS_VOID):
                meaning, is_said = Meaning.VOID, True
            elif answers.get(Role.IS_REFUND):
                meaning, is_said = Meaning.REFUND, True
        if meaning is Meaning.UNKNOWN and word:
            self.unknown_words[word[:60]] += 1
        training = answers.get(Role.IS_TRAINING)
        return RowMeaning(
            meaning,
            word,
            is_said,
            has_line_void=bool(answers.get(Role.HAS_LINE_VOID)) and meaning not in TRAITS,
            is_training=True if meaning is Meaning.TRAINING else training,
            is_suspended=answers.get(Role.IS_SUSPENDED),
        )

    def leaves_out(self, facts: Facts) -> bool:
        """Whether the row's words say to leave it out, whatever its other cells hold."""
        word = facts.text(Role.TYPE)
        if (self.word(word) if word else self._row_type) is Meaning.IGNORE:
            return True
        statuses = facts.text(Role.STATUS).split("; ")
        return any(self._types.get(type_key(status)) == Meaning.IGNORE for status in statuses)

    def word(self, text: str) -> Meaning:
        """What a person said of a type word, else what is proposed for it."""
        said = self._types.get(type_key(text))
        return Meaning(said) if said is not None else meaning_of_word(text)

    def _base(self, word: str, facts: Facts) -> tuple[Meaning, bool]:
        if word:
            return self.word(word), True
        if self._row_type is not Meaning.UNKNOWN:
            return self._row_type, True
        if facts.amounts.get(Role.VOID_AMOUNT):
            return Meaning.VOID, True
        if facts.amounts.get(Role.REFUND_AMOUNT):
            return Meaning.REFUND, True
        return Meaning.UNKNOWN, False

    def _status(self, facts: Facts) -> Meaning | None:
        """What a status adds; "completed" adds nothing, and an unknown word is counted."""
        text = facts.text(Role.STATUS)
        for word in text.split("; ") if text else ():
            said = self._types.get(type_key(word))
            if said is None and normalise(word) in SETTLED:
                continue
            meaning = Meaning(said) if said is not None else meaning_of_word(word)
            if meaning is Meaning.UNKNOWN:
                self.unknown_words[word[:60]] += 1
            elif meaning not in (Meaning.SALE, Meaning.PAYMENT, Meaning.IGNORE):
                return meaning
        return None
