"""Adding a recorder: one question a screen, each answer kept at once, a way back to each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.roles import Action
from review.recorder_forms import LogInForm, PlaceForm
from review.selectors.recorders_set_up import set_up_page
from review.services import recorders as services
from review.views.maps import visible_store
from review.views.recorders import NO_CHANGE, UNPROCESSABLE, typed_names, visible_recorder
from stores.access import MemberRequest, needs
from stores.recorder_kinds import KINDS, needs_time_base
from stores.services import recorders_set_up as set_up_services
from stores.services.recorders_set_up import RecorderSetUpError
from stores.services.routes import RouteError, ask_for_route

if TYPE_CHECKING:
    from stores.models import Recorder

ADD, PAGE = "review/recorders/add.html", "review/recorders/set_up.html"
STILLS = "review/recorders/stills_poll.html"


@require_http_methods(["GET", "POST"])
@needs(Action.MANAGE_FOOTAGE)
def add(request: MemberRequest, store_id: int) -> HttpResponse:
    """The first question: where it is."""
    store = visible_store(request, store_id)
    form = PlaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        begun = set_up_services.begin(store=store, place=form.place(), by=request.user)
        return redirect("review:recorder_set_up", begun.pk)
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, ADD, {"store": store, "form": form}, status=status)


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def add_folder(request: MemberRequest, store_id: int) -> HttpResponse:
    """A recorder that writes files: the folder is the only question."""
    store = visible_store(request, store_id)
    path = request.POST.get("path", "").strip()
    if not path or len(path) > 500:
        context = {"store": store, "form": PlaceForm(), "folder_wrong": _("Enter the folder.")}
        return render(request, ADD, context, status=UNPROCESSABLE)
    begun = set_up_services.begin_folder(store=store, path=path, by=request.user)
    return redirect("review:recorder_set_up", begun.pk)


@require_GET
@needs(Action.MANAGE_FOOTAGE)
def set_up(request: MemberRequest, recorder_id: int) -> HttpResponse:
    """The question that comes next, or the one that ``step`` goes back to."""
    found = visible_recorder(request, recorder_id)
    if not found.is_draft:
        return redirect("review:recorder", found.pk)
    return render(request, PAGE, _about(found, request.GET.get("step", "")))


@require_GET
@needs(Action.MANAGE_FOOTAGE)
def set_up_state(request: MemberRequest, recorder_id: int) -> HttpResponse:
    """The screen as it is now; 204 while it is as at version ``v``."""
    found = visible_recorder(request, recorder_id)
    if not found.is_draft:
        return HttpResponse(status=NO_CHANGE)
    context = _about(found)
    if request.GET.get("v") == context["page"].version:
        return HttpResponse(status=NO_CHANGE)
    if request.GET.get("part") == "stills":
        return render(request, STILLS, {**context, "is_part": True})
    return render(request, f"{PAGE}#screen", context)


@require_http_methods(["GET", "POST"])
@needs(Action.MANAGE_FOOTAGE)
def address(request: MemberRequest, recorder_id: int) -> HttpResponse:
    """Another address, of one being added or of one in use."""
    found = visible_recorder(request, recorder_id)
    form = PlaceForm(request.POST or None, initial=found.options)
    if request.method == "POST" and form.is_valid() and found.retired_at is None:
        set_up_services.move_to(recorder=found, place=form.place(), by=request.user)
        return _on(found)
    status = UNPROCESSABLE if request.method == "POST" else 200
    context = {"store": found.store, "form": form, "recorder": found}
    return render(request, ADD, context, status=status)


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def kind(request: MemberRequest, recorder_id: int) -> HttpResponse:
    found = visible_recorder(request, recorder_id)
    driver = request.POST.get("driver", "")
    asks = KINDS[driver].asks if driver in KINDS else None
    more = {key: request.POST.get(f"{driver}-{key}", "").strip() for key in asks or {}}
    try:
        set_up_services.choose_kind(recorder=found, driver=driver, more=more, by=request.user)
    except RecorderSetUpError as refused:
        return _refused(request, found, str(refused), "kind")
    return _on(found)


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def log_in(request: MemberRequest, recorder_id: int) -> HttpResponse:
    """User and password: kept sealed, and tried exactly once."""
    found = visible_recorder(request, recorder_id)
    form = LogInForm(request.POST)
    try:
        if not form.is_valid():
            raise RecorderSetUpError(_("Enter the user name."))
        words = form.cleaned_data
        set_up_services.say_log_in(
            recorder=found,
            username=words["username"],
            password=words["password"],
            by=request.user,
        )
    except RecorderSetUpError as refused:
        return _refused(request, found, str(refused), "log_in")
    return _on(found)


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def certificate(request: MemberRequest, recorder_id: int) -> HttpResponse:
    found = visible_recorder(request, recorder_id)
    shown = request.POST.get("certificate", "")
    if len(shown) == 64 and shown.isalnum():
        set_up_services.confirm_certificate(recorder=found, certificate=shown, by=request.user)
    return _on(found)


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def time_base(request: MemberRequest, recorder_id: int) -> HttpResponse:
    """A person says what the times in its list mean, where they could not be told."""
    found = visible_recorder(request, recorder_id)
    set_up_services.say_time_base(
        recorder=found, time_base=request.POST.get("time_base", ""), by=request.user
    )
    return _on(found)


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def finish(request: MemberRequest, recorder_id: int) -> HttpResponse:
    found = visible_recorder(request, recorder_id)
    if not found.is_draft:
        return redirect("review:recorder", found.pk)
    set_up_services.name_cameras(recorder=found, names=typed_names(request, found))
    try:
        ended = services.finish(
            chain=request.member.chain,
            recorder=found,
            name=request.POST.get("name", ""),
            channels=request.POST.getlist("channel"),
            by=request.user,
        )
    except RecorderSetUpError as refused:
        return _refused(request, found, str(refused), "")
    messages.success(request, _finished(found, ended))
    return redirect("review:recorder", found.pk)


def _finished(found: Recorder, ended: int) -> str:
    if found.replaces_id is None:
        return _("The recorder is in use.")
    return ngettext(
        "The recorder is in use in the place of the old one; %(n)s clip of that one ended.",
        "The recorder is in use in the place of the old one; %(n)s clips of that one ended.",
        ended,
    ) % {"n": ended}


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def abandon(request: MemberRequest, recorder_id: int) -> HttpResponse:
    found = visible_recorder(request, recorder_id)
    if found.is_draft:
        set_up_services.abandon(recorder=found, by=request.user)
    return redirect("review:recorders", found.store_id)


@require_POST
@needs(Action.MANAGE_FOOTAGE)
def ask_route(request: MemberRequest, store_id: int) -> HttpResponse:
    """Ask support to approve the store's network."""
    store = visible_store(request, store_id)
    try:
        route = ask_for_route(store=store, network=request.POST.get("network", ""), by=request.user)
    except RouteError as refused:
        messages.error(request, str(refused))
    else:
        said = _("Support was asked to approve %(network)s. You are here again when it is done.")
        messages.success(request, said % {"network": route.network})
    wanted = request.POST.get("recorder", "")
    if wanted.isdecimal() and len(wanted) < 19:
        return redirect("review:recorder_set_up", int(wanted))
    return redirect("review:recorders", store.pk)


def _about(found: Recorder, step: str = "", **more: Any) -> dict[str, Any]:
    return {
        "recorder": found,
        "store": found.store,
        "page": set_up_page(found, step),
        "needs_time_base": needs_time_base(found),
        "form": LogInForm(initial={"username": found.options.get("user", "")}),
        **more,
    }


def _on(found: Recorder) -> HttpResponse:
    name = "review:recorder_set_up" if found.is_draft else "review:recorder"
    return redirect(name, found.pk)


def _refused(request: MemberRequest, found: Recorder, wrong: str, step: str) -> HttpResponse:
    if not found.is_draft:
        messages.error(request, wrong)
        return redirect("review:recorder", found.pk)
    return render(request, PAGE, _about(found, step, wrong=wrong), status=UNPROCESSABLE)
