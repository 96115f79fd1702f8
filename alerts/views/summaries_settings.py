"""When a summary comes, to whom and with what."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.roles import Action
from alerts.models import SummaryKind
from alerts.selectors.summaries import name_of
from alerts.services.summaries import save_schedule
from alerts.summaries.recipients import readers_of
from alerts.summaries.schedules import schedule_of, zone_of
from alerts.summary_forms import ScheduleForm
from stores.access import MemberRequest, needs

if TYPE_CHECKING:
    from stores.models import Store

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@needs(Action.CHANGE_SETTINGS)
def daily(request: MemberRequest) -> HttpResponse:
    return _settings(request, SummaryKind.DAILY, None)


@require_http_methods(["GET", "POST"])
@needs(Action.CHANGE_SETTINGS)
def weekly(request: MemberRequest) -> HttpResponse:
    return _settings(request, SummaryKind.WEEKLY, None)


@require_http_methods(["GET", "POST"])
@needs(Action.CHANGE_SETTINGS)
def of_store(request: MemberRequest, store_id: int) -> HttpResponse:
    store = request.member.stores().filter(pk=store_id).first()
    if store is None:
        raise Http404
    return _settings(request, SummaryKind.DAILY, store)


def _settings(request: MemberRequest, kind: SummaryKind, store: Store | None) -> HttpResponse:
    schedule = schedule_of(kind, store)
    form = ScheduleForm(schedule, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        save_schedule(kind=kind, store=store, wished=form.wished, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("summaries:summaries")
    readers = readers_of(schedule, request.member.chain)
    people = sorted({str(user) for users in readers.values() for user in users})
    context = {
        "form": form,
        "name": name_of(schedule),
        "schedule": schedule,
        "zone": zone_of(schedule).key,
        "zones": sorted(zoneinfo.available_timezones()) if store is None else [],
        "people": people,
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, "alerts/summaries/settings.html", context, status=status)
