"""What every part of the reader needs while it takes one event apart.

Each value is parsed on its own: a bad one becomes ``None`` and a
:class:`~transactions.formats.canonical.Problem`, and the event goes on.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, cast

from transactions.formats.canonical import Problem
from transactions.formats.naxml.names import Names
from transactions.formats.naxml.values import DateCache, DecimalCache, MomentCache, parse_flag

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from lxml.etree import _Element

    from transactions.formats.naxml.values import Moment

MAX_PROBLEMS: Final = 1_000
_SHOWN_CHARACTERS: Final = 40

Fields = dict[str, "_Element"]
"""Children of one element by name; of repeated ones the last."""


class Extractor:
    """Typed access to one file's elements, with what went wrong on the way."""

    def __init__(self) -> None:
        self.names = Names()
        self.decimals = DecimalCache()
        self.moments = MomentCache()
        self.dates = DateCache()
        self.problems: list[Problem] = []
        self.problems_left_out = 0
        self.unknown_elements: Counter[str] = Counter()
        self.index: int | None = None
        """``source_index`` of the event in hand."""
        self.unknown_here: set[str] = set()
        """Unknown names below the event in hand."""

    def begin(self, index: int) -> None:
        self.index = index
        self.unknown_here = set()

    def children(self, element: _Element) -> Fields:
        names = self.names
        return {names[child.tag]: child for child in element}

    def report(self, code: str, **params: str) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            self.problems_left_out += 1
            return
        self.problems.append(Problem(code, params, self.index))

    def report_value(self, code: str, element: _Element, value: str) -> None:
        field = self.names.spelling[self.names[element.tag]]
        self.report(code, field=field, value=value.strip()[:_SHOWN_CHARACTERS])

    def note_unknown(self, name: str) -> None:
        spelling = self.names.spelling.get(name, name)
        self.unknown_elements[spelling] += 1
        self.unknown_here.add(spelling)

    def note_strangers(self, fields: Fields, known: frozenset[str]) -> None:
        if not fields.keys() <= known:
            for name in fields.keys() - known:
                self.note_unknown(name)

    def amount(self, element: _Element | None) -> Decimal | None:
        if element is None:
            return None
        text = element.text
        if not text:
            return None
        try:
            return self.decimals[text]
        except ValueError:
            if not text.isspace():
                self.report_value("bad_number", element, text)
            return None

    def flag(self, element: _Element | None) -> bool | None:
        """``<TrainingModeFlag value="yes"/>``; an empty flag says nothing."""
        if element is None:
            return None
        return parse_flag(element.get("value") or element.text)

    def date(self, element: _Element | None) -> date | None:
        text = text_of(element)
        if not text:
            return None
        try:
            return self.dates[text]
        except ValueError:
            self.report("bad_date", field="BusinessDate", value=text[:_SHOWN_CHARACTERS])
            return None

    def moment(self, fields: Fields, prefix: str, *, quiet: bool = False) -> Moment | None:
        """``<prefix>Date`` and ``<prefix>Time`` together; None when either is missing.

        ``quiet``: a bad one is no problem, as in file headers, which hold placeholders.
        """
        day = text_of(fields.get(prefix + "date"))
        clock = text_of(fields.get(prefix + "time"))
        if not clock:
            day, _, clock = day.partition("T")
        if not day or not clock:
            return None
        try:
            return self.moments[day, clock]
        except ValueError:
            if not quiet:
                self.report_value("bad_date", fields[prefix + "date"], f"{day} {clock}")
            return None


def text_of(element: _Element | None) -> str:
    if element is None:
        return ""
    text = element.text
    return text.strip() if text else ""


def attributes_of(element: _Element) -> list[tuple[str, str]]:
    return cast("list[tuple[str, str]]", element.items())
