"""One camera: its still, and what is where in its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.roles import Action
from clips.keys import CameraKeys, ForeignKeyError
from clips.objects import AWAY
from review.views.recorders import UNPROCESSABLE
from stores.access import MemberRequest, needs
from stores.models import Camera
from stores.services.recorders_zones import KINDS, ZoneError, say_zones

if TYPE_CHECKING:
    from typing import Any

MOST_BYTES = 60_000
MOST_STILL = 8 * 1024 * 1024


@require_GET
@needs(Action.SEE_CLIPS)
def still(request: MemberRequest, camera_id: int) -> HttpResponse:
    """The camera's picture. Its address carries when it was taken: it may be kept."""
    camera = _visible(request, camera_id)
    if not camera.still_key:
        raise Http404
    try:
        key = CameraKeys(request.member.chain.uuid, camera.pk).check(camera.still_key)
        with default_storage.open(key, "rb") as file:
            data = file.read(MOST_STILL)
    except (ForeignKeyError, *AWAY) as gone:
        raise Http404 from gone
    response = HttpResponse(data, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "POST"])
@needs(Action.MANAGE_FOOTAGE)
def zones(request: MemberRequest, camera_id: int) -> HttpResponse:
    camera = _visible(request, camera_id)
    if request.method == "GET":
        return render(request, "review/recorders/zones.html", _about(camera))
    try:
        say_zones(camera=camera, drawn=_drawn(request), by=request.user)
    except ZoneError as refused:
        context = _about(camera) | {"wrong": str(refused)}
        return render(request, "review/recorders/zones.html", context, status=UNPROCESSABLE)
    messages.success(request, _("Saved."))
    return redirect("review:camera_zones", camera.pk)


def _drawn(request: MemberRequest) -> object:
    sent = request.POST.get("zones", "")
    if len(sent) > MOST_BYTES:
        raise ZoneError(_("That is more than anybody draws."))
    try:
        return orjson.loads(sent)
    except orjson.JSONDecodeError:
        raise ZoneError(_("This page is too old to act on. Reload it and try again.")) from None


def _about(camera: Camera) -> dict[str, Any]:
    return {
        "camera": camera,
        "recorder": camera.recorder,
        "store": camera.recorder.store,
        "kinds": KINDS,
        "drawn": orjson.dumps(camera.zones).decode(),
        "words": orjson.dumps(_words()).decode(),
    }


def _words() -> dict[str, str]:
    """What the drawing says while one draws."""
    return {
        **{kind: str(word) for kind, word in KINDS.items()},
        "corner_word": _("corner"),
        "remove": _("Take away"),
        "corner": _("Corner set."),
        "added": _("Area added: step to its corners with Tab."),
        "removed": _("Area taken away."),
    }


def _visible(request: MemberRequest, camera_id: int) -> Camera:
    rows = request.member.only(Camera.objects.select_related("recorder__store"), "recorder__store")
    found = rows.filter(pk=camera_id, recorder__store__is_active=True).first()
    if found is None:
        raise Http404
    return found
