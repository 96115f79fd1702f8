"""A file that is written otherwise than its layout's other files: said here, read at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from stores.access import MemberRequest, needs
from transactions.formats.canonical import UnreadableFileError
from transactions.formats.tabular.mapping import MappingError
from transactions.layout_forms import read_written
from transactions.selectors.layout_variants import choices_of, how_written, said_before
from transactions.services.layout_trial import surveys_of, way_shown
from transactions.services.layout_variants import Written, confirm_variant
from transactions.views.files import visible_file
from transactions.views.layout_table import Looked, look, look_again, read_part, why_not

if TYPE_CHECKING:
    from transactions.formats.tabular.mapping import Mapping
    from transactions.models import Mapping as Layout
    from transactions.models import SourceFile

PAGE = "transactions/layout_variant.html"
READ = "transactions/layout.html#read"


@require_GET
@needs(Action.SET_UP_STORES)
def written(request: MemberRequest, file_id: int) -> HttpResponse:
    """How the file is written, as its own cells show it, and how it would be read then."""
    file = visible_file(request, file_id)
    try:
        looked = look(file, request.GET.get("sheet") or _sheet_of(file))
    except UnreadableFileError as error:
        raise Http404 from error
    if looked.newest is None:
        return redirect("transactions:layout", file_id)
    mapping = way_shown(file, looked.base, looked.survey)
    return render(request, PAGE, _context(request, looked, looked.newest, mapping))


@require_POST
@needs(Action.SET_UP_STORES)
def written_preview(request: MemberRequest, file_id: int) -> HttpResponse:
    """The rows and the sentence anew, as the form now stands. Nothing is saved."""
    looked = look_again(request, file_id)
    try:
        mapping = read_written(request.POST.dict(), looked.base)
    except MappingError as error:
        return render(request, READ, {"wrong": why_not(error), "sheet": looked.sheet})
    return render(request, READ, read_part(looked, mapping))


@require_POST
@needs(Action.SET_UP_STORES)
def written_confirm(request: MemberRequest, file_id: int) -> HttpResponse:
    """Remember it, and read the files that it is about."""
    looked = look_again(request, file_id)
    if looked.newest is None:
        raise Http404
    try:
        mapping = read_written(request.POST.dict(), looked.base)
    except MappingError as error:
        raise Http404 from error  # the page offers nothing else
    said = Written(mapping, of_store=request.POST.get("scope") != "file")
    count = confirm_variant(
        member=request.member, file=looked.file, layout=looked.newest, said=said
    )
    told = ngettext("%(n)s file is being read.", "%(n)s files are being read.", count)
    messages.success(request, told % {"n": f"{count:,}"})
    return redirect("transactions:file", file_id)


def _sheet_of(file: SourceFile) -> str:
    """The sheet that the file was read by, when its page does not say one."""
    prints = [each["mapping"]["fingerprint"] for each in surveys_of(file)] if file.layout else []
    return str(prints.index(file.layout)) if file.layout in prints else ""


def _context(
    request: MemberRequest, looked: Looked, newest: Layout, mapping: Mapping
) -> dict[str, Any]:
    return {
        **read_part(looked, mapping),
        "file": looked.file,
        "layout": newest,
        "own": how_written(looked.base.date_order, looked.base.decimal_mark),
        "questions": choices_of(looked.survey, mapping),
        "shown": mapping,
        "shown_marks": json.dumps(dict(mapping.decimal_marks)),
        "known": said_before(request.member, newest),
    }
