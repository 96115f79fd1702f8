"""Handing journals in, watching them being read, and what came in so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.roles import Action
from stores.access import MemberRequest, needs
from transactions.models import Channel, Upload
from transactions.selectors.files import files_page
from transactions.selectors.layouts import waiting_count
from transactions.selectors.uploads import upload_row, uploads_page
from transactions.services.receive import Incoming, receive_upload
from transactions.views.places import before_id, chosen_state

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from stores.models import Store

MB = 1024 * 1024
NO_CHANGE, UNPROCESSABLE = 204, 422


@require_http_methods(["GET", "POST"])
@needs(Action.UPLOAD_JOURNALS)
def uploads(request: MemberRequest) -> HttpResponse:
    """The page to drop journals on, and what was dropped so far."""
    if request.method == "POST":
        return _receive(request)
    rows, following = uploads_page(request.member, before_id(request))
    may_confirm = request.member.may(Action.SET_UP_STORES)
    context = {
        "rows": rows,
        "next": following,
        "waiting_layouts": waiting_count(request.member) if may_confirm else 0,
        **_form(request),
    }
    return render(request, "transactions/uploads.html", context)


def _receive(request: MemberRequest) -> HttpResponse:
    files = request.FILES.getlist("files")
    store = request.member.stores().filter(code=request.POST.get("store", "")).first()
    if wrong := _wrong(store, files):
        return _refuse(request, wrong)
    assert store is not None  # noqa: S101 - _wrong() says so
    upload = receive_upload(
        store=store,
        user=request.user,
        files=[Incoming(file.name or "", file) for file in files],
        channel=Channel.UPLOAD,
    )
    address = reverse("transactions:upload", args=[upload.pk])
    if request.htmx:
        return HttpResponse(status=NO_CHANGE, headers={"HX-Redirect": address})
    return redirect(address)


def _wrong(store: Store | None, files: list[UploadedFile[bytes]]) -> str:
    """What is wrong with the form in a sentence, "" for nothing."""
    if store is None:
        return _("Choose the store that these files are from.")
    if not files:
        return _("Choose at least one file.")
    for file in files:
        if (file.size or 0) > settings.MAX_UPLOAD_BYTES:
            words = {
                "name": file.name,
                "size": round((file.size or 0) / MB),
                "limit": settings.MAX_UPLOAD_BYTES // MB,
            }
            return (
                _(
                    "“%(name)s” is %(size)s MB; files up to %(limit)s MB can be taken. Send it in "
                    "parts, or as a ZIP."
                )
                % words
            )
    return ""


def _refuse(request: MemberRequest, wrong: str) -> HttpResponse:
    part = "#form" if request.htmx else ""
    rows, following = ([], "") if part else uploads_page(request.member, None)
    context = {"rows": rows, "next": following, "wrong": wrong, **_form(request)}
    response = render(request, f"transactions/uploads.html{part}", context, status=UNPROCESSABLE)
    response["HX-Retarget"] = "#upload-form"
    response["HX-Reswap"] = "outerHTML"
    return response


def _form(request: MemberRequest) -> dict[str, object]:
    stores = list(request.member.stores())
    return {
        "stores": stores,
        "chosen": request.POST.get("store") or (stores[0].code if len(stores) == 1 else ""),
        "limit": settings.MAX_UPLOAD_BYTES // MB,
    }


@require_GET
@needs(Action.SEE_FILES)
def upload(request: MemberRequest, upload_id: int) -> HttpResponse:
    """One upload: its files by state, what they held, and what could not be understood."""
    found = _visible(request, upload_id)
    state = chosen_state(request)
    files, following = files_page(
        request.member, state=state, upload=found, before_id=before_id(request)
    )
    context = {"upload": upload_row(found), "files": files, "next": following, "state": state}
    return render(request, "transactions/upload.html", context)


@require_GET
@needs(Action.SEE_FILES)
def upload_progress(request: MemberRequest, upload_id: int) -> HttpResponse:
    """The upload's progress and files; 204 while both are as at version ``v``."""
    found = _visible(request, upload_id)
    row = upload_row(found)
    if request.GET.get("v") == row.progress.version:
        return HttpResponse(status=NO_CHANGE)
    files, following = files_page(request.member, upload=found)
    context = {"upload": row, "files": files, "next": following, "state": ""}
    return render(request, "transactions/upload.html#progress", context)


def _visible(request: MemberRequest, upload_id: int) -> Upload:
    try:
        return request.member.only(Upload.objects.select_related("store")).get(pk=upload_id)
    except Upload.DoesNotExist as missing:
        raise Http404 from missing
