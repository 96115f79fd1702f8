"""One file that came in: what it is, what became of it, and what it told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from transactions.formats import FORMATS
from transactions.formats.tabular.variants import WRITTEN_OTHERWISE
from transactions.models import FileState, SourceFile
from transactions.selectors import layout_said, reasons
from transactions.selectors.file_facts import (
    FORMAT_WORDS,
    counts_of,
    facts_of,
    rows_of,
    totals_said,
)
from transactions.selectors.file_told import MOST_TRANSACTIONS, told_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stores.access import Member
    from stores.models import Store
    from transactions.selectors.file_told import Told

MOST_SAID = 100
ANOTHERS = frozenset({"other_store", "unknown_store"})


@dataclass(frozen=True, slots=True)
class FilePage:
    file: SourceFile
    sentence: str
    state_word: str
    facts: list[tuple[str, str]]
    counts: list[tuple[str, int]]
    rows: list[tuple[str, int]]
    totals: str
    why: list[str]
    problems: list[str]
    more_problems: int
    unfamiliar: list[tuple[str, int]]
    told: list[Told]
    more_told: int
    control_totals: int
    is_spreadsheet: bool
    has_unread_rows: bool
    may_be_written_otherwise: bool
    is_written_otherwise: bool
    is_anothers: bool
    stores: list[Store]
    named: str


def file_page(member: Member, file: SourceFile) -> FilePage:
    """``file`` is one the member may see, with its store and upload."""
    told = told_by(file)
    problems = _problems(file)
    is_spreadsheet = file.format == "tabular" or file.state == FileState.NEEDS_MAPPING
    is_anothers = file.state == FileState.QUARANTINED and file.reason_code in ANOTHERS
    return FilePage(
        file=file,
        sentence=_sentence(file),
        state_word=str(file.get_state_display()),
        facts=facts_of(file),
        counts=counts_of(file),
        rows=rows_of(file),
        totals=totals_said(file),
        why=_why(file),
        problems=problems[:MOST_SAID],
        more_problems=max(0, len(problems) - MOST_SAID),
        unfamiliar=_unfamiliar(file),
        told=told[:MOST_TRANSACTIONS],
        more_told=max(0, file.events - MOST_TRANSACTIONS) if len(told) > MOST_TRANSACTIONS else 0,
        control_totals=file.control_totals,
        is_spreadsheet=is_spreadsheet,
        has_unread_rows=is_spreadsheet and bool(file.rows.get("unread")),
        may_be_written_otherwise=_may_be_written_otherwise(file),
        is_written_otherwise=_is_refused_for_it(file),
        is_anothers=is_anothers,
        stores=list(member.stores().exclude(pk=file.store_id)) if is_anothers else [],
        named=str(file.reason_params.get("theirs", "")) if is_anothers else "",
    )


def _may_be_written_otherwise(file: SourceFile) -> bool:
    """Whether a person may say so: of a kept spreadsheet that was read, or refused for it."""
    was_read = file.state in {FileState.INGESTED, FileState.PARTLY_INGESTED}
    return bool(file.stored_key and file.layout and (was_read or _is_refused_for_it(file)))


def _is_refused_for_it(file: SourceFile) -> bool:
    return file.state == FileState.QUARANTINED and file.reason_code in WRITTEN_OTHERWISE


def _why(file: SourceFile) -> list[str]:
    """Nothing of a file that is being read again: what was said of it holds no more."""
    if not file.reason_code or file.state == FileState.RECEIVED:
        return []
    return [reasons.problem(file.reason_code, file.reason_params)]


def _sentence(file: SourceFile) -> str:
    """What became of the file, in one sentence."""
    if file.state == FileState.RECEIVED:
        return gettext("This file waits to be read.")
    if file.state == FileState.DUPLICATE:
        return gettext("This store had the same file before, so nothing was read from it.")
    if file.state == FileState.NEEDS_MAPPING:
        return gettext("Waiting for you: what do its columns mean?")
    if file.state == FileState.QUARANTINED:
        return gettext("This file could not be read, and nothing of it was taken.")
    if not file.events and file.control_totals:
        return gettext("A report of sums: its figures are compared with what we counted.")
    if not file.events:
        return gettext("This file was read and holds no transactions.")
    read = ngettext("%(n)s transaction", "%(n)s transactions", file.events)
    words = {"read": read % {"n": f"{file.events:,}"}, "span": "", "flagged": f"{file.flagged:,}"}
    if file.first_at and file.last_at:
        zone = file.store.zone
        words["span"] = layout_said.span(
            file.first_at.astimezone(zone).date(), file.last_at.astimezone(zone).date()
        )
    if file.state == FileState.PARTLY_INGESTED:
        return gettext("Read in part: %(read)s%(span)s; %(flagged)s flagged.") % words
    return gettext("%(read)s%(span)s; %(flagged)s flagged.") % words


def _problems(file: SourceFile) -> list[str]:
    return list(
        dict.fromkeys(_problem(each["code"], each.get("params", {})) for each in file.problems)
    )


def _problem(code: str, params: Mapping[str, str]) -> str:
    """With the row in front, where the sentence does not name it."""
    said, row = reasons.problem(code, params), params.get("row", "")
    if not row or row in said:
        return said
    return gettext("Row %(row)s: %(what)s") % {"row": row, "what": said}


def _unfamiliar(file: SourceFile) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = [(name, count) for name, count in file.unknown_elements.items()]
    for kind, names in file.unfamiliar.items():
        found += [(f"{kind}: {name}", count) for name, count in names.items()]
    return sorted(found, key=lambda pair: -pair[1])[:MOST_SAID]


def format_choices() -> list[tuple[str, str]]:
    """Formats to narrow the list of files by."""
    return [(name, str(FORMAT_WORDS.get(name, name))) for name in FORMATS]
