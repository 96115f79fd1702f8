"""A store's recorders, and one of them: how it is, its clock, its cameras, what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from review.recorder_forms import LogInForm, PlaceForm
from review.selectors.recorders import recorder_page, recorder_row
from review.views.maps import visible_store
from stores.access import MemberRequest, needs
from stores.selectors.recorders import known_state, new_cameras, recorders_at, recorders_of
from stores.services.recorders_breaker import clear_block
from stores.services.recorders_jobs import ask_for_check, ask_for_stills
from stores.services.recorders_set_up import add_cameras, name_cameras, switch

if TYPE_CHECKING:
    from stores.models import Recorder

NO_CHANGE, UNPROCESSABLE = 204, 422
PAGE = "review/recorders/recorder.html"


@require_GET
@needs(Action.SEE_HEALTH)
def recorders(request: MemberRequest, store_id: int) -> HttpResponse:
    store = visible_store(request, store_id)
    rows = [recorder_row(each) for each in recorders_at(store.pk)]
    return render(request, "review/recorders/recorders.html", {"store": store, "rows": rows})


@require_GET
@needs(Action.SEE_HEALTH)
def recorder(request: MemberRequest, recorder_id: int) -> HttpResponse:
    found = visible_recorder(request, recorder_id)
    if found.is_draft and request.member.may(Action.MANAGE_FOOTAGE):
        return redirect("review:recorder_set_up", found.pk)
    return render(request, PAGE, about(found))


@require_GET
@needs(Action.SEE_HEALTH)
def recorder_state(request: MemberRequest, recorder_id: int) -> HttpResponse:
    """Its state; 204 while it is as at version ``v``."""
    context = about(visible_recorder(request, recorder_id))
    if request.GET.get("v") == context["page"].version:  # type: ignore[attr-defined]
        return HttpResponse(status=NO_CHANGE)
    return render(request, f"{PAGE}#state", context)


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def check_now(request: MemberRequest, recorder_id: int) -> HttpResponse:
    found = visible_recorder(request, recorder_id)
    if found.retired_at is None:
        ask_for_check(found.pk)
    return _back(request, found)


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def clear(request: MemberRequest, recorder_id: int) -> HttpResponse:
    """A person looked at the password: log-ins may go on, beginning with a check."""
    found = visible_recorder(request, recorder_id)
    if clear_block(recorder=found, by=request.user):
        ask_for_check(found.pk)
        messages.success(request, _("Cleared. The recorder is asked once now."))
    return _back(request, found)


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def switch_recorder(request: MemberRequest, recorder_id: int) -> HttpResponse:
    found = visible_recorder(request, recorder_id)
    switch(recorder=found, on=request.POST.get("on") == "1", by=request.user)
    return _back(request, found)


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def cameras(request: MemberRequest, recorder_id: int) -> HttpResponse:
    """What people call the cameras; ``add`` takes up those that are new."""
    found = visible_recorder(request, recorder_id)
    name_cameras(recorder=found, names=typed_names(request, found))
    if request.POST.get("add") == "1":
        count = add_cameras(recorder=found, channels=new_cameras(found), by=request.user)
        said = ngettext("%(n)s camera added.", "%(n)s cameras added.", count) % {"n": count}
        messages.success(request, said)
    else:
        messages.success(request, _("Saved."))
    return _back(request, found)


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def stills(request: MemberRequest, recorder_id: int) -> HttpResponse:
    """New pictures of all its cameras."""
    found = visible_recorder(request, recorder_id)
    if found.retired_at is None:
        ask_for_stills(found.pk)
    return _back(request, found)


def typed_names(request: MemberRequest, found: Recorder) -> dict[int, str]:
    ids = found.cameras.values_list("pk", flat=True)
    return {pk: request.POST.get(f"name-{pk}", "") for pk in ids}


def about(found: Recorder) -> dict[str, object]:
    return {
        "recorder": found,
        "store": found.store,
        "page": recorder_page(found),
        "state": known_state(found),
        "place_form": PlaceForm(initial=found.options),
        "log_in_form": LogInForm(initial={"username": found.options.get("user", "")}),
    }


def visible_recorder(request: MemberRequest, recorder_id: int) -> Recorder:
    """Raises Http404 for a recorder of a store that the member may not see."""
    found = recorders_of(request.member).filter(pk=recorder_id).first()
    if found is None:
        raise Http404
    return found


def _back(request: MemberRequest, found: Recorder) -> HttpResponse:
    if found.is_draft:
        return redirect("review:recorder_set_up", found.pk)
    if request.htmx:
        return render(request, f"{PAGE}#state", about(visible_recorder(request, found.pk)))
    return redirect("review:recorder", found.pk)
