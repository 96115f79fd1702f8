"""Lining a register's clock up with the video: once by eye, or by what most clips show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from clips.models import ClipState
from clips.selectors import clip_for
from clips.services.estimate_clock import KIND
from clips.services.lineup import Correction, LineUpError, correct_register, seen_at
from clips.services.orders import POOL
from jobs.services import enqueue
from review.selectors.lineup import lineup_page
from stores.access import MemberRequest, needs
from stores.models import ClockSample, Register

if TYPE_CHECKING:
    import uuid

    from clips.models import Clip

UNPROCESSABLE = 422
PAGE = "review/lineup.html"


@require_GET
@needs(Action.MANAGE_FOOTAGE)
def lineup(request: MemberRequest, clip_uuid: uuid.UUID) -> HttpResponse:
    """The video with a slider on the moment, and what is known of the register's clock."""
    return _page(request, _visible(request, clip_uuid))


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def save(request: MemberRequest, clip_uuid: uuid.UUID) -> HttpResponse:
    """The event is seen at ``second`` of the video: the register's clock by that."""
    clip = _visible(request, clip_uuid)
    try:
        correction = seen_at(clip, float(request.POST.get("second", "")))
        _correct(request, clip, correction)
    except LineUpError as refused:
        return _page(request, clip, wrong=str(refused), status=UNPROCESSABLE)
    except ValueError:
        return _page(request, clip, wrong=_("Choose a moment in the video."), status=UNPROCESSABLE)
    return redirect("review:transaction", clip.transaction_id)


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def estimate(request: MemberRequest, clip_uuid: uuid.UUID) -> HttpResponse:
    """Have the register's clips looked through; the page shows what came of it."""
    clip = _visible(request, clip_uuid)
    enqueue(
        chain=request.member.chain.schema_name,
        kind=KIND,
        keys=[str(_register(clip).pk)],
        pool=POOL,
    )
    messages.success(request, _("The clips are being looked through. This takes some minutes."))
    return redirect("review:lineup", clip.uuid)


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def use_estimate(request: MemberRequest, clip_uuid: uuid.UUID) -> HttpResponse:
    """Take over the newest estimate; what the page showed is named, so that a newer one
    that came meanwhile is not taken over unseen."""
    clip = _visible(request, clip_uuid)
    sample = _sample(clip, request.POST.get("sample", ""))
    try:
        _correct(request, clip, Correction(-sample.offset_ms, sample.error_ms, sample.how))
    except LineUpError as refused:
        return _page(request, clip, wrong=str(refused), status=UNPROCESSABLE)
    return redirect("review:lineup", clip.uuid)


def _correct(request: MemberRequest, clip: Clip, correction: Correction) -> None:
    register = _register(clip)
    changed = correct_register(
        chain=request.member.chain, register=register, correction=correction, by=request.user
    )
    said = (
        _("The clock of %(register)s is put right. Its recent clips are moved to the right moment.")
        if changed
        else _("The clock of %(register)s was right already.")
    )
    messages.success(request, said % {"register": register.said})


def _sample(clip: Clip, number: str) -> ClockSample:
    rows = ClockSample.objects.filter(register=_register(clip), how=ClockSample.How.MOTION)
    found = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    if found is None:
        raise Http404
    return found


def _visible(request: MemberRequest, clip_uuid: uuid.UUID) -> Clip:
    clip = clip_for(request.member, clip_uuid)
    if clip is None or clip.state != ClipState.READY or clip.transaction is None:
        raise Http404
    _register(clip)
    return clip


def _register(clip: Clip) -> Register:
    register = clip.transaction.register if clip.transaction else None
    if register is None:
        raise Http404
    return register


def _page(
    request: MemberRequest, clip: Clip, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"page": lineup_page(clip, request.member), "wrong": wrong}
    return render(request, PAGE, context, status=status)
