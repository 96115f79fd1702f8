"""One pass over a table's rows, and the mapping that follows from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from transactions.formats.tabular.dates_order import OrderVotes
from transactions.formats.tabular.grain import Runs, runs_for
from transactions.formats.tabular.grain_decide import (
    assign_summary,
    decide_grain,
    is_summary,
    settle_line_amounts,
)
from transactions.formats.tabular.header_titles import read_titles
from transactions.formats.tabular.mapping import Grain, Mapping
from transactions.formats.tabular.proposal_formats import decide_marks, decide_order, type_words
from transactions.formats.tabular.proposal_profile import ColumnProfile
from transactions.formats.tabular.proposal_terms import ProposedColumn, Question, TypeWord
from transactions.formats.tabular.reader_rows import RowClass, RowClassifier
from transactions.formats.tabular.roles import CLOCKS, Role
from transactions.formats.tabular.roles_assign import Assignment, roles_by_name
from transactions.formats.tabular.roles_match import vendor_of
from transactions.formats.tabular.types import Meaning
from transactions.formats.tabular.types_report import meaning_of_report
from transactions.formats.tabular.values_codes import code_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transactions.formats.tabular.cells import Row
    from transactions.formats.tabular.header_table import Table


@dataclass(frozen=True, slots=True)
class Survey:
    mapping: Mapping
    columns: tuple[ProposedColumn, ...]
    type_words: tuple[TypeWord, ...]
    questions: tuple[Question, ...]
    vendor: str
    data_rows: int


class _Pass:
    """What one reading of the rows shows, while their meaning is known by name alone."""

    def __init__(self, table: Table) -> None:
        names = table.header.names
        roles = _unique(roles_by_name(names))
        draft = Mapping(table.fingerprint, names, tuple(roles), table.sheet)
        self.classifier = RowClassifier(table.header, draft)
        self.profiles = [ColumnProfile(role in CLOCKS) for role in roles_by_name(names)]
        self.runs: Runs = runs_for(roles_by_name(names))
        self.heading_order = OrderVotes()
        self.heading_types: Counter[str] = Counter()
        self.heading_roles: set[str] = set()
        self.stores: set[str] = set()
        self.data_rows = 0
        self._store = [i for i, role in enumerate(roles) if role == Role.STORE]
        self._pairs = _rivals(roles_by_name(names))
        self._differ: set[tuple[int, int]] = set()

    def see(self, row: Row) -> None:
        kind = self.classifier.classify(row)
        carried = self.classifier.headings.carried
        if kind is RowClass.HEADING:
            for role in (Role.DATE, Role.BUSINESS_DATE):
                self.heading_order.see(carried.get(role))
        if kind is not RowClass.DATA:
            return
        self.data_rows += 1
        self.heading_roles.update(carried)
        if word := carried.get(Role.TYPE):
            self.heading_types[word] += 1
        for profile, cell in zip(self.profiles, row.cells, strict=False):
            if cell is not None and cell != "":
                profile.see(cell)
        self.runs.see(row)
        self._see_pairs(row)
        for index in self._store:
            if index < len(row.cells) and len(self.stores) < 2:
                self.stores.add(code_text(row.cells[index]))

    def _see_pairs(self, row: Row) -> None:
        for one, other in self._pairs - self._differ:
            texts = [code_text(row.cells[i]) if i < len(row.cells) else "" for i in (one, other)]
            if texts[0] != texts[1]:
                self._differ.add((one, other))

    @property
    def equal(self) -> set[tuple[int, int]]:
        return self._pairs - self._differ


def survey_of(table: Table, rows: Iterator[Row]) -> Survey:
    """Everything a proposal needs, from one pass over ``rows``."""
    seen = _Pass(table)
    for row in rows:
        seen.see(row)
    names = table.header.names
    assignment = Assignment(names, seen.profiles, seen.equal)
    grain = _grain(assignment, seen, table)
    mapping = Mapping(
        fingerprint=table.fingerprint,
        headers=names,
        columns=tuple(str(role) for role in assignment.roles),
        sheet=table.sheet,
        grain=str(grain),
    )
    mapping, questions = _formats(mapping, seen, table)
    words = type_words(mapping, seen.profiles, seen.heading_types, grain)
    mapping = replace(
        mapping,
        types={word.word: word.meaning for word in words},
        row_type=str(_row_type(mapping, seen, table)),
    )
    questions = [*assignment.questions, *questions, *_open_questions(mapping, seen, words, table)]
    return Survey(
        mapping=mapping,
        columns=_columns(assignment, names, seen.profiles),
        type_words=words,
        questions=tuple(questions),
        vendor=vendor_of(names, tuple(code_text(c) for r in table.header.above for c in r.cells)),
        data_rows=seen.data_rows,
    )


def _grain(assignment: Assignment, seen: _Pass, table: Table) -> Grain:
    if is_summary(table.header.names, seen.profiles):
        assign_summary(assignment, table.header.names, seen.profiles)
        return Grain.SUMMARY
    grain = decide_grain(assignment, seen.runs)
    if grain is Grain.LINE:
        settle_line_amounts(assignment, seen.runs, assignment.doubted)
    return grain


def _formats(mapping: Mapping, seen: _Pass, table: Table) -> tuple[Mapping, list[Question]]:
    clocks = [p for p, role in zip(seen.profiles, mapping.columns, strict=True) if role in CLOCKS]
    above = [cell for row in table.header.above for cell in row.cells]
    order, questions = decide_order(clocks, seen.heading_order, above)
    mark, marks, about_marks = decide_marks(mapping, seen.profiles)
    changed = replace(mapping, date_order=order, decimal_mark=mark, decimal_marks=marks)
    return changed, questions + about_marks


def _row_type(mapping: Mapping, seen: _Pass, table: Table) -> Meaning:
    if Role.TYPE in mapping.columns or seen.heading_types or mapping.grain == Grain.SUMMARY:
        return Meaning.UNKNOWN
    return meaning_of_report(table.report_names)


def _open_questions(
    mapping: Mapping, seen: _Pass, words: tuple[TypeWord, ...], table: Table
) -> list[Question]:
    questions = []
    for word in words:
        if not word.is_known:
            params = {"word": word.word, "count": str(word.count)}
            choices = tuple(map(str, Meaning))
            questions.append(Question("type_word", "types", params, choices, Meaning.UNKNOWN))
    if mapping.grain == Grain.SUMMARY:
        return questions
    typed = {Role.TYPE, Role.VOID_AMOUNT, Role.REFUND_AMOUNT} & {*mapping.columns}
    if not typed and not seen.heading_types and mapping.row_type == Meaning.UNKNOWN:
        questions.append(Question("row_type", "row_type", {}, tuple(map(str, Meaning)), "unknown"))
    dated = {Role.DATE_TIME, Role.DATE, Role.BUSINESS_DATE, Role.END_TIME, Role.START_TIME}
    if not dated & {*mapping.columns, *seen.heading_roles}:
        day = read_titles(table.header.above, mapping.date_order).single_day
        params = {"day": day.isoformat() if day else ""}
        questions.append(Question("day_of_title" if day else "no_date", "columns", params))
    if len(seen.stores) > 1:
        questions.append(Question("several_stores", "store_column", {}, ("code", "ignore"), "code"))
    return questions


def _columns(
    assignment: Assignment, names: tuple[str, ...], profiles: list[ColumnProfile]
) -> tuple[ProposedColumn, ...]:
    return tuple(
        ProposedColumn(name, str(role), why, tuple(profile.examples), profile.filled)
        for name, role, why, profile in zip(
            names, assignment.roles, assignment.why, profiles, strict=True
        )
    )


def _unique(roles: list[str]) -> list[str]:
    """Each role once, for a draft: the first column keeps it."""
    seen: set[str] = set()
    found = []
    for role in roles:
        found.append(role if role not in seen else str(Role.UNKNOWN))
        seen.add(role)
    return found


def _rivals(roles: list[str]) -> set[tuple[int, int]]:
    """Columns with one role between them, whose cells are compared."""
    places: dict[str, list[int]] = {}
    for index, role in enumerate(roles):
        if role not in (Role.UNKNOWN, Role.IGNORE):
            places.setdefault(role, []).append(index)
    return {pair for columns in places.values() for pair in combinations(columns, 2)}
