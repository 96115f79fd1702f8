"""What each table of a file seems to mean, for a person to confirm once per layout."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from transactions.formats.tabular.grid import iter_sheets
from transactions.formats.tabular.header_table import Table, open_table
from transactions.formats.tabular.header_titles import Titles, read_titles
from transactions.formats.tabular.proposal_preview import preview_rows
from transactions.formats.tabular.proposal_survey import Survey, survey_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transactions.formats.canonical import FormatContext
    from transactions.formats.tabular.cells import Row
    from transactions.formats.tabular.mapping import Mapping
    from transactions.formats.tabular.proposal_terms import (
        PreviewRow,
        ProposedColumn,
        Question,
        TypeWord,
    )

_SAMPLE: Final = 300
"""Rows kept for previews."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One table: how it would be read, why, and what only a person can say."""

    mapping: Mapping
    columns: tuple[ProposedColumn, ...]
    type_words: tuple[TypeWord, ...]
    questions: tuple[Question, ...]
    titles: Titles
    vendor: str
    data_rows: int
    is_confirmed: bool
    """A person confirmed this layout before."""
    table: Table
    context: FormatContext
    sample: tuple[Row, ...] = field(repr=False, default=())

    @property
    def fingerprint(self) -> str:
        return self.mapping.fingerprint

    @property
    def sheet(self) -> str:
        return self.mapping.sheet

    def preview(self, rows: int = 20, mapping: Mapping | None = None) -> list[PreviewRow]:
        """The first rows below the header as ``mapping`` (default: the proposed one) reads
        them."""
        return preview_rows(self.table, self.sample, mapping or self.mapping, self.context, rows)

    def to_json(self, rows: int = 20) -> dict[str, Any]:
        """All that a page shows, as plain JSON."""
        titles = self.titles
        return {
            "mapping": self.mapping.to_json(),
            "columns": [asdict(column) for column in self.columns],
            "type_words": [asdict(word) for word in self.type_words],
            "questions": [
                asdict(question) | {"choices": list(question.choices)}
                for question in self.questions
            ],
            "report_name": titles.report_name,
            "titles": list(titles.texts),
            "store": titles.store,
            "first_day": titles.first_day.isoformat() if titles.first_day else None,
            "last_day": titles.last_day.isoformat() if titles.last_day else None,
            "vendor": self.vendor,
            "data_rows": self.data_rows,
            "is_confirmed": self.is_confirmed,
            "preview": [row.to_json() for row in self.preview(rows)],
        }


def propose(stream: BinaryIO, name: str, context: FormatContext) -> list[Proposal]:
    """A proposal for every sheet that holds a table, in the file's order; [] for none.

    Reads the stream once, in flat memory. Raises
    :class:`~transactions.formats.canonical.UnreadableFileError` as the sheets do.
    """
    proposals = []
    for sheet in iter_sheets(stream, name):
        table = open_table(sheet, name)
        if table is not None:
            proposals.append(propose_table(table, context))
    return proposals


def propose_table(table: Table, context: FormatContext) -> Proposal:
    """Reads the table's rows to their end."""
    sample: list[Row] = []
    survey: Survey = survey_of(table, _sampling(table.rows, sample))
    return Proposal(
        mapping=survey.mapping,
        columns=survey.columns,
        type_words=survey.type_words,
        questions=survey.questions,
        titles=read_titles(table.header.above, survey.mapping.date_order),
        vendor=survey.vendor,
        data_rows=survey.data_rows,
        is_confirmed=table.fingerprint in context.mappings,
        table=table,
        context=context,
        sample=tuple(sample),
    )


def _sampling(rows: Iterator[Row], sample: list[Row]) -> Iterator[Row]:
    for row in rows:
        if len(sample) < _SAMPLE:
            sample.append(row)
        yield row
