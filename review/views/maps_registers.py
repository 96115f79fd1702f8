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
from stores.models import Camera, CameraRole, Register
from stores.services.maps import MapError
from stores.services.registers import Sight, change_register
from transactions.models.labels import EVENT_TYPES
from transactions.selectors.proposals.wording import CLASSES

if TYPE_CHECKING:
    from django.http import QueryDict

UNPROCESSABLE = 422
MOST_CAMERAS = 9
EVENTS = {
    code: EVENT_TYPES[code]
    for code in (
        "sale",
        "refund",
        "void",
        "post_void",
        "no_sale",
        "suspend",
        "paid_out",
        "paid_in",
        "safe_drop",
        "safe_loan",
        "drawer_alarm",
        "drive_off",
        "check_cash",
    )
}
"""For which a camera may be wanted alone: the door for drive-offs, the drawer for no sales."""


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
            cameras=_cameras(request.POST),
            by=request.user,
        )
    except MapError as refused:
        return _page(request, found, wrong=str(refused), status=UNPROCESSABLE)
    messages.success(request, _("Saved."))
    return redirect("review:map_registers", found.store_id)


def _cameras(sent: QueryDict) -> list[Sight]:
    """``camera-1``, ``camera-2``, … in their order, each with what it sees and for which
    events; empty ones are left out."""
    sights = [_sight(sent, place) for place in range(1, MOST_CAMERAS + 1)]
    return [each for each in sights if each is not None]


def _sight(sent: QueryDict, place: int) -> Sight | None:
    camera = sent.get(f"camera-{place}", "")
    if not camera:
        return None
    if not (camera.isdecimal() and len(camera) < 19):
        raise MapError(_("Choose each camera of this store once."))
    events = [each for each in sent.getlist(f"events-{place}") if each in EVENTS]
    role = sent.get(f"role-{place}") or CameraRole.REGISTER
    return Sight(int(camera), role, tuple(dict.fromkeys(events)))


def _visible(request: MemberRequest, register_id: int) -> Register:
    rows = request.member.only(Register.objects.select_related("store"))
    found = rows.filter(pk=register_id, store__is_active=True).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: MemberRequest, found: Register, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    of_store = Camera.objects.filter(recorder__store=found.store_id, recorder__retired_at=None)
    cameras = list(of_store.exclude(recorder__is_draft=True).order_by("name"))
    seen = list(found.sightings.filter(until=None))
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
        "roles": CameraRole.choices,
        "events": EVENTS.items(),
        "clock": clock_sentence(found.clock_offset_ms),
        "wrong": wrong,
    }
    return render(request, "review/maps/register.html", context, status=status)
