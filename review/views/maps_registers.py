"""One register: what it is, its label, and the cameras that see it, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from review.selectors.maps import clock_sentence
from stores.access import MemberRequest, needs
from stores.models import Camera, Register
from stores.services.maps import MapError
from stores.services.registers import change_register
from transactions.selectors.proposals.wording import CLASSES

if TYPE_CHECKING:
    from django.http import QueryDict

UNPROCESSABLE = 422
MOST_CAMERAS = 9


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def register(request: MemberRequest, register_id: int) -> HttpResponse:
    return _page(request, _visible(request, register_id))


@require_POST
@needs(Action.SET_UP_STORES)
def change(request: MemberRequest, register_id: int) -> HttpResponse:
    found = _visible(request, register_id)
    try:
        change_register(
            register=found,
            register_class=request.POST.get("register_class", ""),
            label=request.POST.get("label", ""),
            camera_ids=_cameras(request.POST),
            by=request.user,
        )
    except MapError as refused:
        return _page(request, found, wrong=str(refused), status=UNPROCESSABLE)
    messages.success(request, _("Saved."))
    return redirect("review:map_registers", found.store_id)


def _cameras(sent: QueryDict) -> list[int]:
    """``camera-1``, ``camera-2``, … in their order; empty ones are left out."""
    chosen = [sent.get(f"camera-{place}", "") for place in range(1, MOST_CAMERAS + 1)]
    if any(each and not (each.isdecimal() and len(each) < 19) for each in chosen):
        raise MapError(_("Choose each camera of this store once."))
    return [int(each) for each in chosen if each]


def _visible(request: MemberRequest, register_id: int) -> Register:
    rows = request.member.only(Register.objects.select_related("store"))
    found = rows.filter(pk=register_id, store__is_active=True).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: MemberRequest, found: Register, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    cameras = list(Camera.objects.filter(recorder__store=found.store_id).order_by("name"))
    seen = list(found.sightings.values_list("camera_id", flat=True))
    places = min(MOST_CAMERAS, max(len(cameras), len(seen)))
    context = {
        "register": found,
        "store": found.store,
        "cameras": cameras,
        "places": [
            (place, seen[place - 1] if place <= len(seen) else None)
            for place in range(1, places + 1)
        ],
        "classes": CLASSES,
        "clock": clock_sentence(found.clock_offset_ms),
        "wrong": wrong,
    }
    return render(request, "review/maps/register.html", context, status=status)
