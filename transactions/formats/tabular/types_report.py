"""What all rows of a report are where no column says it: its own name does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from transactions.formats.tabular.header_words import normalise
from transactions.formats.tabular.types import Meaning, meaning_of_word

if TYPE_CHECKING:
    from collections.abc import Sequence

_WITH_MORE: Final = re.compile(r"\b(all|and|detail of all|suspicious|exceptions?|summary)\b")
_KINDS: Final = re.compile(r"\b(void|refund|return|discount|suspend|overrid|drop|paid|pay)")
_FILES_OWN: Final = re.compile(r"\b(report|export|list|listing|detail|details|log)\b")


def meaning_of_report(names: Sequence[str]) -> Meaning:
    """The one meaning that the report's titles, its sheet's or its file's name speak of.

    ``UNKNOWN`` where none does, or two do: "Voids and Refunds" says nothing of one row.
    """
    for name in names:
        words = _FILES_OWN.sub(" ", normalise(name))
        if _WITH_MORE.search(words) or len(set(_KINDS.findall(words))) > 1:
            return Meaning.UNKNOWN
        meaning = meaning_of_word(words)
        if meaning not in (Meaning.UNKNOWN, Meaning.TAX, Meaning.PAYMENT):
            return meaning
    return Meaning.UNKNOWN
