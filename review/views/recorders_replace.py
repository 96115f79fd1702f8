"""A recorder that stands in the place of another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse  # noqa: TC002 - read at run time by the decorators
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.roles import Action
from review.recorder_forms import PlaceForm
from review.views.recorders import UNPROCESSABLE, visible_recorder
from stores.access import MemberRequest, needs
from stores.selectors.recorders import known_state
from stores.services.recorders_replace import begin_replacement
from stores.services.recorders_set_up import RecorderSetUpError


@require_http_methods(["GET", "POST"])
@needs(Action.MANAGE_FOOTAGE)
def replace(request: MemberRequest, recorder_id: int) -> HttpResponse:
    """What replacing does, and where the new one is: at the same address, or another."""
    old = visible_recorder(request, recorder_id)
    form = PlaceForm(request.POST if "host" in request.POST else None, initial=old.options)
    stays = request.POST.get("where") == "same"
    if request.method == "POST" and (stays or form.is_valid()):
        place = None if stays else form.place()
        try:
            new = begin_replacement(old=old, place=place, by=request.user)
        except RecorderSetUpError as refused:
            messages.error(request, str(refused))
            return redirect("review:recorder", old.pk)
        return redirect("review:recorder_set_up", new.pk)
    context = {
        "recorder": old,
        "store": old.store,
        "form": form,
        "serial": known_state(old).found.get("new_serial", ""),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "review/recorders/replace.html", context, status=status)
