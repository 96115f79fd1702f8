"""Checking evidence without an account, on a chain's host and on the public one.

The size is refused by the request's own length, before a byte of the body is read; only
then is the form parsed, onto the disk. Two at a time are checked by one process: who comes
third is asked to wait, so that the desk stays quick.
"""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

import evidence_verifier
from accounts.tenancy import current_chain, is_public
from review.evidence import checking
from review.evidence.reports import Verdict, verdict_of
from review.evidence.signing import grouped, pem_of

if TYPE_CHECKING:
    import uuid

FORM_BYTES = 64 * 1024
MOST_MANIFEST = 8 * 1024 * 1024
BAD, TOO_LARGE, BUSY = 400, 413, 503
_AT_ONCE = threading.BoundedSemaphore(2)


@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    return _page(request)


@csrf_exempt
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Field ``package``: the ZIP."""
    if _length(request) > settings.MAX_VIDEO_BYTES + FORM_BYTES:
        limit = settings.MAX_VIDEO_BYTES // 1024**2
        wrong = _("This page takes up to %(n)s MB. Use the program below for a larger one.")
        return _page(request, wrong=wrong % {"n": limit}, status=TOO_LARGE)
    if not _AT_ONCE.acquire(blocking=False):
        wrong = _("Others are checking packages right now. Try again in a minute.")
        return _page(request, wrong=wrong, status=BUSY)
    try:
        return _check_zip(request)
    finally:
        _AT_ONCE.release()


@csrf_protect
def _check_zip(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("package")
    if not isinstance(file, UploadedFile) or file.file is None:
        return _page(request, wrong=_("Choose the ZIP first."), status=BAD)
    return _page(request, verdict=verdict_of(checking.check_package(file.file)))


@csrf_exempt
@require_POST
def look_up(request: HttpRequest) -> HttpResponse:
    """Fields: ``number`` and ``sha256`` of a ZIP, or ``manifest``, its text."""
    if _length(request) > MOST_MANIFEST:
        return _page(request, wrong=_("That is too long for a manifest."), status=TOO_LARGE)
    return _look_up(request)


@csrf_protect
def _look_up(request: HttpRequest) -> HttpResponse:
    manifest = request.POST.get("manifest", "").strip()
    if manifest:
        issued = checking.check_manifest(manifest.encode("utf-8", "replace"))
        return _page(request, issued=issued, asked="manifest", is_answer=True)
    number, sha256 = request.POST.get("number", ""), request.POST.get("sha256", "")
    if not number.strip() or not sha256.strip():
        wrong = _("Give the number and the SHA-256, or the text of the manifest.")
        return _page(request, wrong=wrong, status=BAD)
    issued = checking.check_sum(number, sha256)
    return _page(request, issued=issued, asked="sum", is_answer=True)


@require_GET
def keys(request: HttpRequest, chain_uuid: uuid.UUID | None = None) -> HttpResponse:
    """A chain's public keys, and not a word of the chain more."""
    if is_public():
        chain = checking.ready_chain(chain_uuid) if chain_uuid else None
    else:
        chain = current_chain()
    if chain is None:
        raise Http404
    rows = [
        {
            "fingerprint": grouped(key.fingerprint),
            "pem": pem_of(key).decode(),
            "since": key.made_at,
            "until": key.retired_at,
        }
        for key in checking.public_keys(chain)
    ]
    return render(request, "share/keys.html", {"rows": rows})


@require_GET
def program(request: HttpRequest) -> HttpResponse:
    """The verifier that needs nobody: one file."""
    name = "evidence_verifier.py"
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(_program(), content_type="text/x-python; charset=utf-8", headers=headers)


def _program() -> bytes:
    return Path(evidence_verifier.__file__).read_bytes()


def _length(request: HttpRequest) -> int:
    told = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(told) if told.isdecimal() else 0


def _page(
    request: HttpRequest,
    *,
    verdict: Verdict | None = None,
    issued: checking.Issued | None = None,
    asked: str = "",
    is_answer: bool = False,
    wrong: str = "",
    status: int | None = None,
) -> HttpResponse:
    context = {
        "verdict": verdict,
        "issued": issued,
        "asked": asked,
        "is_answer": is_answer,
        "wrong": wrong,
        "limit": settings.MAX_VIDEO_BYTES // 1024**2,
        "program_sha256": hashlib.sha256(_program()).hexdigest(),
        "is_chain": not is_public(),
    }
    return render(request, "share/verify.html", context, status=status)
