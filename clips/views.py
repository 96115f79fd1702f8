"""Watching and downloading clips, and asking for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.roles import Action
from clips.answers import changed, said
from clips.links import LinkExpiredError, LinkFor, LinkForgedError, Use
from clips.models import Clip, ClipState
from clips.responses import Served, serve
from clips.selectors import clip_for, links_of
from clips.services.request import request_clip, retry_clip
from clips.services.visits import record_once
from stores.access import MemberRequest, needs
from stores.models import AccessKind
from transactions.models import Transaction

if TYPE_CHECKING:
    import uuid


@require_safe
@needs(Action.SEE_CLIPS)
def video(request: MemberRequest, clip_uuid: uuid.UUID) -> HttpResponse:
    """The playback copy, in ranges. The first request of a link is logged as a viewing."""
    clip = _ready(request, clip_uuid)
    return _serve(request, clip, Use.VIDEO, clip.playback_key, AccessKind.SAW_CLIP)


@require_safe
@needs(Action.SEE_CLIPS)
def download(request: MemberRequest, clip_uuid: uuid.UUID) -> HttpResponse:
    """The playback copy under the clip's name, to keep."""
    clip = _ready(request, clip_uuid)
    return _serve(request, clip, Use.DOWNLOAD, clip.playback_key, AccessKind.DOWNLOADED_CLIP)


@require_safe
@needs(Action.SEE_CLIPS)
def thumbnail(request: MemberRequest, clip_uuid: uuid.UUID) -> HttpResponse:
    clip = _ready(request, clip_uuid)
    return _serve(request, clip, Use.THUMBNAIL, clip.thumbnail_key)


@require_safe
@needs(Action.SEE_CLIPS)
def sheet(request: MemberRequest, clip_uuid: uuid.UUID) -> HttpResponse:
    clip = _ready(request, clip_uuid)
    return _serve(request, clip, Use.SHEET, clip.sheet_key)


@require_GET
@needs(Action.SEE_CLIPS)
def links(request: MemberRequest, clip_uuid: uuid.UUID) -> HttpResponse:
    """Fresh links for a page that has been open longer than its own are good for."""
    return JsonResponse(links_of(_ready(request, clip_uuid), request.member))


@require_POST
@needs(Action.UPLOAD_CLIPS)
def retry(request: MemberRequest, clip_uuid: uuid.UUID) -> HttpResponse:
    """Try again now."""
    if retry_clip(request.member, _clip(request, clip_uuid)):
        return changed(request)
    return said(gettext("This clip is there, or on its way already."), status=409)


@require_POST
@needs(Action.UPLOAD_CLIPS)
def ask(request: MemberRequest, transaction_id: int) -> HttpResponse:
    """Ask for the clips of a transaction, flagged or not."""
    rows = request.member.only(Transaction.objects.select_related("store", "register"))
    transaction = rows.filter(pk=transaction_id).first()
    if transaction is None:
        raise Http404
    request_clip(request.member, transaction)
    return changed(request)


def _clip(request: MemberRequest, clip_uuid: uuid.UUID) -> Clip:
    clip = clip_for(request.member, clip_uuid)
    if clip is None:
        raise Http404
    return clip


def _ready(request: MemberRequest, clip_uuid: uuid.UUID) -> Clip:
    clip = _clip(request, clip_uuid)
    if clip.state != ClipState.READY:
        raise Http404
    return clip


def _serve(
    request: MemberRequest, clip: Clip, use: Use, key: str, logged: AccessKind | None = None
) -> HttpResponse:
    member, signature = request.member, request.GET.get("s", "")
    try:
        seconds = LinkFor(member.chain.uuid, clip.uuid, member.user.pk, use).check(signature)
    except LinkForgedError as forged:
        raise Http404 from forged
    except LinkExpiredError:
        return said(gettext("This link has expired. Reload the page."), status=403)
    if not key:
        raise Http404
    response = serve(
        request,
        Served(
            key,
            "video/mp4" if use in {Use.VIDEO, Use.DOWNLOAD} else "image/jpeg",
            seconds,
            clip.filename if use == Use.DOWNLOAD else "",
        ),
    )
    if logged is not None and request.method == "GET" and response.status_code in {200, 206, 302}:
        record_once(logged, member, clip, signature)
    return cast("HttpResponse", response)  # a stream is no HttpResponse, but views are typed so
