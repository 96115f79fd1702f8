"""Changing a rule from its row or its page: switch, slider, snooze, proposal."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.roles import Action
from alerts.models import RuleState
from alerts.selectors.rule_choices import SNOOZES
from alerts.selectors.rule_slider import read_value
from alerts.selectors.rule_words import name_of, refusal
from alerts.services.propose import accept_proposal, ask_proposal
from alerts.services.rule_wishes import RuleError
from alerts.services.rules import (
    move_threshold,
    snooze_rule,
    switch_rule,
    wake_rule,
)
from alerts.views.rules import rule_answer, visible_rule
from stores.access import MemberRequest, needs

if TYPE_CHECKING:
    from alerts.models import Rule

SWITCHED = {
    RuleState.ON: lambda name: _("“%(name)s” is on.") % {"name": name},
    RuleState.SILENT: lambda name: _("“%(name)s” runs silently.") % {"name": name},
    RuleState.OFF: lambda name: _("“%(name)s” is off.") % {"name": name},
}


@require_POST
@needs(Action.MANAGE_RULES)
def switch(request: MemberRequest, rule_id: int) -> HttpResponse:
    found = visible_rule(request, rule_id)
    state = request.POST.get("state", "")
    if state not in RuleState.values:
        return HttpResponseBadRequest()
    switch_rule(rule=found, state=state, by=request.user, why=request.POST.get("why", ""))
    messages.success(request, SWITCHED[RuleState(state)](name_of(found)))
    return _back(request, found)


@require_POST
@needs(Action.MANAGE_RULES)
def threshold(request: MemberRequest, rule_id: int) -> HttpResponse:
    """Where the slider stands is what the rule says from now on."""
    found = visible_rule(request, rule_id)
    value = read_value(request.POST.get("value", ""))
    if value is None:
        return HttpResponseBadRequest()
    try:
        moved = move_threshold(
            rule=found, value=value, by=request.user, why=request.POST.get("why", "")
        )
    except RuleError as error:
        return rule_answer(request, found, wrong=refusal(error))
    messages.success(request, _("Saved: %(text)s") % {"text": moved.text})
    return _back(request, found)


@require_POST
@needs(Action.MANAGE_RULES)
def snooze(request: MemberRequest, rule_id: int) -> HttpResponse:
    """For some hours, or no longer."""
    found = visible_rule(request, rule_id)
    hours, why = request.POST.get("hours", ""), request.POST.get("why", "")
    if hours == "0":
        wake_rule(rule=found, by=request.user, why=why)
        messages.success(request, _("It tells people again."))
        return _back(request, found)
    if hours not in map(str, SNOOZES):
        return HttpResponseBadRequest()
    until = timezone.now() + timedelta(hours=int(hours))
    snooze_rule(rule=found, until=until, by=request.user, why=why)
    messages.success(request, _("Snoozed. What it finds is recorded and told to nobody."))
    return _back(request, found)


@require_POST
@needs(Action.MANAGE_RULES)
def propose(request: MemberRequest, rule_id: int) -> HttpResponse:
    """Works the proposal out from the days there are, now."""
    found = visible_rule(request, rule_id)
    ask_proposal(found)
    messages.info(request, _("It is being tried on past days. The proposal will be here soon."))
    return _back(request, found)


@require_POST
@needs(Action.MANAGE_RULES)
def accept(request: MemberRequest, rule_id: int) -> HttpResponse:
    found = visible_rule(request, rule_id)
    try:
        moved = accept_proposal(rule=found, by=request.user)
    except RuleError as error:
        return rule_answer(request, found, wrong=refusal(error))
    messages.success(request, _("Saved: %(text)s") % {"text": moved.text})
    return _back(request, found)


def _back(request: MemberRequest, rule: Rule) -> HttpResponse:
    """To where the person was: the list or the rule's page."""
    if request.POST.get("from") == "list":
        return redirect("alerts:rules")
    return redirect("alerts:rule", rule.pk)
