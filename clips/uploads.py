"""Dropping a video onto a transaction.

The size is refused by the request's own length, before a byte of the body is read; only
then is the form parsed, which also is when its CSRF token is checked.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from accounts.roles import Action
from clips import reasons
from clips.answers import changed, said, sent_to
from clips.objects import StorageAwayError
from clips.services.export import receive_export
from clips.services.receive import ClipTakenError, DroppedVideo, receive_video
from footage.errors import FootageError, StorageFullError
from stores.access import MemberRequest, needs
from stores.models import Camera, Store
from transactions.models import Transaction

FORM_BYTES = 64 * 1024
"""What a form with one file holds beside the file, generously."""


@csrf_exempt
@require_POST
@needs(Action.UPLOAD_CLIPS)
def upload(request: MemberRequest, transaction_id: int) -> HttpResponse:
    """Fields: ``video`` (the file); optional ``clip`` (the uuid of the unavailable clip it
    stands in for) and ``starts_at`` (store time of its first picture, ISO 8601)."""
    rows = request.member.only(Transaction.objects.select_related("store", "register"))
    transaction = rows.filter(pk=transaction_id).first()
    if transaction is None:
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MAX_VIDEO_BYTES + FORM_BYTES:
        return _refused("too_large", {"limit": settings.MAX_VIDEO_BYTES // 1024**2})
    return _take(request, transaction)


@csrf_protect
def _take(request: MemberRequest, transaction: Transaction) -> HttpResponse:
    file = request.FILES.get("video")
    if not isinstance(file, TemporaryUploadedFile):
        return said(gettext("Choose a video file first."), status=400)
    try:
        starts_at = _starts_at(request, transaction)
        replace = uuid.UUID(request.POST["clip"]) if request.POST.get("clip") else None
    except ValueError:
        return said(gettext("The time is not understood."), status=400)
    video = DroppedVideo(Path(file.temporary_file_path()), file.name or "", starts_at)
    try:
        receive_video(member=request.member, about=transaction, video=video, replace=replace)
    except ClipTakenError:
        return said(gettext("This clip has changed in the meantime. Reload the page."), status=409)
    except (StorageAwayError, StorageFullError):
        return said(gettext("The video could not be stored. Try again in a minute."), status=503)
    except FootageError as error:
        return _refused(error.code, error.params)
    return changed(request)


@csrf_exempt
@require_POST
@needs(Action.UPLOAD_CLIPS)
def export(request: MemberRequest) -> HttpResponse:
    """Fields: ``video`` and ``store``; optional ``camera`` and ``starts_at`` (store time of
    its first picture). Serves every transaction that it covers."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MAX_VIDEO_BYTES + FORM_BYTES:
        return _refused("too_large", {"limit": settings.MAX_VIDEO_BYTES // 1024**2})
    return _take_export(request)


@csrf_protect
def _take_export(request: MemberRequest) -> HttpResponse:
    store = request.member.stores().filter(code=request.POST.get("store", "")).first()
    if store is None:
        raise Http404
    camera = _camera(request, store)
    file = request.FILES.get("video")
    if not isinstance(file, TemporaryUploadedFile):
        return said(gettext("Choose a video file first."), status=400)
    try:
        starts_at = _store_time(request, store)
    except ValueError:
        return said(gettext("The time is not understood."), status=400)
    video = DroppedVideo(Path(file.temporary_file_path()), file.name or "", starts_at)
    try:
        clip = receive_export(member=request.member, store=store, camera=camera, video=video)
    except (StorageAwayError, StorageFullError):
        return said(gettext("The video could not be stored. Try again in a minute."), status=503)
    except FootageError as error:
        return _refused(error.code, error.params)
    return sent_to(request, f"/clips/{clip.uuid}/")


def _camera(request: MemberRequest, store: Store) -> Camera | None:
    word = request.POST.get("camera", "")
    if not word:
        return None
    found = Camera.objects.filter(recorder__store=store, pk=word if word.isdecimal() else 0).first()
    if found is None:
        raise Http404
    return found


def _starts_at(request: MemberRequest, transaction: Transaction) -> datetime | None:
    return _store_time(request, transaction.store)


def _store_time(request: MemberRequest, store: Store) -> datetime | None:
    """Raises ValueError for what is no time."""
    said_at = request.POST.get("starts_at", "").strip()
    if not said_at:
        return None
    at = datetime.fromisoformat(said_at)
    return at if at.tzinfo else at.replace(tzinfo=store.zone)


def _refused(code: str, params: dict[str, str] | dict[str, int]) -> HttpResponse:
    sentence = reasons.sentence(code, dict(params), lambda at: at.isoformat())
    return said(sentence, status=413 if code == "too_large" else 415)
