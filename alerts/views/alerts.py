"""Alerts: the list, one of them, and taking one on."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.roles import Action
from alerts.alert_filters import ALL, read_alert_filters
from alerts.models import Alert, AlertState, Severity
from alerts.selectors.alert import alert_page
from alerts.selectors.alerts import alerts_page, visible_alerts
from alerts.selectors.rule_scope import visible_rules
from alerts.services.acknowledge import acknowledge, reopen
from stores.access import MemberRequest, needs
from transactions.selectors.paging import BadCursorError, word_to_place

NO_CONTENT = 204


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def alerts(request: MemberRequest) -> HttpResponse:
    """The list. As a partial: ``list`` after a change of filters, ``more`` for what follows."""
    filters = read_alert_filters(request.GET, request.member)
    word = request.GET.get("after", "")
    try:
        after = word_to_place(word) if word else None
    except BadCursorError as error:
        raise Http404 from error
    states = [(state, state.label) for state in AlertState] + [(ALL, _("all"))]
    context = {
        "filters": filters,
        "page": alerts_page(request.member, filters, after),
        "states": [(s, word, filters.with_state(s).address) for s, word in states],
        "severities": Severity.choices,
        "rules": visible_rules(request.member).order_by("name"),
    }
    part = ("#more" if after else "#list") if request.htmx else ""
    return render(request, f"alerts/alerts/list.html{part}", context)


@require_GET
@needs(Action.SEE_TRANSACTIONS)
def alert(request: MemberRequest, alert_id: int) -> HttpResponse:
    page = alert_page(request.member, alert_id)
    if page is None:
        raise Http404
    return render(request, "alerts/alerts/alert.html", {"page": page})


@require_POST
@needs(Action.ACKNOWLEDGE)
def acknowledge_alert(request: MemberRequest, alert_id: int) -> HttpResponse:
    """From now on nobody else is rung for it. The second to say so is told who was first."""
    held = acknowledge(alert=_theirs(request, alert_id), by=request.user)
    if held.state == AlertState.WITHDRAWN:
        messages.warning(request, _("This alert was withdrawn meanwhile."))
    elif held.seen_by_id != request.user.pk:
        who = {"who": held.seen_by}
        messages.info(request, _("%(who)s had acknowledged it before you.") % who)
    else:
        messages.success(request, _("Acknowledged. Nobody else is told of it."))
    return _back(request, alert_id)


@require_POST
@needs(Action.ACKNOWLEDGE)
def reopen_alert(request: MemberRequest, alert_id: int) -> HttpResponse:
    reopen(alert=_theirs(request, alert_id))
    return _back(request, alert_id)


def _theirs(request: MemberRequest, alert_id: int) -> Alert:
    found = visible_alerts(request.member).filter(pk=alert_id).first()
    if found is None:
        raise Http404
    return found


def _back(request: MemberRequest, alert_id: int) -> HttpResponse:
    """To where one was, if that is a page of ours; the panel's button asks by htmx and gets
    the header anew with the next beat."""
    if request.htmx:
        return HttpResponse(status=NO_CONTENT, headers={"HX-Trigger": "desk:tick"})
    wanted = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        wanted = reverse("alerts:alert", args=[alert_id])
    return redirect(wanted)
