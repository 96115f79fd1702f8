"""The clip library, one clip of it, and exports uploaded by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from clips.selectors import clip_for
from clips.services.export import NotPlacedError
from clips.services.export import say_start as place_export
from review.library_filters import cameras_of, read_library_filters, read_place
from review.selectors.library import PURPOSE_WORDS, STATE_WORDS, STATUS_WORDS, library_page
from review.selectors.library_clip import clip_page
from review.wall_times import WallTimeError, read_wall_time
from stores.access import MemberRequest, needs

if TYPE_CHECKING:
    import uuid

    from clips.models import Clip

NO_CHANGE = 204
UNPROCESSABLE = 422


@require_GET
@needs(Action.SEE_CLIPS)
def library(request: MemberRequest) -> HttpResponse:
    """Every clip. As a partial: ``list`` after a change of filters, ``more`` for what
    follows."""
    filters = read_library_filters(request.GET, request.member)
    place = read_place(request.GET)
    context = {
        "filters": filters,
        "page": library_page(filters, place),
        "cameras": cameras_of(request.member, filters.store),
        "states": [
            (state, word, filters.with_state(state).address) for state, word in STATE_WORDS.items()
        ],
        "statuses": STATUS_WORDS,
        "purposes": PURPOSE_WORDS,
        "views": {view: filters.with_view(view).address for view in ("grid", "list")},
    }
    response = render(
        request, f"review/library/library.html{_part(request, place is None)}", context
    )
    if request.htmx and place is None:
        response["HX-Push-Url"] = request.path + filters.address.rstrip("?")
    return response


def _part(request: MemberRequest, is_first: bool) -> str:
    if not request.htmx or request.htmx.history_restore_request:
        return ""
    return "#list" if is_first else "#more"


@require_GET
@needs(Action.SEE_CLIPS)
def clip(request: MemberRequest, clip_uuid: uuid.UUID) -> HttpResponse:
    """One clip by itself; its moving part alone, or 204, when asked with version ``v``."""
    page = clip_page(_visible(request, clip_uuid), request.member)
    if not request.htmx or request.htmx.history_restore_request:
        return render(request, "review/library/clip.html", {"page": page})
    if request.GET.get("v") == page.version:
        return HttpResponse(status=NO_CHANGE)
    return render(request, "review/library/clip.html#clip", {"page": page})


@require_POST
@needs(Action.UPLOAD_CLIPS)
def say_start(request: MemberRequest, clip_uuid: uuid.UUID) -> HttpResponse:
    """When an export starts, said by a person: then it serves what it covers."""
    about = _visible(request, clip_uuid)
    try:
        start = read_wall_time(request.POST, about.store.zone)
    except WallTimeError as refused:
        page = clip_page(about, request.member)
        context = {"page": page, "refused": refused, "values": request.POST}
        return render(request, "review/library/clip.html", context, status=UNPROCESSABLE)
    try:
        place_export(member=request.member, clip=about, start=start)
    except NotPlacedError:
        messages.error(request, _("This clip has no start that could be changed."))
    else:
        messages.success(request, _("Every transaction that it covers is being given its video."))
    return redirect("review:library_clip", clip_uuid)


@require_GET
@needs(Action.UPLOAD_CLIPS)
def export(request: MemberRequest) -> HttpResponse:
    """The form for one long export; choosing a store brings its cameras."""
    filters = read_library_filters(request.GET, request.member)
    context = {"filters": filters, "cameras": cameras_of(request.member, filters.store)}
    return render(request, "review/library/export.html", context)


def _visible(request: MemberRequest, clip_uuid: uuid.UUID) -> Clip:
    found = clip_for(request.member, clip_uuid)
    if found is None:
        raise Http404
    return found
