"""What every part of the reader needs while it takes one event apart.

Each value is parsed on its own: a bad one becomes ``None`` and a
:class:`~transactions.formats.canonical.Problem`, and the event goes on.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from transactions.formats.canonical import Problem
from transactions.formats.naxml.names import Names
from transactions.formats.naxml.values import DateCache, DecimalCache, FlagCache, moment_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from transactions.formats.naxml.part import Part
    from transactions.formats.naxml.values import Moment

MAX_PROBLEMS: Final = 1_000
_SHOWN_CHARACTERS: Final = 40
_NUMBERS: Final = ("amount", "price", "quantity", "count")

Fields = dict[str, "Part"]


class Extractor:
    """Typed access to one file's elements, with what went wrong on the way."""

    def __init__(self, tender_classes: Mapping[str, str] | None = None) -> None:
        """``tender_classes``: what a person said of payment codes, in lower case."""
        self.names = Names()
        self.tender_classes = tender_classes or {}
        self.decimals = DecimalCache()
        self.dates = DateCache()
        self.flags = FlagCache()
        self.problems: list[Problem] = []
        self.problems_left_out = 0
        self.unknown_elements: Counter[str] = Counter()
        self.index: int | None = None
        """``source_index`` of the event in hand."""
        self.unknown_here: set[str] = set()
        """Unknown names below the event in hand."""

    @property
    def all_problems(self) -> list[Problem]:
        """Those listed, and how many more there were."""
        left_out = self.problems_left_out
        more = [Problem("more_problems", {"count": str(left_out)})] if left_out else []
        return [*self.problems, *more]

    def begin(self, index: int) -> None:
        self.index = index
        if self.unknown_here:
            self.unknown_here = set()

    def report(self, code: str, **params: str) -> None:
        if len(self.problems) >= MAX_PROBLEMS:
            self.problems_left_out += 1
            return
        self.problems.append(Problem(code, params, self.index))

    def report_value(self, code: str, element: Part, value: str) -> None:
        field = self.names.spelling[element.name]
        self.report(code, field=field, value=value.strip()[:_SHOWN_CHARACTERS])

    def note_unknown(self, name: str) -> None:
        spelling = self.names.spelling.get(name, name)
        self.unknown_elements[spelling] += 1
        self.unknown_here.add(spelling)

    def note_strangers(self, part: Part, known: frozenset[str]) -> None:
        if strangers := part.beyond(known):
            for name in strangers:
                self.note_unknown(name)

    def amount(self, element: Part | None) -> Decimal | None:
        return None if element is None else self.decimals[element.text]

    def report_bad_numbers(self, event: Part) -> None:
        """Name the fields below ``event`` that held what the decimal cache refused."""
        bad, self.decimals.bad = set(self.decimals.bad), []
        for element in event.iter():
            if element.text in bad and element.name.endswith(_NUMBERS):
                self.report_value("bad_number", element, element.text)

    def flag(self, element: Part | None) -> bool | None:
        """``<TrainingModeFlag value="yes"/>``; an empty flag says nothing."""
        if element is None:
            return None
        return self.flags[element.attributes.get("value") or element.text]

    def date(self, element: Part | None) -> date | None:
        if element is None or not (text := element.text):
            return None
        try:
            return self.dates[text]
        except ValueError:
            self.report("bad_date", field="BusinessDate", value=text[:_SHOWN_CHARACTERS])
            return None

    def moment(self, day: Part | None, clock: Part | None, *, quiet: bool = False) -> Moment | None:
        """A date and a time together; None when either is missing.

        ``quiet``: a bad one is no problem, as in file headers, which hold placeholders.
        """
        if day is None or not day.text:
            return None
        hours = "" if clock is None else clock.text
        try:
            return moment_of(day.text, hours)
        except ValueError:
            return self._odd_moment(day, day.text, hours, quiet=quiet)

    def _odd_moment(self, element: Part, day: str, clock: str, *, quiet: bool) -> Moment | None:
        """Nothing at all, a whole timestamp in the date, or a problem."""
        if not clock:
            day, _, clock = day.partition("T")
        day, clock = day.strip(), clock.strip()
        if not day or not clock:
            return None
        try:
            return moment_of(day, clock)
        except ValueError:
            if not quiet:
                self.report_value("bad_date", element, f"{day} {clock}")
            return None


def text_of(element: Part | None) -> str:
    return "" if element is None else element.text
