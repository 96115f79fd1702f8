"""What a kept spreadsheet holds, and how it would be read by a layout nobody confirmed yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from django.core.cache import cache

from accounts.tenancy import current_chain
from transactions import flags
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.grid import iter_sheets
from transactions.formats.tabular.header_table import open_table
from transactions.formats.tabular.mapping import Mapping
from transactions.formats.tabular.proposal import propose
from transactions.formats.tabular.proposal_preview import preview_rows
from transactions.formats.tabular.reader import TabularReader
from transactions.formats.tabular.variants import chosen_ways, ways_near, ways_of, with_ways
from transactions.services.layouts import ConfirmedLayouts
from transactions.services.read_file import format_context
from transactions.services.stored import opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from transactions.formats.canonical import ControlTotal, Event, Problem
    from transactions.formats.tabular.proposal_terms import PreviewRow
    from transactions.models import SourceFile

MOST_EVENTS: Final = 20_000
"""A trial of a longer file stops there and says so."""
_SAMPLE: Final = 300
_REMEMBERED_SECONDS: Final = 900
Survey = dict[str, Any]
"""One table of a file, as ``Proposal.to_json`` gives it."""


@dataclass(slots=True)
class Trial:
    """What reading the file by a mapping came to. Times are the register's wall clock."""

    rows: dict[str, int] = field(default_factory=dict)
    types: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    stores: set[str] = field(default_factory=set)
    first: datetime | None = None
    last: datetime | None = None
    events: int = 0
    is_cut: bool = False
    totals_checked: int = 0
    unread: int = 0
    control_totals: list[ControlTotal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    refused: UnreadableFileError | None = None


def surveys_of(file: SourceFile) -> list[Survey]:
    """Every table of the kept file; remembered a while, since a person looks repeatedly.

    Raises UnreadableFileError as its sheets do.
    """
    key = f"layout:{current_chain().uuid}:{file.pk}:{file.sha256[:16]}"
    found: list[Survey] | None = cache.get(key)
    if found is None:
        with opened(file) as stream:
            proposals = propose(stream, file.original_name, format_context(file.store))
            found = [proposal.to_json(rows=0) for proposal in proposals]
        cache.set(key, found, _REMEMBERED_SECONDS)
    return found


def preview_of(file: SourceFile, mapping: Mapping, rows: int = 20) -> list[PreviewRow]:
    """The first rows of the table that ``mapping`` is about, as it reads them."""
    context = format_context(file.store)
    with opened(file) as stream:
        for sheet in iter_sheets(stream, file.original_name):
            table = open_table(sheet, file.original_name)
            if table is not None and table.fingerprint == mapping.fingerprint:
                sample = list(islice(table.rows, _SAMPLE))
                return preview_rows(table, sample, mapping, context, rows)
    return []


def try_layout(file: SourceFile, mapping: Mapping, surveys: Sequence[Survey]) -> Trial:
    """Read the whole file by ``mapping``, its other tables left out, and keep nothing."""
    mappings = {
        each["mapping"]["fingerprint"]: {**each["mapping"], "ignored": True} for each in surveys
    }
    mappings[mapping.fingerprint] = mapping.to_json()
    context = replace(format_context(file.store), mappings=mappings)
    trial = Trial()
    with opened(file) as stream:
        reader = TabularReader(stream, file.original_name, context)
        try:
            for event in reader:
                if trial.events >= MOST_EVENTS:
                    trial.is_cut = True
                    break
                _count(trial, event)
                trial.flags.update(str(hit.flag) for hit in flags.find_flags(event, context))
        except UnreadableFileError as refused:
            trial.refused = refused
    _conclude(trial, reader)
    return trial


def way_shown(file: SourceFile, base: Mapping, survey: Survey) -> Mapping:
    """The confirmed layout as this file's cells are written: as was said before where they
    agree with that, else as they show it."""
    said = ways_of(ConfirmedLayouts().definitions(file).get(base.fingerprint, {}))
    ways = [*said, *ways_near(base, Mapping.from_json(survey["mapping"]))]
    definition = with_ways(base.to_json(), ways)
    context = replace(format_context(file.store), mappings={base.fingerprint: definition})
    with opened(file) as stream:
        found = chosen_ways(stream, file.original_name, context)
    return found.get(base.fingerprint, base)


def _count(trial: Trial, event: Event) -> None:
    trial.events += 1
    trial.types[str(event.event_type)] += 1
    if event.store_code:
        trial.stores.add(event.store_code)
    at = event.occurred_local
    if at is not None:
        trial.first = min(trial.first or at, at)
        trial.last = max(trial.last or at, at)


def _conclude(trial: Trial, reader: TabularReader) -> None:
    trial.rows = dict(reader.rows_by_class)
    trial.totals_checked = reader.totals_checked
    trial.unread = len(reader.row_errors)
    trial.control_totals = list(reader.control_totals)
    trial.problems = reader.problems
    if reader.store_code:
        trial.stores.add(reader.store_code)
