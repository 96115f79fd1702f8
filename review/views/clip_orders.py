"""Clips that a person orders: of any camera and time, and a look back at a cashier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.roles import Action
from clips.models import Purpose, Quality
from clips.services.at_time import MomentError, order_moment
from clips.services.look_back import (
    FEWEST_DAYS,
    MOST_DAYS,
    LookBack,
    What,
    bill_of,
    order_look_back,
)
from clips.services.uplink import cost_of
from review.library_filters import LibraryFilters, cameras_of, read_library_filters, visible_camera
from review.selectors.costs import bill_in_words, cashiers_to_choose, in_words
from review.wall_times import WallTimeError, read_wall_time
from stores.access import MemberRequest, needs
from stores.models import Cashier

if TYPE_CHECKING:
    from django.http import QueryDict

    from stores.models import Camera

UNPROCESSABLE = 422
MINUTES = (3, 5, 10, 15, 30)
DAYS = (7, 14, 30, 60)


@require_http_methods(["GET", "POST"])
@needs(Action.UPLOAD_CLIPS)
def moment(request: MemberRequest) -> HttpResponse:
    """Which camera, when, how long; what it costs is told before it is ordered."""
    filters = read_library_filters(request.GET, request.member)
    if request.method == "GET":
        return _moment_form(request, filters, request.GET)
    camera = visible_camera(request.POST.get("camera", ""), request.member)
    minutes = _minutes(request.POST)
    try:
        start = read_wall_time(request.POST, camera.recorder.store.zone)
    except WallTimeError as error:
        return _moment_form(request, filters, request.POST, camera, refused=error)
    if "sure" not in request.POST:
        cost = cost_of(camera.recorder.store, [Quality.FULL], seconds_each=minutes * 60)
        told = in_words(cost)
        return _moment_form(request, filters, request.POST, camera, cost=told)
    try:
        clip = order_moment(member=request.member, camera=camera, start=start, minutes=minutes)
    except MomentError as error:
        refused = WallTimeError(_MOMENT_WORDS[error.code]())
        return _moment_form(request, filters, request.POST, camera, refused=refused)
    return redirect("review:library_clip", clip.uuid)


_MOMENT_WORDS = {
    "not_yet": lambda: _("This time has not come yet."),
    "too_long": lambda: _("Ask for half an hour at most."),
    "recorder_retired": lambda: _("This recorder is no longer in use."),
}


def _minutes(sent: QueryDict) -> int:
    word = sent.get("minutes", "")
    return int(word) if word.isdecimal() and int(word[:4]) in MINUTES else MINUTES[0]


def _moment_form(
    request: MemberRequest,
    filters: LibraryFilters,
    values: QueryDict,
    camera: Camera | None = None,
    *,
    refused: WallTimeError | None = None,
    cost: str = "",
) -> HttpResponse:
    store = camera.recorder.store if camera else filters.store
    context = {
        "filters": filters,
        "store": store,
        "cameras": cameras_of(request.member, store),
        "camera": camera or filters.camera,
        "minutes": MINUTES,
        "wanted_minutes": _minutes(values),
        "values": values,
        "refused": refused,
        "cost": cost,
    }
    status = UNPROCESSABLE if refused else 200
    return render(request, "review/library/moment.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs(Action.UPLOAD_CLIPS)
def look_back(request: MemberRequest) -> HttpResponse:
    """Whom, how far, what; count, MB and hours are told before it is ordered."""
    words = request.POST if request.method == "POST" else request.GET
    look = _look(request, words)
    if request.method == "POST" and look is not None and "sure" in words:
        done = order_look_back(request.member, look)
        count = done["new"] + done["again"]
        said = ngettext("%(count)s clip is ordered.", "%(count)s clips are ordered.", count)
        messages.success(request, said % {"count": count})
        address = reverse("review:library")
        return redirect(
            f"{address}?store={look.cashier.store.code}&purpose={Purpose.LOOK_BACK.value}"
        )
    context = {
        "filters": read_library_filters(request.GET, request.member),
        "cashiers": cashiers_to_choose(request.member),
        "look": look,
        "bill": bill_in_words(bill_of(look)) if look else None,
        "days": DAYS,
        "wanted_days": look.days if look else _days(words),
        "kinds": [
            (What.FLAGGED.value, _("Everything that was flagged")),
            (What.CASH.value, _("Every no sale, refund and void, flagged or not")),
        ],
        "kind": words.get("what", What.FLAGGED.value),
    }
    return render(request, "review/library/look_back.html", context)


def _look(request: MemberRequest, words: QueryDict) -> LookBack | None:
    """Raises Http404 for a cashier that is not the member's to see."""
    word = words.get("cashier", "")
    if not word:
        return None
    rows = request.member.only(Cashier.objects.select_related("store"))
    pk = int(word) if word.isdecimal() and len(word) < 19 else 0
    cashier = rows.filter(pk=pk).first()
    if cashier is None:
        raise Http404
    what = words.get("what", "")
    return LookBack(cashier, _days(words), What(what) if what in set(What) else What.FLAGGED)


def _days(words: QueryDict) -> int:
    word = words.get("days", "")
    wanted = int(word) if word.isdecimal() and len(word) < 4 else 30
    return min(max(wanted, FEWEST_DAYS), MOST_DAYS)
