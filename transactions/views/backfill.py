"""A year of journals handed over from the browser, in pieces that survive anything.

The browser opens folders and ZIP archives itself and sends their files in small pieces, so
that neither side ever holds a whole archive. It asks first, by sha256, what is there
already: the same folder chosen again goes on where it stopped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import orjson
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import Action
from stores.access import MemberRequest, needs
from transactions.models import Upload
from transactions.selectors.backfill_page import backfill_row, open_backfills
from transactions.services.backfill import (
    BackfillClosedError,
    add_to_backfill,
    close_backfill,
    open_backfill,
)
from transactions.services.receive import Incoming, known_digests

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

NO_CHANGE, BAD, CLOSED, TOO_LARGE = 204, 400, 409, 413
PIECE_FILES: Final = 90
"""Below what Django takes of files in one request."""
PIECE_BYTES: Final = 24 * 1024 * 1024
MOST_ASKED: Final = 2_000
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@require_http_methods(["GET", "POST"])
@needs(Action.UPLOAD_JOURNALS)
def backfills(request: MemberRequest) -> HttpResponse:
    """The page to hand history over; POST opens a back-fill, or goes on with an open one."""
    if request.method == "POST":
        return _open(request)
    stores = list(request.member.stores())
    context = {
        "rows": open_backfills(request.member),
        "stores": stores,
        "chosen": request.GET.get("store") or (stores[0].code if len(stores) == 1 else ""),
        "piece_files": PIECE_FILES,
        "piece_bytes": PIECE_BYTES,
        "asked": MOST_ASKED,
    }
    return render(request, "transactions/backfill.html", context)


def _open(request: MemberRequest) -> HttpResponse:
    store = request.member.stores().filter(code=request.POST.get("store", "")).first()
    if store is None:
        return JsonResponse({"why": _("Choose the store that these files are from.")}, status=BAD)
    expected = request.POST.get("files", "")
    upload = open_backfill(
        store=store,
        user=request.user,
        name=request.POST.get("name", "").strip() or _("History"),
        expected_files=int(expected) if expected.isdecimal() and len(expected) < 9 else None,
    )
    words = {
        "known": reverse("transactions:backfill_known", args=[upload.pk]),
        "files": reverse("transactions:backfill_files", args=[upload.pk]),
        "close": reverse("transactions:backfill_close", args=[upload.pk]),
        "progress": reverse("transactions:backfill_progress", args=[upload.pk]),
    }
    return JsonResponse(words)


@require_GET
@needs(Action.UPLOAD_JOURNALS)
def backfill_progress(request: MemberRequest, upload_id: int) -> HttpResponse:
    """How far one back-fill is; 204 while it is as at version ``v``."""
    row = backfill_row(_visible(request, upload_id))
    if request.GET.get("v") == row.version:
        return HttpResponse(status=NO_CHANGE)
    return render(request, "transactions/backfill.html#row", {"row": row})


@require_POST
@needs(Action.UPLOAD_JOURNALS)
def backfill_known(request: MemberRequest, upload_id: int) -> HttpResponse:
    """Which of these files, by sha256, the store has: they need not be sent."""
    upload = _visible(request, upload_id)
    try:
        asked = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        asked = None
    if not isinstance(asked, list) or len(asked) > MOST_ASKED:
        return JsonResponse({"why": _("Ask for fewer files at a time.")}, status=BAD)
    digests = [each for each in asked if isinstance(each, str) and _DIGEST.fullmatch(each)]
    return JsonResponse({"known": sorted(known_digests(upload.store_id, digests))})


@require_POST
@needs(Action.UPLOAD_JOURNALS)
def backfill_files(request: MemberRequest, upload_id: int) -> HttpResponse:
    """Take one piece; when this answers, the piece is kept for good."""
    upload = _visible(request, upload_id)
    files: list[UploadedFile[bytes]] = request.FILES.getlist("files")
    if len(files) > 1 and sum(file.size or 0 for file in files) > 2 * PIECE_BYTES:
        return JsonResponse({"why": _("Send fewer files at a time.")}, status=TOO_LARGE)
    try:
        added = add_to_backfill(
            upload=upload, files=[Incoming(file.name or "", file) for file in files]
        )
    except BackfillClosedError:
        return JsonResponse({"why": _("This history was closed. Start again.")}, status=CLOSED)
    return JsonResponse({"taken": added.taken, "known": added.known})


@require_POST
@needs(Action.UPLOAD_JOURNALS)
def backfill_close(request: MemberRequest, upload_id: int) -> HttpResponse:
    """All was handed over; what waits is read in its turn."""
    upload = _visible(request, upload_id)
    if not upload.is_complete:
        close_backfill(upload=upload)
    if request.headers.get("Accept") == "application/json":
        return HttpResponse(status=NO_CHANGE)
    return redirect("transactions:backfills")


def _visible(request: MemberRequest, upload_id: int) -> Upload:
    """Raises Http404 for anything but a back-fill of the member's stores."""
    rows = Upload.objects.select_related("store").filter(is_backfill=True)
    found = request.member.only(rows).filter(pk=upload_id).first()
    if found is None:
        raise Http404
    return found
