"""Files that came in: all of them, and one by one."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, TypeVar, cast

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from stores import audit
from stores.access import MemberRequest, needs
from stores.models import AccessKind, Source, Store
from transactions.models import FileState, SourceFile
from transactions.selectors import reasons
from transactions.selectors.file import file_page, format_choices
from transactions.selectors.files import files_page
from transactions.selectors.layouts import waiting_count
from transactions.services.move import NotToMoveError, move_file
from transactions.services.replay import replay_files
from transactions.services.stored import opened
from transactions.services.unread_rows import as_csv, unread_rows
from transactions.views.places import before_id, chosen_state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from transactions.formats.tabular.reader_tally import UnreadRow

R = TypeVar("R", bound=HttpResponseBase)
PIECE = 256 * 1024
NO_CHANGE = 204


@require_GET
@needs(Action.SEE_FILES)
def files(request: MemberRequest) -> HttpResponse:
    """Every file that came in, by whatever way; narrowed by state, kind, source and store."""
    member = request.member
    state = chosen_state(request)
    stores = list(member.stores())
    store = next((each for each in stores if each.code == request.GET.get("store")), None)
    sources = list(member.only(Source.objects.select_related("store")).order_by("name"))
    source = next((each for each in sources if str(each.pk) == request.GET.get("source")), None)
    formats = format_choices()
    wanted = request.GET.get("format", "")
    kind = wanted if wanted in dict(formats) else ""
    rows, following = files_page(
        member, state=state, store=store, source=source, kind=kind, before_id=before_id(request)
    )
    context = {
        "files": rows,
        "next": following,
        "state": state,
        "store": store,
        "source": source,
        "kind": kind,
        "states": FileState.choices,
        "stores": stores,
        "sources": sources,
        "formats": formats,
        "waiting_layouts": waiting_count(member) if member.may(Action.SET_UP_STORES) else 0,
    }
    return render(request, "transactions/files.html", context)


@require_GET
@needs(Action.SEE_FILES)
def file(request: MemberRequest, file_id: int) -> HttpResponse:
    """One file: what became of it, what could not be read, and what it told of; 204 while it
    is still in the state that was ``seen``."""
    found = visible_file(request, file_id)
    if request.GET.get("seen") == found.state:
        return HttpResponse(status=NO_CHANGE)
    context = {"page": file_page(request.member, found), "file": found}
    return render(request, "transactions/file.html", context)


@require_GET
@needs(Action.SEE_FILES)
def rows_not_read(request: MemberRequest, file_id: int) -> HttpResponse:
    """The rows of a spreadsheet that could not be read, as CSV."""
    found = _kept(request, file_id)
    if found.format != "tabular":
        raise Http404
    headers = (_("Sheet"), _("Row"), _("Why it was not read"), _("Column"))
    data = as_csv(unread_rows(found), headers, _why)
    _note_download(request, found, what="rows")
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    return _as_download(response, f"{PurePath(found.original_name).stem}-not-read.csv")


@require_GET
@needs(Action.MANAGE_SOURCES)
def kept_bytes(request: MemberRequest, file_id: int) -> HttpResponse:
    """The file as it is kept, card numbers masked, for support to look at."""
    found = _kept(request, file_id)
    _note_download(request, found, what="kept")
    response = StreamingHttpResponse(_pieces(found), content_type="application/octet-stream")
    return cast("HttpResponse", _as_download(response, f"{found.original_name}.masked"))


@require_POST
@needs(Action.SET_UP_STORES)
def file_again(request: MemberRequest, file_id: int) -> HttpResponse:
    """Have one kept file read again."""
    found = _kept(request, file_id)
    count = replay_files(files=SourceFile.objects.filter(pk=found.pk), by=request.user)
    if count:
        messages.success(request, _("The file is being read again."))
    return redirect("transactions:file", file_id)


@require_POST
@needs(Action.SET_UP_STORES)
def file_move(request: MemberRequest, file_id: int) -> HttpResponse:
    """Hand a held file to the store that it belongs to."""
    found = visible_file(request, file_id)
    try:
        store = request.member.stores().get(code=request.POST.get("store", ""))
        moved = move_file(member=request.member, file=found, store=store)
    except Store.DoesNotExist:
        messages.error(request, _("Choose the store that this file belongs to."))
        return redirect("transactions:file", file_id)
    except NotToMoveError:
        messages.info(request, _("This file is no longer held: somebody was faster."))
        return redirect("transactions:file", file_id)
    messages.success(request, _("The file was handed to %(store)s.") % {"store": moved.store})
    return redirect("transactions:file", file_id)


def visible_file(request: MemberRequest, file_id: int) -> SourceFile:
    """Raises Http404 for a file of a store that the member may not see."""
    rows = SourceFile.objects.select_related("store", "upload")
    found = request.member.only(rows).filter(pk=file_id).first()
    if found is None:
        raise Http404
    return found


def _kept(request: MemberRequest, file_id: int) -> SourceFile:
    found = visible_file(request, file_id)
    if not found.stored_key:
        raise Http404
    return found


def _why(row: UnreadRow) -> str:
    params = {"row": str(row.row), "column": row.column, "field": row.column, "value": ""}
    return reasons.problem(row.code, params)


def _note_download(request: MemberRequest, found: SourceFile, what: str) -> None:
    audit.record(
        AccessKind.DOWNLOADED_SAMPLE, user=request.user, about=("file", found.pk), what=what
    )


def _pieces(found: SourceFile) -> Iterator[bytes]:
    with opened(found) as stream:
        while piece := stream.read(PIECE):
            yield piece


def _as_download(response: R, name: str) -> R:
    """Saved, never shown: nothing that came in from outside runs in our pages."""
    header = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = header or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
