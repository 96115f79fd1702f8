"""Headings of groups: what stands once above rows is said of each of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from transactions.formats.tabular.dates import read_moment
from transactions.formats.tabular.dates_order import order_shown
from transactions.formats.tabular.header_words import type_key
from transactions.formats.tabular.roles import Role
from transactions.formats.tabular.roles_match import match_name
from transactions.formats.tabular.types import Meaning, meaning_of_word

if TYPE_CHECKING:
    from transactions.formats.tabular.mapping import Mapping

CARRIED: Final = frozenset(
    {
        Role.CASHIER, Role.CASHIER_ID, Role.CASHIER_NAME, Role.REGISTER, Role.TILL, Role.STORE,
        Role.STORE_NAME, Role.DATE, Role.BUSINESS_DATE, Role.TYPE, Role.DEPARTMENT, Role.SHIFT,
        Role.TRANSACTION_NO, Role.TENDER,
    }
)  # fmt: skip
_LABELLED: Final = re.compile(r"^\s*([A-Za-z][A-Za-z .#/_-]{0,38}?)\s*:\s*(.*)$", re.DOTALL)
_UNLABELLED: Final = re.compile(
    r"^\s*(cashier|register|reg|store|employee|terminal|lane|till|shift|clerk|operator|pos)"
    r"(?:\s+(?:no\.?|id|name))?\s*[#-]?\s*(\S.{0,40})$",
    re.IGNORECASE,
)
_IN_BRACKETS: Final = re.compile(r"^(\S.*?)\s*\(\s*[\d,]+\s*[a-z]*\s*\)$", re.IGNORECASE)
_STORE_CODE: Final = re.compile(r"#?\s*(\d[\w-]{0,19})(?:\s|$)")
"""Before the store's name: "101 Main Street"."""
_EVERYONE: Final = frozenset({"", "all", "any", "various", "multiple"})
FIGURES: Final = re.compile(r"^[\s$€£()\d.,%*+-]+$")


class Headings:
    """The headings in force, outer ones first; a new outer one ends those inside it."""

    def __init__(self, mapping: Mapping) -> None:
        self._order, self._epoch = mapping.date_order, mapping.serial_epoch
        self._types = mapping.types
        self.carried: dict[str, str] = {}

    def take(self, texts: list[tuple[int, str]]) -> bool:
        """Whether the row says such things of the rows below; they hold from now on."""
        pairs = self.pairs(texts)
        for role, value in pairs:
            self._set(role, value)
        return bool(pairs)

    def take_alone(self, text: str, *, with_type: bool) -> bool:
        """A heading without a label: "Register 2", a day, or a type of its own."""
        if (found := _UNLABELLED.match(text)) and (match := match_name(found[1])):
            self._set(match.role, found[2])
            return True
        if self._is_day(text):
            self._set(Role.DATE, text)
            return True
        known = meaning_of_word(text) is not Meaning.UNKNOWN or type_key(text) in self._types
        if with_type and known and len(text.split()) <= 3:
            self._set(Role.TYPE, _plain(text))
            return True
        return False

    def pairs(self, texts: list[tuple[int, str]]) -> list[tuple[str, str]]:
        """Label and value of each; none at all when the row also says something else."""
        found: list[tuple[str, str]] = []
        waiting = ""
        for text in dict.fromkeys(text for _, text in texts):
            if waiting:
                found.append((waiting, text))
                waiting = ""
                continue
            label = _LABELLED.match(text)
            match = match_name(label[1]) if label else None
            if label is None or match is None or match.how == "spelling":
                if found and FIGURES.match(text):
                    continue
                return []
            if label[2].strip():
                found.append((match.role, label[2].strip()))
            else:
                waiting = match.role
        return [pair for pair in found if pair[0] in CARRIED]

    def _set(self, role: str, value: str) -> None:
        names = list(self.carried)
        if role in self.carried:
            for inner in names[names.index(role) :]:
                del self.carried[inner]
        plain = _plain(value)
        if role == Role.STORE and (code := _STORE_CODE.match(plain)):
            plain = code[1]
        if plain.casefold() not in _EVERYONE:
            self.carried[role] = plain

    def _is_day(self, text: str) -> bool:
        if order_shown(text):
            return True
        try:
            reading = read_moment(text, self._order, self._epoch)
        except (ValueError, OverflowError):
            return False
        return reading is not None and reading.day is not None and not text.strip().isdecimal()


def _plain(value: str) -> str:
    """``JOHN (12)`` is JOHN: grouped grids write how many rows follow."""
    found = _IN_BRACKETS.match(value)
    return found[1] if found else value
