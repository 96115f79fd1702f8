"""Cashier numbers by number, by their own name, or by the person who held them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from stores.models import Cashier, CashierAssignment
from transactions.search.words import fold, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class Held(NamedTuple):
    """A number, and the business dates of which it is meant; None is open."""

    cashier_id: int
    since: date | None = None
    until: date | None = None


def held_by(asked: Sequence[str], store_ids: Sequence[int]) -> tuple[list[Held], list[str]]:
    """The numbers meant by each of the words, and the words that mean none.

    A word that is a number at some store is that number; else it is part of a name. A
    person's numbers are theirs only while they held them.
    """
    numbers = Cashier.objects.filter(store__in=store_ids)
    known = [(pk, code, name) for pk, code, name in numbers.values_list("pk", "code", "name")]
    found: list[Held] = []
    unknown: list[str] = []
    people: list[tuple[str, Held]] | None = None
    for word in asked:
        meant = [Held(pk) for pk, code, _name in known if _same_number(code, word)]
        if not meant:
            people = _people(store_ids) if people is None else people
            meant = [Held(pk) for pk, _code, name in known if _is_named(name, word)]
            meant += [held for name, held in people if _is_named(name, word)]
        found += meant
        if not meant:
            unknown.append(word)
    return list(dict.fromkeys(found)), unknown


def _people(store_ids: Sequence[int]) -> list[tuple[str, Held]]:
    rows = CashierAssignment.objects.filter(cashier__store__in=store_ids, cashier__is_person=True)
    named = rows.values_list("person__name", "cashier_id", "since", "until")
    return [(name, Held(cashier_id, since, until)) for name, cashier_id, since, until in named]


def _same_number(code: str, word: str) -> bool:
    """Zeros in front do not count, as registers write them or not."""
    return code == word or fold(code).lstrip("0") == fold(word).lstrip("0") != ""


def _is_named(name: str, word: str) -> bool:
    """Every word typed begins a word of the name."""
    typed, parts = words_of(word), words_of(name)
    return bool(typed) and all(any(part.startswith(each) for part in parts) for each in typed)
