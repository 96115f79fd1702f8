"""Files of what searches found: ordering, watching, cancelling, taking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.roles import Action
from clips.responses import Served, serve
from review.models import ExportState
from review.search import exports
from review.search.export_rows import export_list
from stores.access import MemberRequest, needs

if TYPE_CHECKING:
    from review.models import SearchExport

NO_CHANGE = 204
LINK_SECONDS: Final = 300
TYPES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_POST
@needs(Action.EXPORT_SEARCHES)
def order(request: MemberRequest) -> HttpResponse:
    address = request.POST.get("address", "")[:8000]
    try:
        exports.order_export(
            member=request.member, address=address, file_format=request.POST.get("format", "")
        )
    except exports.ExportError as refused:
        messages.warning(request, str(refused))
        return redirect(f"{reverse('review:search')}?{address}")
    return redirect("review:search_exports")


@require_GET
@never_cache
@needs(Action.EXPORT_SEARCHES)
def listed(request: MemberRequest) -> HttpResponse:
    """The member's files. As a partial: 204 while they are as at version ``v``."""
    found = export_list(request.member)
    if request.htmx and request.GET.get("v") == found.version:
        return HttpResponse(status=NO_CHANGE)
    part = "#files" if request.htmx else ""
    return render(request, f"review/search/exports.html{part}", {"page": found})


@require_POST
@needs(Action.EXPORT_SEARCHES)
def cancel(request: MemberRequest, export_id: int) -> HttpResponse:
    exports.cancel_export(member=request.member, export=_own(request, export_id))
    return redirect("review:search_exports")


@require_safe
@needs(Action.EXPORT_SEARCHES)
def download(request: MemberRequest, export_id: int) -> HttpResponse:
    found = _own(request, export_id)
    if found.state != ExportState.READY or not exports.may_have(request.member, found):
        raise Http404
    if request.method == "GET":
        exports.record(request.member, found, "downloaded")
    name = f"transactions-{found.ordered_at:%Y-%m-%d}-{found.pk}.{found.format}"
    served = Served(found.stored_key, TYPES[found.format], LINK_SECONDS, name)
    return cast("HttpResponse", serve(request, served))


def _own(request: MemberRequest, export_id: int) -> SearchExport:
    found = exports.own_exports(request.member).filter(pk=export_id).first()
    if found is None:
        raise Http404
    return found
