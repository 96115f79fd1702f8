"""One table of a kept spreadsheet, and what was confirmed of its layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404

from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.mapping import Mapping, MappingError
from transactions.models import Mapping as Layout
from transactions.selectors import layout_rows, layout_said, layout_words, reasons
from transactions.services.layout_trial import Survey, preview_of, surveys_of, try_layout
from transactions.services.layouts import LAYOUTS_OF
from transactions.views.files import visible_file

if TYPE_CHECKING:
    from stores.access import MemberRequest
    from transactions.models import SourceFile


@dataclass(frozen=True, slots=True)
class Looked:
    """One table of one file: its survey, what was confirmed of it, and what is still asked."""

    file: SourceFile
    surveys: list[Survey]
    sheet: int
    newest: Layout | None

    @property
    def survey(self) -> Survey:
        return self.surveys[self.sheet]

    @property
    def asked(self) -> Survey | None:
        return self.survey if self.newest is None else None

    @property
    def base(self) -> Mapping:
        found = self.newest.definition if self.newest else self.survey["mapping"]
        return Mapping.from_json(found)


def look(file: SourceFile, sheet: str) -> Looked:
    """The sheet of that number, else the first that nobody confirmed. Raises
    UnreadableFileError for a file without a table, Http404 for one not kept."""
    if not file.stored_key or (file.format not in {"", LAYOUTS_OF}):
        raise Http404
    surveys = surveys_of(file)
    if not surveys:
        raise UnreadableFileError("no_table")
    prints = [each["mapping"]["fingerprint"] for each in surveys]
    newest = _newest(prints)
    for index, each in enumerate(surveys):
        each["is_confirmed"] = prints[index] in newest
    chosen = next((i for i, each in enumerate(surveys) if not each["is_confirmed"]), 0)
    if sheet.isdecimal() and int(sheet) < len(surveys):
        chosen = int(sheet)
    return Looked(file, surveys, chosen, newest.get(prints[chosen]))


def _newest(prints: list[str]) -> dict[str, Layout]:
    found = Layout.objects.filter(fingerprint__in=prints)
    newest = found.order_by("fingerprint", "-version").distinct("fingerprint")
    return {each.fingerprint: each for each in newest}


def look_again(request: MemberRequest, file_id: int) -> Looked:
    """The table that a form was sent about."""
    try:
        return look(visible_file(request, file_id), request.POST.get("sheet", ""))
    except UnreadableFileError as error:
        raise Http404 from error


def read_part(looked: Looked, mapping: Mapping) -> dict[str, Any]:
    """What the file comes to under ``mapping``, and its first rows. Nothing is saved."""
    trial = try_layout(looked.file, mapping, looked.surveys)
    rows = [] if mapping.ignored else preview_of(looked.file, mapping)
    return {
        "said": layout_said.said_of(trial, mapping),
        "rows": layout_rows.rows_shown(rows),
        "sheet": looked.sheet,
        "is_ignored": mapping.ignored,
    }


def why_not(error: MappingError) -> str:
    params = dict(error.params)
    if error.code == "mapping_role_twice" and "role" in params:
        params["role"] = layout_words.role_word(params["role"])
    return reasons.problem(error.code, params)
