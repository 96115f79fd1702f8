"""Masked copies: which clip, which rectangles, and watching what came of it."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.roles import Action
from clips.models import Clip
from clips.responses import Served, serve
from clips.selectors import links_of
from footage.masking import Mask, MaskError
from review.evidence import copies
from review.evidence.selectors import visible_packages
from review.models import EvidenceCopy, MakingState
from review.views.evidence import LINK_SECONDS, UNPROCESSABLE, visible_package
from stores.access import MemberRequest, needs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from review.models import EvidencePackage

MOST_JSON = 10_000
PERCENT = 100


@require_http_methods(["GET", "POST"])
@needs(Action.HAND_OVER)
def copy(request: MemberRequest, package_id: int) -> HttpResponse:
    """Draw on a still or type numbers; then it is made."""
    package = visible_package(request, package_id)
    words = request.POST if request.method == "POST" else request.GET
    clip = _clip(package, words.get("clip", ""))
    if request.method == "GET":
        return _form(request, package, clip, copies.masks_of_camera(clip))
    try:
        masks = _masks(request)
        copies.order_copy(
            member=request.member,
            package=package,
            clip=clip,
            masks=masks,
            why=request.POST.get("why", ""),
        )
    except MaskError:
        wrong = _("Each rectangle needs four numbers from 0 to 100, and a surface.")
        return _form(request, package, clip, [], wrong=wrong)
    except copies.CopyError as refused:
        return _form(request, package, clip, masks, wrong=str(refused))
    return redirect("review:evidence_package", package.pk)


def _form(
    request: MemberRequest,
    package: EvidencePackage,
    clip: Clip,
    masks: Sequence[Mask],
    wrong: str = "",
) -> HttpResponse:
    drawn = [[mask.left, mask.top, mask.width, mask.height] for mask in masks]
    context = {
        "package": package,
        "clip": clip,
        "video": links_of(clip, request.member)["video"],
        "opens_at": (clip.moment_ms or 0) / 1000,
        "drawn": json.dumps(drawn),
        "typed": "\n".join(" ".join(f"{share * PERCENT:.4g}" for share in each) for each in drawn),
        "wrong": wrong,
    }
    status = UNPROCESSABLE if wrong else None
    return render(request, "review/evidence/copy.html", context, status=status)


def _masks(request: MemberRequest) -> list[Mask]:
    """One rectangle a line: left, top, width and height in percent of the picture.

    Raises MaskError."""
    typed = request.POST.get("masks", "")[:MOST_JSON].replace(",", " ").replace("%", " ")
    try:
        rows = [[float(word) for word in line.split()] for line in typed.splitlines()]
    except ValueError as unread:
        raise MaskError from unread
    return [Mask.of([number / PERCENT for number in row]) for row in rows if row]


def _clip(package: EvidencePackage, said: str) -> Clip:
    """One of the package's own transactions."""
    try:
        wanted = uuid.UUID(said)
    except ValueError as missing:
        raise Http404 from missing
    rows = Clip.objects.select_related("store", "camera__recorder")
    found = rows.filter(uuid=wanted, transaction__in=package.transactions.all()).first()
    if found is None:
        raise Http404
    return found


@require_safe
@needs(Action.HAND_OVER)
def video(request: MemberRequest, copy_id: int) -> HttpResponse:
    """A finished copy, in ranges, as its recipient would see it."""
    rows = EvidenceCopy.objects.filter(package__in=visible_packages(request.member))
    found = rows.filter(pk=copy_id, state=MakingState.READY).first()
    if found is None:
        raise Http404
    served = Served(found.stored_key, "video/mp4", LINK_SECONDS)
    return cast("HttpResponse", serve(request, served))
